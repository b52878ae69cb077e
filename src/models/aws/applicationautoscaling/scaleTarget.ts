/** The loop of a scalable target: woken when an alarm calls one of its policies, it looks at all of them and tells ECS. */
import type { Context, Controller, Effect, Read } from '../../../engine/model';
import { timings } from '../timings';
import { newActivity, notScaled, successMessage } from './activities';
import { decideCapacity, type Decision } from './decideCapacity';
import { keyIn } from './names';
import { observeTarget, type ObservedTarget } from './observeTarget';
import { setDesiredCount } from './scalableService';
import { causeOf, figuresOf, keptOf } from './reasons';
import type { DecisionInput, KeptBack, LastScaling, PolicyInput, ScalingPolicy } from './types';

const TARGET = 'applicationautoscaling/target';

/** Key: ResourceId. */
export const targetController: Controller = {
  name: TARGET,
  latencyMs: timings.applicationautoscaling.actMs,
  sync(ResourceId, read) {
    const observed = observeTarget(ResourceId, read);
    if (!observed) return undefined;
    const decision = decideCapacity(observed.input);
    if (decision.to === observed.input.capacity && sameKept(keptOf(decision), observed))
      return undefined;
    return { commands: [{ model: 'aws', type: 'scaleTarget', ResourceId }] };
  },
};

/** An alarm names a policy of the target among its actions. Several in the same minute are looked at together. */
export interface InvokeScalingPolicy {
  readonly type: 'invokeScalingPolicy';
  readonly ResourceId: string;
}

export const invokeScalingPolicy = ({ ResourceId: key }: InvokeScalingPolicy): Effect[] => [
  { do: 'wake', controller: TARGET, key },
];

export interface ScaleTarget {
  readonly type: 'scaleTarget';
  readonly ResourceId: string;
}

export function scaleTarget({ ResourceId }: ScaleTarget, ctx: Context): readonly Effect[] {
  const observed = observeTarget(ResourceId, ctx);
  if (!observed) return [];
  const decision = decideCapacity(observed.input);
  const { winner, to } = decision;
  if (!winner || to === observed.input.capacity) return keep(observed, decision, ctx);
  const { policy } = winner;
  const cause = causeOf(policy);
  const { capacity: from } = observed.input;
  return [
    ...said(observed, null),
    ...remembered(observed, policy, { from, to }),
    ...moved(ResourceId, { from, to, Cause: cause, decidedOn: observed.input }, ctx),
    noteScaled(ResourceId, {
      from,
      to,
      policy: policy.PolicyName,
      ...figuresOf(policy),
      wanted: decision.wanted ?? to,
      cause,
    }),
  ];
}

/** The activity, and the word to ECS. */
export function moved(
  ResourceId: string,
  change: {
    readonly from: number;
    readonly to: number;
    readonly Cause: string;
    readonly decidedOn: DecisionInput | null;
  },
  read: Read,
): readonly Effect[] {
  const message = `Message: ${successMessage(change.to)} Cause: ${change.Cause}`;
  return [
    ...newActivity(ResourceId, change, read),
    { do: 'command', command: setDesiredCount(ResourceId, change.to, message) },
  ];
}

export const noteScaled = (
  key: string,
  data: {
    readonly from: number;
    readonly to: number;
    readonly policy: string | null;
    readonly metric: number | null;
    readonly target: number | null;
    readonly wanted: number;
    readonly cause: string;
  },
): Effect => ({
  do: 'note',
  fact: {
    model: 'aws',
    type: 'capacityScaled',
    data,
    about: { kind: 'applicationautoscaling/ScalableTarget', key },
  },
});

/** A change that is not made is said once. */
function keep(observed: ObservedTarget, decision: Decision, ctx: Context): readonly Effect[] {
  const kept = keptOf(decision);
  if (sameKept(kept, observed)) return [];
  const { ResourceId } = observed.target;
  if (!kept || !decision.winner) return said(observed, null);
  const decided = { Cause: causeOf(decision.winner.policy), decidedOn: observed.input };
  const data = { capacity: observed.input.capacity, ...kept };
  const about = { kind: 'applicationautoscaling/ScalableTarget', key: ResourceId } as const;
  return [
    ...said(observed, kept),
    ...notScaled(ResourceId, kept, decided, ctx),
    { do: 'note', fact: { model: 'aws', type: 'capacityKept', data, about } },
  ];
}

const sameKept = (kept: KeptBack | null, { target }: ObservedTarget): boolean =>
  kept?.because === target.kept?.because && kept?.policy === target.kept?.policy;

function said({ target }: ObservedTarget, kept: KeptBack | null): readonly Effect[] {
  if (target.kept === kept) return [];
  const value = { ...target, kept };
  return [
    { do: 'put', kind: 'applicationautoscaling/ScalableTarget', key: target.ResourceId, value },
  ];
}

/** The cooldown of the policy that won begins; growing ends every cooldown of shrinking. */
function remembered(
  { policies, input }: ObservedTarget,
  winner: PolicyInput,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Effect[] {
  return policies.flatMap((policy): readonly Effect[] => {
    const won = policy.PolicyName === winner.PolicyName;
    const last: LastScaling = { atMs: input.atMs, by: Math.abs(to - from) };
    if (to < from) return won ? [putPolicy({ ...policy, lastScaleIn: last })] : [];
    const by = last.by + stillCounted(winner, input.atMs);
    if (won) return [putPolicy({ ...policy, lastScaleOut: { ...last, by }, lastScaleIn: null })];
    return policy.lastScaleIn ? [putPolicy({ ...policy, lastScaleIn: null })] : [];
  });
}

/** What a cooldown that is not over had added already. */
const stillCounted = ({ lastScaleOut, scaleOutCooldown }: PolicyInput, nowMs: number): number =>
  lastScaleOut && nowMs < lastScaleOut.atMs + scaleOutCooldown * 1000 ? lastScaleOut.by : 0;

const putPolicy = (value: ScalingPolicy): Effect => ({
  do: 'put',
  kind: 'applicationautoscaling/ScalingPolicy',
  key: keyIn(value.ResourceId, value.PolicyName),
  value,
});
