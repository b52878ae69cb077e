/** The small gauge beside a half's name; it comes a moment after the stage. */
import { capacityMark, capacityWidth } from './marks/capacity';
import { gaugeIn, showGauge } from './mountGauge';
import type { Capacity } from './view';

export interface CapacityDrawing {
  update(capacity: Capacity, label: string, seek?: boolean): void;
  destroy(): void;
}

export function mountCapacity(element: HTMLElement): CapacityDrawing {
  const svg = gaugeIn(element);
  return {
    update(capacity, label, seek = false) {
      showGauge(svg, capacityMark(capacity), { width: capacityWidth(capacity), label, seek });
    },
    destroy: () => svg.remove(),
  };
}
