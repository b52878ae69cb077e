/** The capacity that one policy wants, before limits and other policies, and the arithmetic that leads there. */
import { changeDuringCooldown, mayScale } from './capacityDecision';
import { stepCapacity, stepOf, type StepPolicy } from './stepScaling';
import type { Formula, HeldBack } from './table';
import { carefulCapacity, carefulStep, proportionalCapacity } from './targetTracking';
import type { DecisionInput, LastScaling, PolicyInput, StepInput, TrackingInput } from './types';

export interface Wish {
  /** The present capacity where it wants nothing. */
  readonly wants: number;
  /** Whether it is asked before anything shrinks. */
  readonly votes: boolean;
  /** null: nothing was worked out. */
  readonly formula: Formula | null;
  readonly heldBackBy: HeldBack;
}

export const wishOf = (policy: PolicyInput, input: DecisionInput): Wish =>
  policy.type === 'StepScaling' ? stepWish(policy, input) : trackingWish(policy, input);

/** A policy whose metric says nothing agrees to nothing: with one of those nothing shrinks. */
function trackingWish(policy: TrackingInput, input: DecisionInput): Wish {
  const { capacity } = input;
  const { metric, high, low, disableScaleIn } = policy;
  const content = (heldBackBy: HeldBack): Wish => ({
    wants: capacity,
    votes: !disableScaleIn,
    formula: null,
    heldBackBy,
  });
  if (metric === null) return content('noData');
  if (high.StateValue === 'ALARM') return trackOut(policy, metric, input);
  if (!mayScale('IN', { ...input, deploymentInProgress: false, hasData: hasData(policy) }))
    return content('noData');
  if (!disableScaleIn && low?.StateValue === 'ALARM') return trackIn(policy, metric, input);
  return content(disableScaleIn && metric < policy.lowThreshold ? 'scaleInDisabled' : 'onTarget');
}

const hasData = ({ high, low }: TrackingInput): boolean =>
  (low ?? high).StateValue !== 'INSUFFICIENT_DATA';

/** A capacity of nothing has no metric of its own: one that asks for more counts as of one. */
function trackOut(policy: TrackingInput, metric: number, input: DecisionInput): Wish {
  const last = coolingDown(policy.lastScaleOut, policy.scaleOutCooldown, input);
  const before = capacityBefore(last, input);
  const base = Math.max(1, before);
  const result = proportionalCapacity(base, metric, policy.target);
  const formula: Formula = {
    kind: 'proportional',
    capacity: base,
    metric,
    target: policy.target,
    result,
  };
  return outOrHeld(result - before, last, policy, input, formula);
}

function trackIn(policy: TrackingInput, metric: number, input: DecisionInput): Wish {
  const { capacity } = input;
  const { lowThreshold } = policy;
  const step = carefulStep(capacity, metric, lowThreshold);
  const result = carefulCapacity(capacity, step);
  const formula: Formula = { kind: 'careful', capacity, metric, lowThreshold, ...step, result };
  const held = coolingDown(policy.lastScaleIn, policy.scaleInCooldown, input) !== null;
  return {
    wants: held ? capacity : result,
    votes: true,
    formula,
    heldBackBy: held ? policy.waitsFor : 'nothing',
  };
}

/** Of several alarms that call it the largest wish counts. */
function stepWish(policy: StepInput, input: DecisionInput): Wish {
  const { capacity } = input;
  const wishes = policy.calls.map((call) => stepCall(policy, call, input));
  const [first] = wishes.toSorted((a, b) => b.wants - a.wants);
  return first ?? { wants: capacity, votes: false, formula: null, heldBackBy: 'onTarget' };
}

function stepCall(
  policy: StepInput,
  { threshold, metric }: StepInput['calls'][number],
  input: DecisionInput,
): Wish {
  const { capacity } = input;
  const last = coolingDown(policy.lastScaleOut, policy.scaleOutCooldown, input);
  if (last && policy.waitsWholly)
    return { wants: capacity, votes: false, formula: null, heldBackBy: policy.waitsFor };
  const base = capacityBefore(last, input);
  const rule = stepPolicyOf(policy);
  const formula = (from: number): Formula => {
    const step = stepOf(rule.stepAdjustments, metric - threshold);
    return {
      kind: 'step',
      capacity: from,
      metric,
      threshold,
      breach: metric - threshold,
      adjustmentType: rule.adjustmentType,
      lowerBound: step?.metricIntervalLowerBound ?? null,
      upperBound: step?.metricIntervalUpperBound ?? null,
      adjustment: step?.scalingAdjustment ?? null,
      result: stepCapacity(rule, from, metric, threshold),
    };
  };
  const out = formula(base);
  if (out.result > base) return outOrHeld(out.result - base, last, policy, input, out);
  const change = formula(capacity);
  if (change.result === capacity)
    return { wants: capacity, votes: false, formula: change, heldBackBy: 'onTarget' };
  const held = coolingDown(policy.lastScaleIn, policy.scaleInCooldown, input) !== null;
  return {
    wants: held ? capacity : change.result,
    votes: true,
    formula: change,
    heldBackBy: held ? policy.waitsFor : 'nothing',
  };
}

/** While the cooldown runs, what it has added already counts towards what it wants now. */
function outOrHeld(
  by: number,
  last: LastScaling | null,
  policy: PolicyInput,
  input: DecisionInput,
  formula: Formula,
): Wish {
  const ago = last && { by: last.by, secondsAgo: (input.atMs - last.atMs) / 1000 };
  const change = changeDuringCooldown(Math.max(0, by), ago, policy.scaleOutCooldown);
  const heldBackBy: HeldBack = change > 0 ? 'nothing' : last ? policy.waitsFor : 'onTarget';
  return { wants: input.capacity + change, votes: true, formula, heldBackBy };
}

/** Without what the cooldown counts as already on its way. */
const capacityBefore = (last: LastScaling | null, { capacity }: DecisionInput): number =>
  Math.max(0, capacity - (last?.by ?? 0));

const coolingDown = (
  last: LastScaling | null,
  cooldownSeconds: number,
  { atMs }: DecisionInput,
): LastScaling | null => (last && atMs < last.atMs + cooldownSeconds * 1000 ? last : null);

export function stepPolicyOf({ configuration }: StepInput): StepPolicy {
  const { AdjustmentType, StepAdjustments, MinAdjustmentMagnitude } = configuration;
  return {
    adjustmentType: AdjustmentType,
    minAdjustmentMagnitude: MinAdjustmentMagnitude ?? null,
    stepAdjustments: StepAdjustments.map((step) => ({
      metricIntervalLowerBound: step.MetricIntervalLowerBound ?? null,
      metricIntervalUpperBound: step.MetricIntervalUpperBound ?? null,
      scalingAdjustment: step.ScalingAdjustment,
    })),
  };
}
