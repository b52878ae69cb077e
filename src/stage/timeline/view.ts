/** What the timeline shows. Times are virtual; `originMs` is the one that is written 0:00. */
import type { Family } from '../view';

export type Lane = 'you' | 'faults' | 'ecs' | 'kubernetes';
export const LANES: readonly Lane[] = ['you', 'faults', 'ecs', 'kubernetes'];

/** One fact. `major`: it changed what serves. Ascending by `atMs`. */
export interface Tick {
  readonly atMs: number;
  readonly lane: Lane;
  readonly family: Family;
  readonly major: boolean;
  readonly label: string;
  readonly serial: number;
}

export interface TimelineView {
  readonly originMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** How far the run is known: what lies between now and then has been played, and will come again. */
  readonly reachedMs: number;
  /** A new list whenever it changed. */
  readonly ticks: readonly Tick[];
  /** What the agenda holds: waits worth a mark. */
  readonly due: readonly { readonly atMs: number; readonly lane: Lane; readonly label: string }[];
  readonly bookmarks: readonly number[];
  /** Where a future was left behind, how far it had gone, and with how many changes. */
  readonly forks: readonly {
    readonly atMs: number;
    readonly untilMs: number;
    readonly changes: number;
  }[];
  /** From the fault to steady again; `toMs` null while it lasts. */
  readonly races: readonly {
    readonly lane: Lane;
    readonly fromMs: number;
    readonly toMs: number | null;
  }[];
}

const WINDOWS_S = [
  30, 60, 120, 180, 300, 420, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400,
];

/** The whole run as far as it was played and some room ahead, in round lengths, so that it seldom changes. */
export function timelineRange(
  originMs: number,
  reachedMs: number,
): { fromMs: number; toMs: number } {
  const elapsedS = Math.max(0, reachedMs - originMs) / 1000;
  const days = Math.ceil(elapsedS / 0.85 / 86_400) * 86_400;
  const length = WINDOWS_S.find((seconds) => elapsedS <= 0.85 * seconds) ?? days;
  return { fromMs: originMs, toMs: originMs + 1000 * length };
}
