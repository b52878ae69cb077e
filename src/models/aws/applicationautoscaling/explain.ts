/** The query `explainScaling`: a decision made again on the inputs that it had, or on those of now, with a recorder. */
import type { Admission, Read } from '../../../engine/model';
import { observePolicies } from '../autoscaling/policies/observePolicies';
import { refusal } from '../refusal';
import { inputOf, textOf, wholeOf, type Input } from '../requestInput';
import { activitiesOf } from './activities';
import { decideCapacity } from './decideCapacity';
import { observeTarget } from './observeTarget';
import type { AlarmRow, CapacityExplanation, PolicyRow } from './table';
import type { AlarmInput, DecisionInput, LastScaling, PolicyInput } from './types';
import type { Wish } from './wish';

/** Those of Kubernetes name a namespace and an autoscaler. */
export function isCapacityQuestion(request: { readonly api: string }): boolean {
  const { action, input } = request as { readonly action?: unknown; readonly input?: unknown };
  const asked = inputOf(input);
  return (
    request.api === 'quayside' &&
    action === 'explainScaling' &&
    ('resourceId' in asked || 'autoScalingGroupName' in asked)
  );
}

export function explainScaling(input: unknown, read: Read): Admission {
  const asked = inputOf(input);
  const group = textOf(asked, 'autoScalingGroupName');
  const output =
    group === undefined
      ? ofTarget(textOf(asked, 'resourceId') ?? '', asked, read)
      : ofGroup(group, asked, read);
  return output
    ? { ok: true, output, effects: [] }
    : { ...refusal('NotFound', 'Nothing is known of how this scales.'), status: 404 };
}

/** `activityId`, or the newest that changed something at or before `atMs`; neither: now. */
function ofTarget(resourceId: string, asked: Input, read: Read): CapacityExplanation | undefined {
  const [id, atMs] = [textOf(asked, 'activityId'), wholeOf(asked, 'atMs')];
  if (id === undefined && atMs === undefined) {
    const observed = observeTarget(resourceId, read);
    return observed && explanation(resourceId, observed.input, observed.running);
  }
  const activity = activitiesOf(resourceId, read).findLast((each) =>
    id === undefined ? each.StartTime <= (atMs ?? 0) : each.ActivityId === id,
  );
  if (!activity) return undefined;
  if (activity.decidedOn) return explanation(resourceId, activity.decidedOn, null);
  const target = read.get('applicationautoscaling/ScalableTarget', resourceId);
  const { from, to, StartTime, Cause } = activity;
  return {
    resourceId,
    atMs: StartTime,
    capacity: from,
    minCapacity: target?.MinCapacity ?? to,
    maxCapacity: target?.MaxCapacity ?? to,
    running: null,
    policies: [],
    wanted: null,
    winner: null,
    result: to,
    outcome: to > from ? 'scaledOut' : 'scaledIn',
    heldBackBy: 'nothing',
    cause: Cause,
  };
}

function ofGroup(name: string, asked: Input, read: Read): CapacityExplanation | undefined {
  const atMs = wholeOf(asked, 'atMs');
  if (atMs === undefined) {
    const observed = observePolicies(name, read);
    return observed && explanation(name, observed.input, observed.inService);
  }
  const decision = read
    .get('autoscaling/ScalingDecisions', name)
    ?.decisions.findLast(({ on }) => on.atMs <= atMs);
  return decision && explanation(name, decision.on, null);
}

function explanation(
  resourceId: string,
  input: DecisionInput,
  running: number | null,
): CapacityExplanation {
  const policies: PolicyRow[] = [];
  const { to, wanted, winner, heldBackBy } = decideCapacity(input, {
    policy: (policy, wish) => policies.push(rowOf(policy, wish, input)),
  });
  const { atMs, capacity, minCapacity, maxCapacity } = input;
  return {
    resourceId,
    atMs,
    capacity,
    minCapacity,
    maxCapacity,
    running,
    policies,
    wanted,
    winner: winner?.policy.PolicyName ?? null,
    result: to,
    outcome: to > capacity ? 'scaledOut' : to < capacity ? 'scaledIn' : 'kept',
    heldBackBy,
    cause: null,
  };
}

function rowOf(policy: PolicyInput, wish: Wish, input: DecisionInput): PolicyRow {
  const alarms = alarmsOf(policy);
  const { lastScaleOut, scaleOutCooldown, lastScaleIn, scaleInCooldown } = policy;
  return {
    name: policy.PolicyName,
    type: policy.type === 'StepScaling' && policy.waitsWholly ? 'SimpleScaling' : policy.type,
    metricName: alarms[0]?.seen?.metricName ?? '',
    alarms: alarms.flatMap(alarmRow),
    metric: policy.type === 'StepScaling' ? (policy.calls[0]?.metric ?? null) : policy.metric,
    target: policy.type === 'StepScaling' ? null : policy.target,
    formula: wish.formula,
    direction: directionOf(wish, input),
    wants: wish.wants,
    heldBackBy: wish.heldBackBy,
    scaleOutCooldownLeftMs: leftMs(lastScaleOut, scaleOutCooldown, input.atMs),
    scaleInCooldownLeftMs: leftMs(lastScaleIn, scaleInCooldown, input.atMs),
  };
}

/** Which way it asks to go; held back, which way its arithmetic leads. */
function directionOf(
  { wants, formula }: Wish,
  { capacity }: DecisionInput,
): PolicyRow['direction'] {
  const to = wants === capacity && formula ? formula.result : wants;
  const from = wants === capacity && formula ? formula.capacity : capacity;
  return to > from ? 'out' : to < from ? 'in' : 'none';
}

const leftMs = (last: LastScaling | null, cooldownSeconds: number, atMs: number): number =>
  last ? Math.max(0, last.atMs + cooldownSeconds * 1000 - atMs) : 0;

function alarmsOf(policy: PolicyInput): readonly AlarmInput[] {
  if (policy.type === 'StepScaling') return policy.calls.map(({ alarm }) => alarm);
  return policy.low ? [policy.high, policy.low] : [policy.high];
}

function alarmRow({ AlarmName: name, StateValue: state, seen }: AlarmInput): readonly AlarmRow[] {
  if (!seen) return [];
  return [
    {
      name,
      direction: seen.ComparisonOperator.startsWith('Greater') ? 'out' : 'in',
      state,
      reason: seen.StateReason,
      threshold: seen.Threshold,
      comparison: seen.ComparisonOperator,
      periodSeconds: seen.Period,
      datapointsToAlarm: seen.DatapointsToAlarm,
      evaluationPeriods: seen.EvaluationPeriods,
      datapoints: seen.datapoints,
    },
  ];
}
