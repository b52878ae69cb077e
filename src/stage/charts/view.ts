/** What the charts show: rows of lines on the timeline's scale. Times are virtual; `originMs` is the one written 0:00. */
import type { Platform } from '../view';

/** `value[i]` holds from `atMs[i]` on; before the first nothing is known. The arrays may grow, and are never changed else. */
export interface Steps {
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

export interface ChartLine {
  readonly platform: Platform;
  readonly steps: Steps;
}

export interface ChartRow {
  readonly id: string;
  readonly title: string;
  /** Unit or what is asked, beside the title. */
  readonly note: string;
  readonly lines: readonly ChartLine[];
  /** Dotted: what is asked for. */
  readonly targets: readonly ChartLine[];
  /** Lines of futures that were left behind, each from its fork to where it was left. */
  readonly left: readonly (ChartLine & { readonly fromMs: number; readonly untilMs: number })[];
  readonly text: (value: number) => string;
}

export interface ChartMark {
  readonly atMs: number;
  readonly lane: 'you' | 'faults';
}

export interface ChartsView {
  readonly originMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly reachedMs: number;
  readonly rows: readonly ChartRow[];
  readonly marks: readonly ChartMark[];
}

export function valueAt({ atMs, value }: Steps, ms: number): number | null {
  let [low, high] = [0, atMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atMs[middle]! <= ms) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : value[low - 1]!;
}
