/**
 * EC2 health checks of a group (EC2 Auto Scaling User Guide, "Health checks"): an instance that is stopping, stopped, shutting
 * down or terminated is unhealthy at once; one whose status checks fail is `impaired`, which is overlooked during its grace
 * period and for the minutes in which EC2 may still mend it; and one that somebody has called unhealthy (SetInstanceHealth).
 */
import type { Read } from '../../../engine/model';
import { timings } from '../timings';
import type { AutoScalingGroup, AutoScalingInstance } from './types';

export type Health =
  | { readonly is: 'healthy' }
  /** Not yet to be acted upon. */
  | { readonly is: 'watched'; readonly untilMs: number }
  | { readonly is: 'notRunning' | 'impaired' | 'userHealthCheck' };

export function healthOf(
  member: AutoScalingInstance,
  group: Pick<AutoScalingGroup, 'HealthCheckGracePeriod'>,
  read: Pick<Read, 'get' | 'meta' | 'nowMs'>,
): Health {
  const instance = read.get('ec2/Instance', member.InstanceId);
  const name = instance?.State.Name;
  if (name === 'pending') return { is: 'healthy' };
  if (!instance || name !== 'running') return { is: 'notRunning' };
  if (member.HealthStatus === 'Unhealthy') return { is: 'userHealthCheck' };
  if (instance.powered && instance.reachable) return { is: 'healthy' };
  const changedAtMs = read.meta('ec2/Instance', member.InstanceId)?.updatedAtMs ?? 0;
  const graceMs = (member.inServiceAtMs ?? 0) + group.HealthCheckGracePeriod * 1000;
  const untilMs = Math.max(graceMs, changedAtMs + timings.autoscaling.impairedMs);
  return read.nowMs < untilMs ? { is: 'watched', untilMs } : { is: 'impaired' };
}
