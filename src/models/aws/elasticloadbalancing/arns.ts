/** Names in Elastic Load Balancing: ARNs and DNS names. Their random parts come from a stream of the name's own. */
import type { Context } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import type { LoadBalancer } from './types';

const HEX = '0123456789abcdef';

export const streamOf = (name: string): string => `elasticloadbalancing/${name}`;

export function loadBalancerNames(
  name: string,
  type: LoadBalancer['Type'],
  ctx: Context,
): Pick<LoadBalancer, 'LoadBalancerArn' | 'DNSName'> {
  const random = ctx.random(streamOf(name));
  const id = random.text(16, HEX);
  const region = regionOf(ctx);
  const short = type === 'application' ? 'app' : 'net';
  return {
    LoadBalancerArn: arn(region, `loadbalancer/${short}/${name}/${id}`),
    DNSName:
      type === 'application'
        ? `${name}-${random.text(10, '123456789')}.${region}.elb.amazonaws.com`
        : `${name}-${id}.elb.${region}.amazonaws.com`,
  };
}

export const targetGroupArn = (name: string, ctx: Context): string =>
  arn(regionOf(ctx), `targetgroup/${name}/${ctx.random(streamOf(name)).text(16, HEX)}`);

export function listenerArn(
  { LoadBalancerArn, LoadBalancerName }: LoadBalancer,
  ctx: Context,
): string {
  const id = ctx.random(streamOf(LoadBalancerName)).text(16, HEX);
  return `${LoadBalancerArn.replace(':loadbalancer/', ':listener/')}/${id}`;
}

const arn = (region: string, resource: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${ACCOUNT_ID}:${resource}`;

/** The record key of a target. */
export const targetKey = (TargetGroupArn: string, target: { Id: string; Port: number }): string =>
  `${TargetGroupArn}|${target.Id}:${target.Port}`;
