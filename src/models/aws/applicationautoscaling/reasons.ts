/** What a decision is said to have gone by. */
import type { Decision } from './decideCapacity';
import type { HeldBack } from './table';
import type { KeptBack, PolicyInput } from './types';

/** What a change that is not made is held back by; null: none is asked for, or nothing is to be said of it. */
export function keptOf({ winner, wanted, heldBackBy }: Decision): KeptBack | null {
  if (!winner || wanted === null || !isKept(heldBackBy)) return null;
  return { wanted, policy: winner.policy.PolicyName, because: heldBackBy };
}

const KEPT: readonly HeldBack[] = [
  'maxCapacity',
  'minCapacity',
  'suspended',
  'deployment',
  'otherPolicy',
];
const isKept = (reason: HeldBack): reason is KeptBack['because'] => KEPT.includes(reason);

/** As DescribeScalingActivities words it. */
export function causeOf(policy: PolicyInput): string {
  const alarm = alarmBehind(policy);
  return `monitor alarm ${alarm?.AlarmName ?? ''} in state ${alarm?.StateValue ?? ''} triggered policy ${policy.PolicyName}`;
}

/** The one that called the policy. */
export function alarmBehind(policy: PolicyInput) {
  if (policy.type === 'StepScaling') return policy.calls[0]?.alarm;
  return policy.high.StateValue === 'ALARM' ? policy.high : (policy.low ?? policy.high);
}

/** Its metric, and what that is held against. */
export function figuresOf(policy: PolicyInput) {
  if (policy.type === 'TargetTrackingScaling')
    return { metric: policy.metric, target: policy.target };
  const [call] = policy.calls;
  return { metric: call?.metric ?? null, target: call?.threshold ?? null };
}
