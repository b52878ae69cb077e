/** Load balancers, target groups and listeners that a request names, or the API's refusal. */
import type { Read } from '../../../../engine/model';
import { refuse } from '../../refusal';
import { textOf, type Input } from '../../requestInput';
import type { Listener, LoadBalancer, TargetGroup } from '../types';

/** By `LoadBalancerArn`; by `LoadBalancerName` where a scenario cannot know the ARN. */
export function loadBalancerNamed(input: Input, read: Read): LoadBalancer {
  const arn = textOf(input, 'LoadBalancerArn');
  const name = textOf(input, 'LoadBalancerName');
  if (arn === undefined && name === undefined) refuseMissing('loadBalancerArn');
  const found =
    arn === undefined
      ? read.get('elasticloadbalancing/LoadBalancer', name ?? '')
      : read.by('elasticloadbalancing/LoadBalancer', 'arn', arn)[0];
  return found ?? refuse('LoadBalancerNotFound', 'One or more load balancers not found');
}

/** By `TargetGroupArn`; by `TargetGroupName` where a scenario cannot know the ARN. */
export function targetGroupNamed(input: Input, read: Read): TargetGroup {
  const arn = textOf(input, 'TargetGroupArn');
  const name = textOf(input, 'TargetGroupName');
  if (arn === undefined && name === undefined) refuseMissing('targetGroupArn');
  const found =
    arn === undefined
      ? read.by('elasticloadbalancing/TargetGroup', 'name', name ?? '')[0]
      : read.get('elasticloadbalancing/TargetGroup', arn);
  return found ?? refuse('TargetGroupNotFound', 'One or more target groups not found');
}

export function listenerNamed(input: Input, read: Read): Listener {
  const arn = textOf(input, 'ListenerArn') ?? refuseMissing('listenerArn');
  return (
    read.get('elasticloadbalancing/Listener', arn) ??
    refuse('ListenerNotFound', 'One or more listeners not found')
  );
}

const refuseMissing = (field: string): never =>
  refuse(
    'ValidationError',
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  );

/** elbv2 API: at most 32 alphanumeric characters and hyphens, no hyphen at either end. */
export function checkName(noun: 'load balancer' | 'target group', name: string): void {
  const title = noun.charAt(0).toUpperCase() + noun.slice(1);
  if (name.length > 32)
    refuse('ValidationError', `${title} name '${name}' cannot be longer than '32' characters`, [
      'Name',
    ]);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    refuse(
      'ValidationError',
      `${title} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
      ['Name'],
    );
  if (name.startsWith('-') || name.endsWith('-'))
    refuse('ValidationError', `${title} name '${name}' cannot begin or end with '-'`, ['Name']);
  if (noun === 'load balancer' && name.startsWith('internal-'))
    refuse('ValidationError', `${title} name '${name}' cannot begin with 'internal-'`, ['Name']);
}
