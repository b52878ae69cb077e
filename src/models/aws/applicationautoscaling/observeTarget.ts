/** All that a scalable target's decision goes by, gathered. */
import type { Read } from '../../../engine/model';
import { stepInput, trackingInput } from './policyInput';
import { scalableService } from './scalableService';
import { trackingAlarms } from './targetTracking';
import type { DecisionInput, PolicyInput, ScalableTarget, ScalingPolicy } from './types';

export interface ObservedTarget {
  readonly target: ScalableTarget;
  readonly running: number;
  readonly policies: readonly ScalingPolicy[];
  readonly input: DecisionInput;
}

/** undefined: no such target, or no service behind it. */
export function observeTarget(ResourceId: string, read: Read): ObservedTarget | undefined {
  const target = read.get('applicationautoscaling/ScalableTarget', ResourceId);
  const service = scalableService(ResourceId, read);
  if (!target || !service) return undefined;
  const policies = policiesOf(ResourceId, read);
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended } = target.SuspendedState;
  return {
    target,
    running: service.running,
    policies,
    input: {
      atMs: read.nowMs,
      capacity: service.capacity,
      minCapacity: target.MinCapacity,
      maxCapacity: target.MaxCapacity,
      scaleInSuspended: DynamicScalingInSuspended,
      scaleOutSuspended: DynamicScalingOutSuspended,
      deploymentInProgress: service.deploymentInProgress,
      deploymentController: service.deploymentController,
      policies: policies.flatMap((policy) => policyInput(policy, read)),
    },
  };
}

export const policiesOf = (ResourceId: string, read: Pick<Read, 'by'>): readonly ScalingPolicy[] =>
  read.by('applicationautoscaling/ScalingPolicy', 'target', ResourceId);

function policyInput(policy: ScalingPolicy, read: Read): readonly PolicyInput[] {
  const { PolicyName, PolicyARN, Alarms, lastScaleOut, lastScaleIn } = policy;
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  const step = policy.StepScalingPolicyConfiguration;
  const last = { lastScaleOut, lastScaleIn, waitsFor: 'cooldown' } as const;
  if (tracking) {
    const { TargetValue: target, DisableScaleIn: disableScaleIn } = tracking;
    const { lowThreshold } = trackingAlarms(target);
    const { ScaleOutCooldown: scaleOutCooldown, ScaleInCooldown: scaleInCooldown } = tracking;
    const of = { PolicyName, Alarms, target, lowThreshold, disableScaleIn };
    return [trackingInput(of, { ...last, scaleOutCooldown, scaleInCooldown }, read)];
  }
  if (!step) return [];
  const cooldowns = { scaleOutCooldown: step.Cooldown, scaleInCooldown: step.Cooldown };
  return [
    stepInput({ PolicyName, PolicyARN, configuration: step }, { ...last, ...cooldowns }, read),
  ];
}
