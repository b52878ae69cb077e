/** Which indexes of an indexed Job are done and which come next (pkg/controller/job/indexed_job_utils.go, v1.34). */
import type { Pod } from '../../types';

export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

/** First and last, both included. */
export type Interval = readonly [number, number];

/** undefined: none, or none that an index can be. */
export function indexOf(annotation: string | undefined): number | undefined {
  return annotation !== undefined && /^\d{1,9}$/.test(annotation) ? Number(annotation) : undefined;
}

export const indexOfPod = ({ metadata }: Pod): number | undefined =>
  indexOf(metadata.annotations?.[COMPLETION_INDEX]);

/** The list in `status.completedIndexes` with what has succeeded since, as intervals in order. */
export function succeededIndexes(
  previous: string,
  completions: number,
  succeeded: readonly number[],
): readonly Interval[] {
  const singles = succeeded
    .filter((index) => index < completions)
    .map((index): Interval => [index, index]);
  const all = [...parseIndexes(previous, completions), ...singles].sort((a, b) => a[0] - b[0]);
  const merged: Interval[] = [];
  for (const [first, last] of all) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1)
      merged[merged.length - 1] = [before[0], Math.max(before[1], last)];
    else merged.push([first, last]);
  }
  return merged;
}

/** `1,3-5,7`; what cannot be read is passed over. */
export function parseIndexes(text: string, completions: number): readonly Interval[] {
  return text.split(',').flatMap((part): Interval[] => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!match) {
      // Go reads the beginning of a broken interval: `1-foo` is nothing, as upstream.
      return [];
    }
    const first = Number(match[1]);
    const last = Math.min(Number(match[2] ?? first), completions - 1);
    return first < completions && first <= last ? [[first, last]] : [];
  });
}

export const printIndexes = (intervals: readonly Interval[]): string =>
  intervals
    .map(([first, last]) =>
      first === last ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`,
    )
    .join(',');

export const countIndexes = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** The `count` lowest that are neither done nor under way. */
export function firstPendingIndexes(
  completions: number,
  count: number,
  active: readonly number[],
  succeeded: readonly Interval[],
): readonly number[] {
  const busy = new Set(active);
  const found: number[] = [];
  for (let index = 0; index < completions && found.length < count; index++) {
    const done = succeeded.find(([first, last]) => index >= first && index <= last);
    if (done) index = done[1];
    else if (!busy.has(index)) found.push(index);
  }
  return found;
}
