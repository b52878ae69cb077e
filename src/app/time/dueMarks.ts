/** What the agenda holds and is worth a mark in the future: waits above five seconds that belong to a half. */
import type { AgendaEntry } from '../../host/protocol';
import type { Lane } from '../../stage/timeline';

const WORTH_MS = 5_000;
const MOST = 6;

export interface DueMark {
  readonly atMs: number;
  readonly lane: Lane;
  readonly label: string;
}

export function dueMarks(agenda: readonly AgendaEntry[], nowMs: number): readonly DueMark[] {
  const marks: DueMark[] = [];
  const seen = new Set<string>();
  for (const { about, dueAtMs, what } of agenda) {
    if (!about || dueAtMs - nowMs < WORTH_MS) continue;
    const lane = about.kind.startsWith('ecs/')
      ? 'ecs'
      : about.kind.startsWith('kubernetes/')
        ? 'kubernetes'
        : null;
    // Six pods that wait for the same thing are one mark.
    const same = `${lane} ${what} ${Math.round(dueAtMs / 1000)}`;
    if (!lane || seen.has(same)) continue;
    seen.add(same);
    marks.push({ atMs: dueAtMs, lane, label: inWords(what) });
    if (marks.length === MOST) break;
  }
  return marks;
}

/** `stopTimeoutElapsed` -> `stop timeout elapsed`: delays are named for what is awaited. */
export const inWords = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
