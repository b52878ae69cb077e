/** The window of timeline and charts: the whole run as far as it was played, and the futures left behind. */
import { timelineRange, type TimelineView } from '../../stage/timeline';
import type { Session } from '../session.svelte';
import type { LeftBehind } from './run.svelte';

export function rangeOf({ originMs, headingMs, world: { run } }: Session) {
  const left = run.branches.map(({ untilMs }) => untilMs);
  return timelineRange(originMs, Math.max(headingMs, run.reachedMs, ...left));
}

export const forksOf = (branches: readonly LeftBehind[]): TimelineView['forks'] =>
  branches.map(({ forkedAtMs, untilMs, changes }) => ({ atMs: forkedAtMs, untilMs, changes }));
