/** The loop of a group's policies: woken when an alarm calls one of them, it looks at all and sets the desired capacity. */
import type { Context, Controller, Effect } from '../../../../engine/model';
import { decideCapacity, type Decision } from '../../applicationautoscaling/decideCapacity';
import { alarmBehind, figuresOf, keptOf } from '../../applicationautoscaling/reasons';
import type { KeptBack } from '../../applicationautoscaling/types';
import { timings } from '../../timings';
import { setDesired } from '../desiredCapacity';
import { observePolicies, type ObservedPolicies } from './observePolicies';
import type { GroupDecisions } from './types';

const KIND = 'autoscaling/ScalingDecisions';
/** Decisions that can be asked about. */
const REMEMBERED = 20;

/** Key: AutoScalingGroupName. */
export const groupPolicyController: Controller = {
  name: 'autoscaling/policies',
  latencyMs: timings.applicationautoscaling.actMs,
  sync(key, read) {
    const observed = observePolicies(key, read);
    if (!observed) return undefined;
    const decision = decideCapacity(observed.input);
    const same = sameKept(keptOf(decision), read.get(KIND, key));
    if (decision.to === observed.input.capacity && same) return undefined;
    return { commands: [{ model: 'aws', type: 'scaleGroup', AutoScalingGroupName: key }] };
  },
};

export interface InvokeGroupPolicy {
  readonly type: 'invokeGroupPolicy';
  readonly AutoScalingGroupName: string;
}

export const invokeGroupPolicy = ({ AutoScalingGroupName: key }: InvokeGroupPolicy): Effect[] => [
  { do: 'wake', controller: groupPolicyController.name, key },
];

export interface ScaleGroup {
  readonly type: 'scaleGroup';
  readonly AutoScalingGroupName: string;
}

export function scaleGroup({ AutoScalingGroupName }: ScaleGroup, ctx: Context): readonly Effect[] {
  const observed = observePolicies(AutoScalingGroupName, ctx);
  if (!observed) return [];
  const decision = decideCapacity(observed.input);
  const { winner, to } = decision;
  const { capacity: from } = observed.input;
  if (!winner || to === from) return keep(observed, decision, ctx);
  const { policy } = winner;
  const { AlarmName = '', StateValue = '' } = alarmBehind(policy) ?? {};
  const cause = `a monitor alarm ${AlarmName} in state ${StateValue} triggered policy ${policy.PolicyName}`;
  const data = {
    from,
    to,
    policy: policy.PolicyName,
    ...figuresOf(policy),
    wanted: decision.wanted ?? to,
    cause,
  };
  const about = { kind: 'autoscaling/AutoScalingGroup', key: AutoScalingGroupName } as const;
  return [
    remembered(observed, { from, to }, ctx.get(KIND, AutoScalingGroupName)),
    { do: 'note', fact: { model: 'aws', type: 'groupScaled', data, about } },
    ...setDesired(observed.group, to, cause, ctx),
  ];
}

function remembered(
  { group, input }: ObservedPolicies,
  change: { readonly from: number; readonly to: number },
  before: GroupDecisions | undefined,
): Effect {
  const decisions = [...(before?.decisions ?? []), { ...change, on: input }].slice(-REMEMBERED);
  return {
    do: 'put',
    kind: KIND,
    key: group.AutoScalingGroupName,
    value: { decisions, kept: null },
  };
}

function keep(
  { group, input }: ObservedPolicies,
  decision: Decision,
  ctx: Context,
): readonly Effect[] {
  const key = group.AutoScalingGroupName;
  const before = ctx.get(KIND, key);
  const kept = keptOf(decision);
  if (sameKept(kept, before)) return [];
  const value: GroupDecisions = { decisions: before?.decisions ?? [], kept };
  const put: Effect = { do: 'put', kind: KIND, key, value };
  if (!kept) return [put];
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  const data = { capacity: input.capacity, ...kept };
  return [put, { do: 'note', fact: { model: 'aws', type: 'groupKept', data, about } }];
}

const sameKept = (kept: KeptBack | null, before: GroupDecisions | undefined): boolean =>
  kept?.because === before?.kept?.because && kept?.policy === before?.kept?.policy;
