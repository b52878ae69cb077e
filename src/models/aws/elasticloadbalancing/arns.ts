/**
 * Names in Elastic Load Balancing: ARNs and DNS names. Their random-looking ids follow from the name alone, so that a file
 * can hold an ARN whatever the seed of the run.
 */
import type { Context } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import { nameHash } from '../nameHash';
import type { LoadBalancer, TargetGroup } from './types';

export function loadBalancerNames(
  name: string,
  type: LoadBalancer['Type'],
  ctx: Context,
): Pick<LoadBalancer, 'LoadBalancerArn' | 'DNSName'> {
  const id = nameHash(`loadbalancer/${name}`, 16);
  const region = regionOf(ctx);
  const short = type === 'application' ? 'app' : 'net';
  const number = Number.parseInt(id.slice(0, 8), 16);
  return {
    LoadBalancerArn: arn(region, `loadbalancer/${short}/${name}/${id}`),
    DNSName:
      type === 'application'
        ? `${name}-${number}.${region}.elb.amazonaws.com`
        : `${name}-${id}.elb.${region}.amazonaws.com`,
  };
}

export const targetGroupArn = (name: string, ctx: Context): string =>
  arn(regionOf(ctx), `targetgroup/${name}/${nameHash(`targetgroup/${name}`, 16)}`);

export const listenerArn = ({ LoadBalancerArn }: LoadBalancer, port: number): string =>
  `${LoadBalancerArn.replace(':loadbalancer/', ':listener/')}/${nameHash(`${LoadBalancerArn}:${port}`, 16)}`;

const arn = (region: string, resource: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${ACCOUNT_ID}:${resource}`;

/** The record key of a target. */
export const targetKey = (TargetGroupArn: string, target: { Id: string; Port: number }): string =>
  `${TargetGroupArn}|${target.Id}:${target.Port}`;

/** How long things take is drawn from a stream of the load balancer's or target group's own. */
export const loadBalancerStream = (name: string): string =>
  `elasticloadbalancing/loadBalancer/${name}`;
export const targetGroupStream = ({ TargetGroupName }: TargetGroup): string =>
  `elasticloadbalancing/targetGroup/${TargetGroupName}`;
