/** Records of Elastic Load Balancing as the API prints them: wire fields only, instants in ISO 8601. */
import type { Read } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { without } from '../../without';
import type { Listener, LoadBalancer, TargetGroup, TargetHealth } from '../types';

export function wireLoadBalancer(loadBalancer: LoadBalancer): Readonly<Record<string, unknown>> {
  const CreatedTime = isoInstant(loadBalancer.CreatedTime);
  return { ...without(loadBalancer, 'forwardsTo'), CreatedTime, Scheme: 'internet-facing' };
}

export const wireListener = (listener: Listener): Readonly<Record<string, unknown>> => ({
  ...listener,
});

export function wireTargetGroup(
  group: TargetGroup,
  read: Pick<Read, 'by'>,
): Readonly<Record<string, unknown>> {
  const wire = without(group, 'deregistrationDelaySeconds', 'attributes');
  const listeners = read.by('elasticloadbalancing/Listener', 'targetGroup', group.TargetGroupArn);
  const LoadBalancerArns = [...new Set(listeners.map((l) => l.LoadBalancerArn))];
  return { ...wire, HealthCheckPort: 'traffic-port', HealthCheckEnabled: true, LoadBalancerArns };
}

export const wireAttributes = (group: TargetGroup) =>
  Object.entries({
    'deregistration_delay.timeout_seconds': String(group.deregistrationDelaySeconds),
    ...group.attributes,
  }).map(([Key, Value]) => ({ Key, Value }));

/** `target` undefined: asked for, but not registered. */
export function wireTargetHealth(
  asked: { readonly Id: string; readonly Port: number },
  target: TargetHealth | undefined,
): Readonly<Record<string, unknown>> {
  if (!target)
    return {
      Target: asked,
      TargetHealth: {
        State: 'unused',
        Reason: 'Target.NotRegistered',
        Description: 'Target is not registered to the target group',
      },
    };
  const { Target, TargetHealth: health } = target;
  return { Target, HealthCheckPort: String(Target.Port), TargetHealth: health };
}
