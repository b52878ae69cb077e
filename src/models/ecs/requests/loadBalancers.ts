/**
 * The target groups that a service names: they must exist, be behind a load balancer, and have the target type that goes
 * with the network mode (awsvpc: `ip`; else `instance`). Messages as the service answers (observed 2026).
 */
import type { FieldError, Read } from '../../../engine/model';
import type { ServiceLoadBalancer, TaskDefinition } from '../types';
import { invalidParameter } from '../validation/exceptions';

export function targetGroupErrors(
  loadBalancers: readonly ServiceLoadBalancer[],
  definition: TaskDefinition,
  read: Read,
): FieldError[] {
  const awsvpc = definition.networkMode === 'awsvpc';
  return loadBalancers.flatMap(({ targetGroupArn }, i) => {
    if (!targetGroupArn) return [];
    const message = targetGroupError(targetGroupArn, awsvpc, definition, read);
    return message === undefined
      ? []
      : [invalidParameter(['loadBalancers', i, 'targetGroupArn'], message)];
  });
}

function targetGroupError(
  arn: string,
  awsvpc: boolean,
  definition: TaskDefinition,
  read: Read,
): string | undefined {
  const group = read.get('elasticloadbalancing/TargetGroup', arn);
  if (!group) return `The target group ${arn} does not exist.`;
  const forwarded = read
    .list('elasticloadbalancing/LoadBalancer')
    .some((balancer) => balancer.forwardsTo === arn);
  if (!forwarded)
    return `The target group with targetGroupArn ${arn} does not have an associated load balancer.`;
  if (group.TargetType === (awsvpc ? 'ip' : 'instance')) return undefined;
  return (
    `The provided target group ${arn} has target type ${group.TargetType}, which is incompatible with the ` +
    `${definition.networkMode ?? 'bridge'} network mode specified in the task definition.`
  );
}
