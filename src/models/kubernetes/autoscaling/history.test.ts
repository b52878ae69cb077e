/** Runs say the same to the windows as the list that upstream keeps, one entry a pass. */
import { describe, expect, it } from 'vitest';
import {
  stabilizeRecommendation,
  stabilizeRecommendationWithBehaviors,
  storeRecommendation,
  type TimedRecommendation,
} from './behavior';
import { historyOf, withRecommendation, type ScalingHistory } from './history';
import { SYNC_PERIOD_MS } from './timings';

const EMPTY: ScalingHistory = {
  runs: [],
  open: false,
  scaleUpEvents: [],
  scaleDownEvents: [],
  known: null,
  kept: 0,
};

/** A walk without chance: long runs, short ones, and gaps in which a metric failed. */
const walk = (seed: number) =>
  Array.from({ length: 400 }, (_, i) => {
    const step = (i * 7919 + seed * 104_729) % 97;
    return step < 4 ? null : 2 + (Math.floor((i + seed) / (1 + (step % 5) * 6)) % 9);
  });

describe('recommendations in runs', () => {
  for (const seed of [1, 2, 3, 4, 5])
    it(`hold what a list of every pass holds (${seed})`, () => {
      let list: readonly TimedRecommendation[] = [];
      let history = EMPTY;
      walk(seed).forEach((replicas, i) => {
        const nowMs = (i + 1) * SYNC_PERIOD_MS;
        if (replicas === null) {
          if (history.open)
            history = { ...history, runs: historyRuns(history, nowMs), open: false };
          return;
        }
        const { recommendations } = historyOf(history, nowMs);
        for (const seconds of [15, 60, 300, 600])
          expect(stabilizeRecommendation(recommendations, replicas, nowMs, seconds)).toBe(
            stabilizeRecommendation(list, replicas, nowMs, seconds),
          );
        const windows = { upSeconds: 45, downSeconds: 300 };
        expect(
          stabilizeRecommendationWithBehaviors(recommendations, 5, replicas, windows, nowMs),
        ).toEqual(stabilizeRecommendationWithBehaviors(list, 5, replicas, windows, nowMs));
        list = storeRecommendation(list, replicas, 600, nowMs).map((entry) =>
          entry.atMs === nowMs ? { ...entry, atMs: nowMs - 1 } : entry,
        );
        // As long as it is the same again, nothing is written.
        if (history.open && history.runs.at(-1)?.replicas === replicas) return;
        const runs = withRecommendation(historyRuns(history, nowMs), replicas, nowMs);
        history = { ...history, runs, open: true };
      });
    });
});

const historyRuns = (history: ScalingHistory, nowMs: number) =>
  historyOf(history, nowMs).recommendations.map((entry) => {
    const { fromMs, replicas, atMs } = entry as TimedRecommendation & { readonly fromMs: number };
    return { replicas, fromMs, toMs: atMs + 1 };
  });
