/**
 * Scaling activities, in the words that DescribeScalingActivities prints (API examples and activity histories that users
 * have published). Descriptions, causes and messages are the service's own; times inside them have no milliseconds.
 */
import type { Context, Effect, Read } from '../../../engine/model';
import { isoInstant } from '../calendar';
import type { LaunchReason, TerminationReason } from './facts';
import type { Activity, AutoScalingGroup } from './types';

/** The API keeps six weeks; here the newest of each group. */
const KEPT = 100;

export const secondOf = (ms: number): string => `${isoInstant(ms).slice(0, 19)}Z`;

interface NewActivity {
  readonly group: AutoScalingGroup;
  readonly Description: string;
  readonly Cause: string;
  readonly zone: string;
  /** Absent: under way. */
  readonly failed?: string;
}

export function newActivity(
  { group, Description, Cause, zone, failed }: NewActivity,
  ctx: Context,
): { readonly ActivityId: string; readonly effects: readonly Effect[] } {
  const { AutoScalingGroupName, AutoScalingGroupARN } = group;
  const ActivityId = activityId(AutoScalingGroupName, ctx);
  const value: Activity = {
    ActivityId,
    AutoScalingGroupName,
    AutoScalingGroupARN,
    Description: failed === undefined ? Description : `${Description}.  Status Reason: ${failed}`,
    Cause,
    StartTime: ctx.nowMs,
    ...(failed === undefined
      ? { StatusCode: 'InProgress', Progress: 50 }
      : { EndTime: ctx.nowMs, StatusCode: 'Failed', StatusMessage: failed, Progress: 100 }),
    Details: JSON.stringify({ 'Subnet ID': `subnet-${zone}`, 'Availability Zone': zone }),
  };
  const put: Effect = { do: 'put', kind: 'autoscaling/Activity', key: ActivityId, value };
  return { ActivityId, effects: [put, ...forgetOldest(AutoScalingGroupName, ctx)] };
}

export function endActivity(id: string | null, read: Read, failed?: string): readonly Effect[] {
  const activity = id === null ? undefined : read.get('autoscaling/Activity', id);
  if (!activity || activity.StatusCode !== 'InProgress') return [];
  const value: Activity = {
    ...activity,
    EndTime: read.nowMs,
    StatusCode: failed === undefined ? 'Successful' : 'Failed',
    ...(failed === undefined ? {} : { StatusMessage: failed }),
    Progress: 100,
  };
  return [{ do: 'put', kind: 'autoscaling/Activity', key: activity.ActivityId, value }];
}

/** Why an instance is launched, from the counts before and after. */
export function launchCause(
  group: AutoScalingGroup,
  reason: LaunchReason,
  counts: { readonly from: number; readonly to: number; readonly zone: string },
  nowMs: number,
): string {
  const at = `At ${secondOf(nowMs)} `;
  switch (reason) {
    case 'replacement':
      return `${at}an instance was started in response to an unhealthy instance needing to be replaced.`;
    case 'rebalance':
      return (
        `${at}instances were launched to balance instances in zones ${counts.zone} with other zones ` +
        `resulting in more than desired number of instances in the group.`
      );
    case 'capacityRebalance':
      return `${at}an instance was started in response to an EC2 instance rebalance recommendation.`;
    case 'capacity':
      return (
        `${changedBefore(group)}${at}an instance was started in response to a difference between desired and actual ` +
        `capacity, increasing the capacity from ${counts.from} to ${counts.to}.`
      );
  }
}

export function terminationCause(
  group: AutoScalingGroup,
  InstanceId: string,
  reason: TerminationReason,
  counts: { readonly from: number; readonly to: number },
  nowMs: number,
): string {
  const at = `At ${secondOf(nowMs)} `;
  const shrinking = `shrinking the capacity from ${counts.from} to ${counts.to}.`;
  const selected = `  ${at}instance ${InstanceId} was selected for termination.`;
  switch (reason) {
    case 'notRunning':
      return `${at}an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.`;
    case 'userHealthCheck':
      return `${at}an instance was taken out of service in response to a user health-check.`;
    case 'impaired':
      return `${at}an instance was taken out of service in response to an EC2 instance status checks failure.`;
    case 'capacityRebalance':
      return `${at}an instance was taken out of service in response to an EC2 instance rebalance recommendation.`;
    case 'abandoned':
      return `${at}an instance was taken out of service in response to a lifecycle action that was abandoned.`;
    case 'request':
      return counts.to < counts.from
        ? `${at}instance ${InstanceId} was taken out of service in response to a user request, ${shrinking}`
        : `${at}instance ${InstanceId} was taken out of service in response to a user request.`;
    case 'scaleIn':
    case 'deletion':
      return (
        `${changedBefore(group)}${at}an instance was taken out of service in response to a difference between desired and ` +
        `actual capacity, ${shrinking}${selected}`
      );
  }
}

function changedBefore({ desiredBecause }: AutoScalingGroup): string {
  if (!desiredBecause) return '';
  return `At ${secondOf(desiredBecause.atMs)} ${desiredBecause.text}.  `;
}

function activityId(group: string, ctx: Context): string {
  const random = ctx.random(`autoscaling/${group}/activities`);
  return [8, 4, 4, 4, 12].map((length) => random.text(length, '0123456789abcdef')).join('-');
}

function forgetOldest(group: string, read: Pick<Read, 'count' | 'keysBy'>): readonly Effect[] {
  if (read.count('autoscaling/Activity', 'group', group) < KEPT) return [];
  const [oldest] = read.keysBy('autoscaling/Activity', 'group', group);
  return oldest === undefined ? [] : [{ do: 'remove', kind: 'autoscaling/Activity', key: oldest }];
}
