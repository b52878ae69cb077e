/** `category`: alarms and steps of target tracking, step adjustments, several policies, cooldowns, schedules, the metric. */
import {
  changeDuringCooldown,
  combineProposals,
  mayScale,
  scheduledCapacity,
  withinLimits,
} from '../../models/aws/applicationautoscaling/capacityDecision';
import {
  stepCapacity,
  type AdjustmentType,
} from '../../models/aws/applicationautoscaling/stepScaling';
import { decideCapacity } from '../../models/aws/applicationautoscaling/decideCapacity';
import { trackingAlarms } from '../../models/aws/applicationautoscaling/targetTracking';
import type { TrackingInput } from '../../models/aws/applicationautoscaling/types';
import { utilizationPercent } from '../../models/aws/applicationautoscaling/utilization';
import { evaluateAlarm } from '../../models/aws/cloudwatch/evaluate';
import type { StateValue } from '../../models/aws/cloudwatch/types';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly current: number;
  readonly metric: number | null;
  readonly target: number;
  readonly datapoints?: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly threshold: number;
  readonly adjustmentType: AdjustmentType;
  readonly steps: readonly {
    readonly lowerBound: number | null;
    readonly upperBound: number | null;
    readonly adjustment: number;
  }[];
  readonly minAdjustmentMagnitude?: number;
  readonly proposals: readonly number[];
  readonly lastScaleOutBy?: number;
  readonly lastScaleOutSecondsAgo?: number;
  readonly scaleOutCooldown: number;
  readonly stepWants: number;
  readonly scheduledMin: number;
  readonly scheduledMax?: number;
  readonly wants: 'OUT' | 'IN';
  readonly deploymentInProgress?: boolean;
  readonly deploymentController?: string;
  readonly tasks: number;
  readonly reservedCpuPerTask: number;
  readonly usedCpuPerTask: number;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'service-auto-scaling',
  check: ({ category, input, expect }: Case) =>
    differences(expect, answer(category ?? '', input as unknown as Input)),
};

function answer(category: string, input: Input): Record<string, unknown> {
  switch (category) {
    case 'target-alarms':
      return alarms(input);
    case 'target-out':
      return { desired: targetOut(input) };
    case 'step':
      return { desired: withinLimits(stepOf(input), limitsOf(input.min, input.max)) };
    case 'multiple':
      return { desired: combineProposals(input.current, input.proposals) };
    case 'cooldown':
      return cooldown(input);
    case 'scheduled':
      return { desired: scheduled(input) };
    case 'deployment':
      return {
        allowed: mayScale(input.wants, {
          deploymentInProgress: input.deploymentInProgress ?? false,
          deploymentController: input.deploymentController ?? 'ECS',
          hasData: input.metric !== null,
        }),
      };
    case 'metric':
      return {
        cpuUtilizationPercent: utilizationPercent(
          input.tasks * input.usedCpuPerTask,
          input.tasks * input.reservedCpuPerTask,
        ),
      };
    default:
      throw new Error(`unknown category ${category}`);
  }
}

const limitsOf = (minCapacity: number, maxCapacity: number) => ({ minCapacity, maxCapacity });

function alarms({ target, datapoints }: Input): Record<string, unknown> {
  if (!datapoints) return { ...trackingAlarms(target) };
  return {
    alarmHigh: alarmState(target, 'high', datapoints) === 'ALARM',
    alarmLow: alarmState(target, 'low', datapoints) === 'ALARM',
  };
}

/** What CloudWatch makes of the alarm that the policy puts there. */
function alarmState(
  target: number,
  which: 'high' | 'low',
  datapoints: readonly number[],
): StateValue {
  const alarms = trackingAlarms(target);
  const periods = which === 'high' ? alarms.highDatapoints : alarms.lowDatapoints;
  const rule = {
    EvaluationPeriods: periods,
    DatapointsToAlarm: periods,
    Threshold: which === 'high' ? alarms.highThreshold : alarms.lowThreshold,
    ComparisonOperator: which === 'high' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    TreatMissingData: 'missing',
    StateValue: 'OK',
  } as const;
  return evaluateAlarm(rule, datapoints).state;
}

/** A whole policy with its alarms after three such minutes. */
function targetOut({ current: capacity, metric, target, min, max }: Input): number {
  const points = [metric ?? 0, metric ?? 0, metric ?? 0];
  const alarm = (which: 'high' | 'low') => ({
    AlarmName: which,
    StateValue: alarmState(target, which, points),
    seen: null,
  });
  const policy: TrackingInput = {
    type: 'TargetTrackingScaling',
    PolicyName: 'policy',
    target,
    lowThreshold: trackingAlarms(target).lowThreshold,
    disableScaleIn: false,
    metric,
    high: alarm('high'),
    low: alarm('low'),
    lastScaleOut: null,
    lastScaleIn: null,
    scaleOutCooldown: 300,
    scaleInCooldown: 300,
    waitsFor: 'cooldown',
  };
  const { to } = decideCapacity({
    atMs: 0,
    capacity,
    minCapacity: min,
    maxCapacity: max,
    scaleInSuspended: false,
    scaleOutSuspended: false,
    deploymentInProgress: false,
    deploymentController: 'ECS',
    policies: [policy],
  });
  return to;
}

function stepOf(input: Input): number {
  const policy = {
    adjustmentType: input.adjustmentType,
    minAdjustmentMagnitude: input.minAdjustmentMagnitude ?? null,
    stepAdjustments: input.steps.map(({ lowerBound, upperBound, adjustment }) => ({
      metricIntervalLowerBound: lowerBound,
      metricIntervalUpperBound: upperBound,
      scalingAdjustment: adjustment,
    })),
  };
  return stepCapacity(policy, input.current, input.metric ?? 0, input.threshold);
}

function cooldown(input: Input): Record<string, unknown> {
  const { lastScaleOutBy: by, lastScaleOutSecondsAgo: secondsAgo } = input;
  if (by === undefined || secondsAgo === undefined) return { desired: scheduled(input) };
  const last = { by, secondsAgo };
  return { change: changeDuringCooldown(input.stepWants, last, input.scaleOutCooldown) };
}

const scheduled = ({ current, scheduledMin, scheduledMax = Infinity }: Input): number =>
  scheduledCapacity(current, limitsOf(scheduledMin, scheduledMax));
