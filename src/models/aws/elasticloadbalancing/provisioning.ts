/** How long a new load balancer takes to become active: minutes, or nothing on a ground that says so. */
import type { Context, Effect } from '../../../engine/model';
import { timings } from '../timings';
import { loadBalancerStream } from './arns';

const KEY = 'loadBalancers';

export const LOAD_BALANCERS_AT_ONCE: Effect = {
  do: 'put',
  kind: 'elasticloadbalancing/Provisioning',
  key: KEY,
  value: { atOnce: true },
};

export function provisionMs(name: string, ctx: Context): number {
  if (ctx.has('elasticloadbalancing/Provisioning', KEY) || atGroundsBirth(ctx)) return 0;
  const { from, to } = timings.elasticloadbalancing.provisionMs;
  return ctx.random(loadBalancerStream(name)).between(from, to);
}

/** What is made in the very instant of the ground stands there from the beginning, as its instances do. */
function atGroundsBirth(ctx: Context): boolean {
  const [zone] = ctx.keys('ec2/AvailabilityZone');
  return zone !== undefined && ctx.meta('ec2/AvailabilityZone', zone)?.createdAtMs === ctx.nowMs;
}
