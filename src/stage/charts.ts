/**
 * The charts in one element: small multiples on the timeline's scale of time. The values written are those of now, or of
 * the moment under the pointer; pressing goes there.
 */
import { chartParts } from './charts/parts';
import { layoutCharts, type ChartsLayout } from './charts/places';
import type { ChartsView } from './charts/view';
import { paint, part } from './part';

export { valueAt } from './charts/view';
export type { ChartLine, ChartMark, ChartRow, ChartsView, Steps } from './charts/view';

export interface ChartsOptions {
  readonly onSeek: (atMs: number) => void;
  /** The moment under the pointer; null: none. */
  readonly onPoint: (atMs: number | null) => void;
}

export interface Charts {
  update(view: ChartsView, name: string): void;
  resize(): void;
  destroy(): void;
}

export function mountCharts(element: HTMLElement, options: ChartsOptions): Charts {
  element.classList.add('charts-drawing');
  const svg = element.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'svg');
  element.append(svg);
  let shown: { readonly view: ChartsView; readonly layout: ChartsLayout; name: string } | null =
    null;
  let pointedMs: number | null = null;

  let wide = element.clientWidth;
  /** Looking for the tops of all lines is the costly step: kept as long as rows and scale are the same. */
  const layoutOf = (view: ChartsView): ChartsLayout => {
    const before = shown?.view;
    const same =
      shown?.layout.width === wide &&
      before?.rows === view.rows &&
      before.fromMs === view.fromMs &&
      before.toMs === view.toMs;
    return same && shown ? shown.layout : layoutCharts(view, wide);
  };
  const update = (view: ChartsView, name: string): void => {
    const layout = layoutOf(view);
    shown = { view, layout, name };
    const { width, height } = layout;
    const attrs = {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': name,
    };
    paint(svg, part('svg', attrs, chartParts(view, layout, pointedMs ?? view.nowMs)));
  };
  const point = (atMs: number | null): void => {
    if (atMs === pointedMs) return;
    pointedMs = atMs;
    options.onPoint(atMs);
    if (shown) update(shown.view, shown.name);
  };
  const momentAt = (event: PointerEvent): number | null => {
    const at = shown?.layout.at(event.clientX - svg.getBoundingClientRect().left);
    return at === null || at === undefined ? null : Math.round(at);
  };
  svg.addEventListener('pointermove', (event) => point(momentAt(event)));
  svg.addEventListener('pointerleave', () => point(null));
  svg.addEventListener('click', (event) => {
    const atMs = momentAt(event);
    if (atMs !== null) options.onSeek(atMs);
  });
  return {
    update,
    resize() {
      wide = element.clientWidth;
      if (shown) update(shown.view, shown.name);
    },
    destroy() {
      svg.remove();
      element.classList.remove('charts-drawing');
    },
  };
}
