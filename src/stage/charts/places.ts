/** Where the charts lie: small multiples in columns, every plot on the same scale of time. */
import { scaleLinear, ticks } from 'd3';
import { stepsOf } from '../timeline/geometry';
import type { ChartRow, ChartsView, Steps } from './view';

const TITLE = 17;
/** In one column there is height to spare. */
const HEIGHTS = { one: { plot: 54, row: 82 }, many: { plot: 36, row: 62 } } as const;
const TOP = 6;
const AXIS = 18;
const PAD = 14;
/** Between columns; also room for a label at the end of a line. */
const GUTTER = 44;
const COLUMN_LEAST = 170;

export interface Place {
  readonly row: ChartRow;
  readonly left: number;
  readonly right: number;
  readonly titleY: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: (value: number) => number;
}

export interface ChartsLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly { readonly left: number; readonly right: number }[];
  readonly places: readonly Place[];
  readonly axisY: number;
  readonly labels: readonly number[];
  x(place: { readonly left: number; readonly right: number }, atMs: number): number;
  /** The moment under a point, whichever column it is in; null: beside the plots. */
  at(x: number): number | null;
}

export function layoutCharts(view: ChartsView, width: number): ChartsLayout {
  const count = Math.max(1, Math.min(3, Math.floor((width - PAD) / (COLUMN_LEAST + GUTTER))));
  const columnWidth = Math.floor((width - PAD - count * GUTTER) / count);
  const columns = Array.from({ length: count }, (_, i) => {
    const left = PAD + i * (columnWidth + GUTTER);
    return { left, right: left + columnWidth };
  });
  const { plot, row: pitch } = count === 1 ? HEIGHTS.one : HEIGHTS.many;
  const places = view.rows.map((row, i): Place => {
    const { left, right } = columns[i % count]!;
    const titleY = TOP + Math.floor(i / count) * pitch;
    const top = titleY + TITLE;
    const bottom = top + plot;
    const y = scaleLinear([0, mostOf(row, view)], [bottom, top + 4]);
    return { row, left, right, titleY, top, bottom, y };
  });
  const rows = Math.ceil(view.rows.length / count);
  const axisY = TOP + rows * pitch - 2;
  const span = Math.max(1, view.toMs - view.fromMs);
  return {
    width,
    height: axisY + AXIS,
    columns,
    places,
    axisY,
    labels: labelsOf(view, columnWidth),
    x: ({ left, right }, atMs) => left + ((right - left) * (atMs - view.fromMs)) / span,
    at(x) {
      const column = columns.find(({ left, right }) => left - 8 <= x && x <= right + 8);
      if (!column) return null;
      const share = (x - column.left) / (column.right - column.left);
      return view.fromMs + span * Math.min(1, Math.max(0, share));
    },
  };
}

/** Moments that are written under a column, as the timeline steps. */
function labelsOf(view: ChartsView, width: number): readonly number[] {
  const geometry = { left: 0, right: width } as Parameters<typeof stepsOf>[0];
  const { labelMs } = stepsOf(geometry, view);
  const found: number[] = [];
  for (let at = 0; at <= view.toMs - view.originMs; at += labelMs) found.push(at + view.originMs);
  return found;
}

/** A round top above all that is shown, so that it seldom changes. */
function mostOf({ lines, targets, left }: ChartRow, { fromMs, toMs }: ChartsView): number {
  const most = Math.max(
    0,
    ...[...lines, ...targets, ...left].map(({ steps }) => mostIn(steps, fromMs, toMs)),
  );
  if (most === 0) return 1;
  return ticks(0, most * 1.12, 4).find((tick) => tick >= most * 1.02) ?? most * 1.12;
}

function mostIn({ atMs, value }: Steps, fromMs: number, toMs: number): number {
  let most = 0;
  for (let i = 0; i < atMs.length; i++) {
    const until = atMs[i + 1] ?? Infinity;
    if (until >= fromMs && atMs[i]! <= toMs && value[i]! > most) most = value[i]!;
  }
  return most;
}
