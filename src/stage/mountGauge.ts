/** The gauge in an element of the ledger. */
import { GAUGE_HEIGHT, gaugeMark } from './marks/gauge';
import { paint, type Part } from './part';
import type { Gauge } from './view';

export interface GaugeDrawing {
  /**
   * `max`: `sharedMax(view)`, so that both halves are drawn to one scale. `label` says it aloud. `width`: that of the
   * element, where it is known; to ask for it makes the browser lay out the page in between.
   */
  update(gauge: Gauge, max: number, label: string, seek?: boolean, width?: number): void;
  destroy(): void;
}

export function mountGauge(element: HTMLElement): GaugeDrawing {
  const svg = gaugeIn(element);
  return {
    update(gauge, max, label, seek = false, width = element.clientWidth) {
      const drawn = Math.max(40, width);
      showGauge(svg, gaugeMark(gauge, drawn, max), { width: drawn, label, seek });
    },
    destroy: () => svg.remove(),
  };
}

export function gaugeIn(element: HTMLElement): SVGSVGElement {
  const svg = element.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'gauge-drawing');
  svg.setAttribute('role', 'img');
  element.append(svg);
  return svg;
}

export function showGauge(
  svg: SVGSVGElement,
  mark: Part,
  {
    width,
    label,
    seek,
  }: { readonly width: number; readonly label: string; readonly seek: boolean },
): void {
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
}
