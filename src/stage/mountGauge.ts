/** The gauge in an element of the ledger, and the small one beside a half's name. */
import { GAUGE_HEIGHT, capacityMark, capacityWidth, gaugeMark } from './marks/gauge';
import { paint, type Part } from './part';
import type { Capacity, Gauge } from './view';

export interface GaugeDrawing {
  /**
   * `max`: `sharedMax(view)`, so that both halves are drawn to one scale. `label` says it aloud. `width`: that of the
   * element, where it is known; to ask for it makes the browser lay out the page in between.
   */
  update(gauge: Gauge, max: number, label: string, seek?: boolean, width?: number): void;
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
    update(gauge, max, label, seek = false, width = element.clientWidth) {
      const drawn = Math.max(40, width);
      show(gaugeMark(gauge, drawn, max), drawn, label, seek);
    },
    capacity(capacity, label, seek = false) {
      show(capacityMark(capacity), capacityWidth(capacity), label, seek);
    },
    destroy: () => svg.remove(),
  };
}
