/** Messages counted in lots, so that a queue of a hundred thousand costs no more than a few hundred lines. */
import type { Lot } from './types';

/** At most so many lots; beyond, neighbours become one. */
const LOTS = 256;
const GRAIN_MS = 1_000;

/** At the end; with the last one if they are of the same second. */
export function addLot(lots: Lot[], lot: Lot): void {
  const last = lots.at(-1);
  const same =
    last !== undefined &&
    last.receives === lot.receives &&
    Math.floor(last.sentAtMs / GRAIN_MS) === Math.floor(lot.sentAtMs / GRAIN_MS);
  if (same) lots[lots.length - 1] = { ...last, count: last.count + lot.count };
  else lots.push(lot);
}

/** The first one. There must be one. */
export function takeOne(lots: Lot[]): Lot {
  const first = lots[0] as Lot;
  if (first.count === 1) lots.shift();
  else lots[0] = { ...first, count: first.count - 1 };
  return first;
}

export function merged(lots: readonly Lot[]): readonly Lot[] {
  if (lots.length <= LOTS) return lots;
  const fewer = pairs(lots);
  return fewer.length < lots.length ? merged(fewer) : lots;
}

function pairs(lots: readonly Lot[]): readonly Lot[] {
  const joined: Lot[] = [];
  for (let i = 0; i < lots.length; i += 2) {
    const [one, two] = lots.slice(i, i + 2) as [Lot, Lot?];
    if (two?.receives === one.receives) joined.push({ ...one, count: one.count + two.count });
    else joined.push(...(two ? [one, two] : [one]));
  }
  return joined;
}
