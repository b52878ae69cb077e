/** The gauge in an element of the ledger, and the small one beside a half's name. */
import { GAUGE_HEIGHT, capacityMark, capacityWidth, gaugeMark } from './marks/gauge';
import { paint, type Part } from './part';
import type { Capacity, Gauge } from './view';

export interface GaugeDrawing {
  /** `max`: `sharedMax(view)`, so that both halves are drawn to one scale. `label` says it aloud. */
  update(gauge: Gauge, max: number, label: string, seek?: boolean): void;
  capacity(capacity: Capacity, label: string, seek?: boolean): void;
  destroy(): void;
}

export function mountGauge(element: HTMLElement): GaugeDrawing {
  const svg = element.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'gauge-drawing');
  svg.setAttribute('role', 'img');
  element.append(svg);
  const show = (mark: Part, width: number, label: string, seek: boolean): void => {
    svg.toggleAttribute('data-snap', seek);
    paint(svg, {
      key: 'gauge',
      tag: 'svg',
      attrs: {
        class: 'gauge-drawing',
        role: 'img',
        'aria-label': label,
        width,
        height: GAUGE_HEIGHT,
        viewBox: `0 0 ${width} ${GAUGE_HEIGHT}`,
      },
      children: [mark],
      text: null,
    });
  };
  return {
    update(gauge, max, label, seek = false) {
      const width = Math.max(40, element.clientWidth);
      show(gaugeMark(gauge, width, max), width, label, seek);
    },
    capacity(capacity, label, seek = false) {
      show(capacityMark(capacity), capacityWidth(capacity), label, seek);
    },
    destroy: () => svg.remove(),
  };
}
