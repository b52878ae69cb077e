import { describe, expect, it } from 'vitest';
import type { Goal, GoalState } from '../../lessons/types';
import { goalRows } from './goalRows';
import { en } from './words.en';

const ORIGIN_MS = 180_000;
const goal = { id: 'three', stretch: false } as Goal;
const state = (given: Partial<GoalState>): GoalState => ({
  id: 'three',
  phase: 'unmet',
  sinceMs: ORIGIN_MS,
  metAtMs: null,
  windowMs: ORIGIN_MS,
  dueMs: null,
  now: null,
  metIfHeldMs: null,
  ...given,
});

function row(
  given: Partial<GoalState> | undefined,
  options: { nowMs?: number; watched?: boolean; before?: boolean } = {},
) {
  const [only] = goalRows({
    goals: [goal],
    state: () => given && state(given),
    text: () => [],
    nowMs: ORIGIN_MS + (options.nowMs ?? 0),
    originMs: ORIGIN_MS,
    watched: options.watched ?? false,
    before: () => options.before ?? false,
    m: en,
  });
  return only;
}

describe('a goal on the page', () => {
  it('is an open circle before anything is known of it', () => {
    expect(row(undefined)).toMatchObject({ mark: 'open', note: '', spoken: 'not yet' });
  });

  it('counts down while its time runs', () => {
    expect(row({ dueMs: ORIGIN_MS + 60_000 }, { nowMs: 18_000 })).toMatchObject({
      mark: 'open',
      note: '0:42 left',
    });
  });

  it('fills its ring with simulated time', () => {
    const held = { phase: 'holding', sinceMs: ORIGIN_MS, metIfHeldMs: ORIGIN_MS + 10_000 } as const;
    expect(row(held, { nowMs: 3_900 })).toMatchObject({
      mark: 'holding',
      part: 0.39,
      note: 'holds 3 of 10 s',
    });
    expect(row(held, { nowMs: 12_000 })).toMatchObject({ part: 1, note: 'holds 10 of 10 s' });
  });

  it('counts no seconds of what must never happen', () => {
    const kept = { phase: 'holding', sinceMs: ORIGIN_MS } as const;
    expect(row(kept, { nowMs: 3_900 })).toMatchObject({
      mark: 'holding',
      part: 1,
      note: 'holds so far',
    });
  });

  it('says how far the clock has come with what must not happen for so long', () => {
    const kept = { phase: 'holding', sinceMs: ORIGIN_MS, dueMs: ORIGIN_MS + 86_400_000 } as const;
    expect(row(kept, { nowMs: 21_600_000 })).toMatchObject({
      part: 0.25,
      note: '18:00:00 left',
      spoken: 'holds so far, 18:00:00 left',
    });
  });

  it('says the number that is not enough yet', () => {
    expect(row({ now: 8 })).toMatchObject({ note: 'now 8', below: '', spoken: 'now 8' });
    expect(row({ now: 8, dueMs: ORIGIN_MS + 60_000 })).toMatchObject({
      note: '1:00 left',
      below: 'now 8',
    });
  });

  it('shows when it was met, and by whom', () => {
    const met = { phase: 'met', metAtMs: ORIGIN_MS + 12_100 } as const;
    expect(row(met)).toMatchObject({ mark: 'met', note: '0:12', spoken: 'met at 0:12' });
    expect(row(met, { watched: true })).toMatchObject({ mark: 'watched', spoken: 'watched, 0:12' });
  });

  it('keeps what an earlier run has met, unless the page plays', () => {
    expect(row({}, { before: true })).toMatchObject({ mark: 'met', spoken: 'met before' });
    expect(row({}, { before: true, watched: true })).toMatchObject({ mark: 'open' });
    const met = { phase: 'met', metAtMs: ORIGIN_MS } as const;
    expect(row(met, { before: true, watched: true })).toMatchObject({ mark: 'met' });
  });

  it('says what helps when it is late or broken, and is an open circle still', () => {
    expect(row({ phase: 'late' })).toMatchObject({ mark: 'open', below: en.late });
    expect(row({ phase: 'failed', sinceMs: ORIGIN_MS + 63_000 })).toMatchObject({
      mark: 'open',
      below: en.failed('1:03'),
    });
  });
});
