import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCapacity } from './decideCapacity';
import type {
  DecisionInput,
  PolicyInput,
  StepInput,
  StepScalingConfiguration,
  TrackingInput,
} from './types';

const AT_MS = 3_600_000;
const never = { lastScaleOut: null, lastScaleIn: null } as const;
const waits = { scaleOutCooldown: 300, scaleInCooldown: 300, waitsFor: 'cooldown' } as const;
const alarm = (AlarmName: string, on: boolean | 'noData') => ({
  AlarmName,
  StateValue: on === 'noData' ? 'INSUFFICIENT_DATA' : on ? 'ALARM' : 'OK',
  seen: null,
});

/** On target, high or low as its metric says, with the alarms that belong to it. */
function tracking(metric: number | null, more: Partial<TrackingInput> = {}): TrackingInput {
  const target = more.target ?? 60;
  const lowThreshold = target - target / 10;
  const state = (on: boolean) => (metric === null ? 'noData' : on);
  return {
    type: 'TargetTrackingScaling',
    PolicyName: 'cpu',
    target,
    lowThreshold,
    disableScaleIn: false,
    metric,
    high: alarm('high', state((metric ?? 0) > target)) as TrackingInput['high'],
    low: alarm('low', state((metric ?? 0) < lowThreshold)) as TrackingInput['low'],
    ...never,
    ...waits,
    ...more,
  };
}

const STEPS: StepScalingConfiguration = {
  AdjustmentType: 'ChangeInCapacity',
  StepAdjustments: [
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 1 },
    { MetricIntervalLowerBound: 20, ScalingAdjustment: 3 },
    { MetricIntervalUpperBound: 0, ScalingAdjustment: -1 },
  ],
  Cooldown: 300,
  MetricAggregationType: 'Average',
};
function step(metric: number | null, more: Partial<StepInput> = {}): StepInput {
  const called = { alarm: alarm('busy', true) as TrackingInput['high'], threshold: 50 };
  return {
    type: 'StepScaling',
    PolicyName: 'steps',
    configuration: STEPS,
    calls: metric === null ? [] : [{ ...called, metric }],
    ...never,
    ...waits,
    ...more,
  };
}

const ago = (seconds: number, by: number) => ({ atMs: AT_MS - seconds * 1000, by });

function decide(policies: readonly PolicyInput[], more: Partial<DecisionInput> = {}) {
  const { to, heldBackBy } = decideCapacity({
    atMs: AT_MS,
    capacity: 4,
    minCapacity: 1,
    maxCapacity: 20,
    scaleInSuspended: false,
    scaleOutSuspended: false,
    deploymentInProgress: false,
    deploymentController: 'ECS',
    policies,
    ...more,
  });
  return [to, heldBackBy];
}

describe('one target tracking policy', () => {
  it.each<[string, number | null, Partial<TrackingInput>, Partial<DecisionInput>, unknown[]]>([
    ['grows in proportion', 100, {}, {}, [7, 'nothing']],
    ['is content between the two', 57, {}, {}, [4, 'onTarget']],
    ['knows nothing without data', null, {}, {}, [4, 'noData']],
    ['shrinks by half at most', 1, {}, { capacity: 10 }, [5, 'nothing']],
    ['shrinks only as far as its low threshold', 45, {}, { capacity: 10 }, [9, 'nothing']],
    ['stops at the maximum', 100, {}, { maxCapacity: 5 }, [5, 'maxCapacity']],
    ['stops at the minimum', 1, {}, { capacity: 3, minCapacity: 2 }, [2, 'minCapacity']],
    ['waits for its cooldown', 100, { lastScaleOut: ago(60, 3) }, { capacity: 7 }, [7, 'cooldown']],
    [
      'adds what a larger step is larger by',
      150,
      { lastScaleOut: ago(60, 3) },
      { capacity: 7 },
      [10, 'nothing'],
    ],
    [
      'grows again when it is over',
      85.7,
      { lastScaleOut: ago(300, 3) },
      { capacity: 7 },
      [10, 'nothing'],
    ],
    ['shrinks in its own cooldown', 20, { lastScaleIn: ago(60, 1) }, {}, [4, 'cooldown']],
    ['grows in that of shrinking', 100, { lastScaleIn: ago(60, 1) }, {}, [7, 'nothing']],
    ['never shrinks where it may not', 20, { disableScaleIn: true }, {}, [4, 'scaleInDisabled']],
    ['does not shrink while it is suspended', 20, {}, { scaleInSuspended: true }, [4, 'suspended']],
    ['does not grow while it is suspended', 99, {}, { scaleOutSuspended: true }, [4, 'suspended']],
    ['shrinks later than a deployment', 20, {}, { deploymentInProgress: true }, [4, 'deployment']],
    ['grows during a deployment', 100, {}, { deploymentInProgress: true }, [7, 'nothing']],
    [
      'shrinks during one that is somebody else’s',
      20,
      {},
      { deploymentInProgress: true, deploymentController: 'EXTERNAL' },
      [2, 'nothing'],
    ],
    ['comes from nothing by what one would need', 300, {}, { capacity: 0 }, [5, 'nothing']],
    // A count set by hand outside the limits: only the direction of the alarm moves it.
    ['grows to the minimum and on', 100, {}, { capacity: 2, minCapacity: 4 }, [4, 'nothing']],
    ['does not shrink below it', 20, {}, { capacity: 2, minCapacity: 4 }, [2, 'minCapacity']],
    ['shrinks to the maximum at least', 45, {}, { capacity: 30 }, [20, 'nothing']],
    ['does not grow above it', 100, {}, { capacity: 30 }, [30, 'maxCapacity']],
  ])('%s', (_, metric, policy, input, expected) => {
    expect(decide([tracking(metric, policy)], input)).toEqual(expected);
  });
});

describe('several policies', () => {
  const other = (metric: number | null, more: Partial<TrackingInput> = {}) =>
    tracking(metric, { PolicyName: 'requests', target: 900, ...more });

  it.each<[string, readonly PolicyInput[], unknown[]]>([
    ['the larger growth wins', [tracking(100), other(2250)], [10, 'nothing']],
    ['one that grows wins over one that shrinks', [tracking(100), other(100)], [7, 'nothing']],
    ['shrinking needs all', [tracking(20), other(850)], [4, 'otherPolicy']],
    ['and takes the larger', [tracking(20), other(500)], [3, 'nothing']],
    ['one without data does not agree', [tracking(20), other(null)], [4, 'otherPolicy']],
    [
      'one that may not shrink is not asked',
      [tracking(20), other(850, { disableScaleIn: true })],
      [2, 'nothing'],
    ],
    ['a step policy that nobody calls is not asked', [tracking(20), step(null)], [2, 'nothing']],
    ['steps and tracking: the larger', [tracking(100), step(90)], [7, 'nothing']],
    ['none at all', [], [4, 'noPolicy']],
  ])('%s', (_, policies, expected) => {
    expect(decide(policies)).toEqual(expected);
  });
});

describe('one step policy', () => {
  it.each<[string, number | null, Partial<StepInput>, unknown[]]>([
    ['takes the step of the breach', 60, {}, [5, 'nothing']],
    ['and the next from its bound on', 70, {}, [7, 'nothing']],
    ['and the one below', 40, {}, [3, 'nothing']],
    ['does nothing uncalled', null, {}, [4, 'onTarget']],
    ['adds nothing for the same step', 60, { lastScaleOut: ago(60, 1) }, [4, 'cooldown']],
    ['adds the difference to a larger', 80, { lastScaleOut: ago(60, 1) }, [6, 'nothing']],
    [
      'waits wholly when it is simple',
      80,
      { lastScaleOut: ago(60, 1), waitsWholly: true },
      [4, 'cooldown'],
    ],
  ])('%s', (_, metric, policy, expected) => {
    expect(decide([step(metric, policy)])).toEqual(expected);
  });
});

describe('a decision', () => {
  it('tells a recorder each wish, and the recorder changes nothing', () => {
    const policies = [tracking(100), step(90)];
    const input: DecisionInput = {
      atMs: AT_MS,
      capacity: 4,
      minCapacity: 1,
      maxCapacity: 20,
      scaleInSuspended: false,
      scaleOutSuspended: false,
      deploymentInProgress: false,
      deploymentController: 'ECS',
      policies,
    };
    const told: unknown[] = [];
    const decision = decideCapacity(input, {
      policy: ({ PolicyName }, { wants, formula }) => told.push([PolicyName, wants, formula?.kind]),
    });
    expect(told).toEqual([
      ['cpu', 7, 'proportional'],
      ['steps', 7, 'step'],
    ]);
    expect(decision).toEqual(decideCapacity(input));
  });

  it('only ever grows or shrinks into its limits, whatever its policies see', () => {
    const last = fc.option(
      fc.record({ atMs: fc.integer({ min: 0, max: AT_MS }), by: fc.integer({ min: 0, max: 40 }) }),
    );
    const policy = fc.tuple(fc.option(fc.integer({ min: 0, max: 400 })), last, last, fc.boolean());
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 4 }),
        fc.tuple(fc.nat(60), fc.nat(30), fc.nat(30)),
        (policies, [capacity, min, spread]) => {
          const input: DecisionInput = {
            atMs: AT_MS,
            capacity,
            minCapacity: min,
            maxCapacity: min + spread,
            scaleInSuspended: false,
            scaleOutSuspended: false,
            deploymentInProgress: false,
            deploymentController: 'ECS',
            policies: policies.map(([metric, lastScaleOut, lastScaleIn, disableScaleIn], i) =>
              i % 2 === 0
                ? tracking(metric, { lastScaleOut, lastScaleIn, disableScaleIn })
                : step(metric, { lastScaleOut, lastScaleIn }),
            ),
          };
          const { to, winner } = decideCapacity(input);
          expect(Number.isInteger(to)).toBe(true);
          if (to === capacity) return;
          expect(winner).not.toBeNull();
          expect(to).toBeGreaterThanOrEqual(min);
          expect(to).toBeLessThanOrEqual(min + spread);
          // The direction is that of a policy that asked for it.
          expect(Math.sign(to - capacity)).toBe(Math.sign((winner?.wish.wants ?? 0) - capacity));
        },
      ),
    );
  });
});
