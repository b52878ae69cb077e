/**
 * Time zones: what a clock on the wall says at an instant, and at which instants it says something (tz database, changes from
 * 2024 to 2030; `generateZones.mjs` writes the table). Instants are ms since 1970: virtual ms plus `STARTS_AT_MS`.
 */
import { civilFromDays, daysFromCivil, weekdayOf, type CivilDate } from './civil';
import table from './zones.generated.json';

export interface LocalTime extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

interface History {
  readonly offsetMinutes: number;
  /** Oldest first: from that instant on. */
  readonly changes: readonly { readonly atMs: number; readonly offsetMinutes: number }[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const isTimeZone = (name: string): boolean => historyByName().has(name);

/** Zone names, in their own order. */
export const timeZones = (): readonly string[] => [...historyByName().keys()].sort();

/** Minutes that local time is ahead of UTC. An unknown zone is UTC. */
export function offsetMinutesAt(zone: string, atMs: number): number {
  const { offsetMinutes, changes } = historyOf(zone);
  return changes.findLast((change) => change.atMs <= atMs)?.offsetMinutes ?? offsetMinutes;
}

/** Milliseconds are dropped. `weekday`: 0 Sunday. */
export function localTimeAt(zone: string, atMs: number): LocalTime & { readonly weekday: number } {
  const localMs = atMs + offsetMinutesAt(zone, atMs) * MINUTE_MS;
  const days = Math.floor(localMs / DAY_MS);
  const seconds = Math.floor((localMs - days * DAY_MS) / 1000);
  return {
    ...civilFromDays(days),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    weekday: weekdayOf(days),
  };
}

/**
 * The instants at which the clock on the wall says so, earlier first: one; none in the hour that summer time skips; two in the
 * hour that it gives back.
 */
export function instantsAt(zone: string, local: LocalTime): readonly number[] {
  const { hour, minute, second } = local;
  const asUtcMs = daysFromCivil(local) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  const { offsetMinutes, changes } = historyOf(zone);
  const offsets = new Set([offsetMinutes, ...changes.map((change) => change.offsetMinutes)]);
  return [...offsets]
    .map((offset) => ({ offset, atMs: asUtcMs - offset * MINUTE_MS }))
    .filter(({ offset, atMs }) => offsetMinutesAt(zone, atMs) === offset)
    .map(({ atMs }) => atMs)
    .sort((a, b) => a - b);
}

const historyOf = (zone: string): History =>
  historyByName().get(zone) ?? { offsetMinutes: 0, changes: [] };

let histories: ReadonlyMap<string, History> | undefined;

/** Read when the first zone is asked for: most worlds never do. */
function historyByName(): ReadonlyMap<string, History> {
  histories ??= new Map(
    Object.entries(table.zones).flatMap(([text, names]) => {
      const history = read(text);
      return names.split(' ').map((name) => [name, history] as const);
    }),
  );
  return histories;
}

/** `60 28499100 120 28801500 60`: offsets, and between them the minutes of the changes. */
function read(text: string): History {
  const [offsetMinutes = 0, ...rest] = text.split(' ').map(Number);
  const changes = Array.from({ length: rest.length / 2 }, (_, i) => ({
    atMs: (rest[2 * i] ?? 0) * MINUTE_MS,
    offsetMinutes: rest[2 * i + 1] ?? 0,
  }));
  return { offsetMinutes, changes };
}
