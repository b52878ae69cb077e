/**
 * Processes of a group that somebody has suspended (EC2 Auto Scaling User Guide, "Suspend and resume Amazon EC2 Auto Scaling
 * processes"): what is suspended does not begin anything new, and the group goes on with the rest.
 */
import type { AutoScalingGroup } from './types';

export const PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
] as const;

export type Process = (typeof PROCESSES)[number];

/** Of several any: "if you suspend either Launch or Terminate, the replacement of unhealthy instances cannot happen". */
export const isSuspended = (
  { SuspendedProcesses = [] }: Pick<AutoScalingGroup, 'SuspendedProcesses'>,
  ...any: readonly Process[]
): boolean => SuspendedProcesses.some(({ ProcessName }) => any.includes(ProcessName));
