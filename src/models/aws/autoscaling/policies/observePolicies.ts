/** All that the policies of a group go by, gathered: the same decision as for services, with warm-ups in the place of cooldowns. */
import type { Read } from '../../../../engine/model';
import { stepInput, trackingInput, type Waiting } from '../../applicationautoscaling/policyInput';
import { LOW_PERCENT, trackingAlarms } from '../../applicationautoscaling/targetTracking';
import type { DecisionInput, PolicyInput } from '../../applicationautoscaling/types';
import { membersOf } from '../observeGroup';
import { isSuspended } from '../processes';
import { isLive } from '../states';
import type { AutoScalingGroup, AutoScalingInstance } from '../types';
import type { GroupScalingPolicy } from './types';

export interface ObservedPolicies {
  readonly group: AutoScalingGroup;
  readonly inService: number;
  readonly policies: readonly GroupScalingPolicy[];
  readonly input: DecisionInput;
}

export function observePolicies(name: string, read: Read): ObservedPolicies | undefined {
  const group = read.get('autoscaling/AutoScalingGroup', name);
  if (!group || group.Status !== undefined) return undefined;
  const members = membersOf(name, read).filter(isLive);
  const suspended = isSuspended(group, 'AlarmNotification');
  const policies = policiesOf(name, read).filter(({ PolicyName }) => !isManagedPolicy(PolicyName));
  return {
    group,
    inService: members.filter(({ LifecycleState }) => LifecycleState === 'InService').length,
    policies,
    input: {
      atMs: read.nowMs,
      capacity: group.DesiredCapacity,
      minCapacity: group.MinSize,
      maxCapacity: group.MaxSize,
      scaleInSuspended: suspended,
      scaleOutSuspended: suspended,
      deploymentInProgress: false,
      deploymentController: '',
      policies: policies
        .filter(({ Enabled }) => Enabled)
        .map((policy) => policyInput(policy, group, members, read)),
    },
  };
}

export const policiesOf = (group: string, read: Pick<Read, 'by'>): readonly GroupScalingPolicy[] =>
  read.by('autoscaling/ScalingPolicy', 'group', group);

/** ECS follows its own (`managedPolicy.ts`). */
export const isManagedPolicy = (PolicyName: string): boolean =>
  PolicyName.startsWith('ECSManagedAutoScalingPolicy-');

function policyInput(
  policy: GroupScalingPolicy,
  group: AutoScalingGroup,
  members: readonly AutoScalingInstance[],
  read: Read,
): PolicyInput {
  const { PolicyName, PolicyARN, Alarms, TargetTrackingConfiguration: tracking } = policy;
  if (policy.PolicyType === 'SimpleScaling') return simpleInput(policy, group, members, read);
  const warmup = warmupOf(policy, group);
  const waiting = whileWarmingUp(members, warmup, read.nowMs);
  if (!tracking) {
    const configuration = { ...stepsOf(policy), Cooldown: warmup };
    return stepInput({ PolicyName, PolicyARN, configuration }, waiting, read);
  }
  const { TargetValue: target, DisableScaleIn: disableScaleIn } = tracking;
  const { lowThreshold } = trackingAlarms(target, LOW_PERCENT.autoScalingGroup);
  return trackingInput({ PolicyName, Alarms, target, lowThreshold, disableScaleIn }, waiting, read);
}

/** Its own, else the group's default, else the group's cooldown (User Guide, "Set the default instance warmup"). */
const warmupOf = (policy: GroupScalingPolicy, group: AutoScalingGroup): number =>
  policy.EstimatedInstanceWarmup ?? group.DefaultInstanceWarmup ?? group.DefaultCooldown;

/**
 * Instances that are still warming up have been added already, so that only a larger step adds more; and nothing shrinks
 * (EC2 Auto Scaling User Guide, "Set the default instance warmup").
 */
function whileWarmingUp(
  members: readonly AutoScalingInstance[],
  warmupSeconds: number,
  nowMs: number,
): Waiting {
  const by = members.filter((member) => isWarmingUp(member, warmupSeconds, nowMs)).length;
  const last = by > 0 ? { atMs: nowMs, by } : null;
  return {
    lastScaleOut: last,
    lastScaleIn: last,
    scaleOutCooldown: Math.max(1, warmupSeconds),
    scaleInCooldown: Math.max(1, warmupSeconds),
    waitsFor: 'warmUp',
  };
}

/** What stood there when the scenario began is warm. */
function isWarmingUp(
  { LifecycleState, inServiceAtMs }: AutoScalingInstance,
  warmupSeconds: number,
  nowMs: number,
): boolean {
  if (LifecycleState !== 'InService') return true;
  const sinceMs = inServiceAtMs ?? 0;
  return sinceMs > 0 && nowMs < sinceMs + warmupSeconds * 1000;
}

/** One adjustment, and nothing more until the group's activities and their cooldown are over. */
function simpleInput(
  policy: GroupScalingPolicy,
  group: AutoScalingGroup,
  members: readonly AutoScalingInstance[],
  read: Read,
): PolicyInput {
  const { PolicyName, PolicyARN, Cooldown = group.DefaultCooldown } = policy;
  const busy = members.some(({ LifecycleState }) => LifecycleState !== 'InService');
  const sinceMs = group.cooldownUntilMs - group.DefaultCooldown * 1000;
  const cools = group.cooldownUntilMs > 0 && read.nowMs < sinceMs + Cooldown * 1000;
  const last = busy ? { atMs: read.nowMs, by: 0 } : cools ? { atMs: sinceMs, by: 0 } : null;
  const waiting: Waiting = {
    lastScaleOut: last,
    lastScaleIn: last,
    scaleOutCooldown: Math.max(1, Cooldown),
    scaleInCooldown: Math.max(1, Cooldown),
    waitsFor: 'cooldown',
  };
  const configuration = {
    ...stepsOf(policy),
    StepAdjustments: [{ ScalingAdjustment: policy.ScalingAdjustment ?? 0 }],
    Cooldown,
  };
  const input = stepInput({ PolicyName, PolicyARN, configuration }, waiting, read);
  return { ...input, waitsWholly: true };
}

const stepsOf = (policy: GroupScalingPolicy) => ({
  AdjustmentType: policy.AdjustmentType ?? 'ChangeInCapacity',
  StepAdjustments: policy.StepAdjustments ?? [],
  ...(policy.MinAdjustmentMagnitude === undefined
    ? {}
    : { MinAdjustmentMagnitude: policy.MinAdjustmentMagnitude }),
  MetricAggregationType: policy.MetricAggregationType ?? 'Average',
});
