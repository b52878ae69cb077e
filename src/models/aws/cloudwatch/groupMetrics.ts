/** Metrics of an Auto Scaling group, and of the machines in it. */
import type { Read } from '../../../engine/model';
import { loadOf } from '../../workload/processes';
import { utilizationPercent } from '../applicationautoscaling/utilization';
import { instanceType } from '../ec2/instanceTypes';

export function groupValue(name: string, group: string | undefined, read: Read): number | null {
  const record = group === undefined ? undefined : read.get('autoscaling/AutoScalingGroup', group);
  if (!record) return null;
  const members = membersOf(record.AutoScalingGroupName, read);
  const count = (state: string) => members.filter((m) => m.LifecycleState === state).length;
  const of: Readonly<Record<string, () => number>> = {
    GroupDesiredCapacity: () => record.DesiredCapacity,
    GroupMinSize: () => record.MinSize,
    GroupMaxSize: () => record.MaxSize,
    GroupInServiceInstances: () => count('InService'),
    GroupPendingInstances: () => count('Pending'),
    GroupTerminatingInstances: () => count('Terminating'),
    GroupTotalInstances: () => members.length,
  };
  return of[name]?.() ?? null;
}

/** Mean over the instances in service, as the group's dimension of AWS/EC2 has it. Simplified: a figure each minute, as with
 *  detailed monitoring, and nothing but what containers use. */
export function groupCpu(group: string | undefined, read: Read): number | null {
  if (group === undefined) return null;
  const inService = membersOf(group, read).filter((m) => m.LifecycleState === 'InService');
  if (inService.length === 0) return null;
  const percents = inService.map(({ InstanceId, InstanceType }) => {
    const vcpu = instanceType(InstanceType)?.vcpu ?? 0;
    return utilizationPercent(loadOf(read, 'box', InstanceId).cpuMicro, vcpu * 1_000_000);
  });
  return percents.reduce((a, b) => a + b, 0) / percents.length;
}

const membersOf = (group: string, read: Read) =>
  read.by('autoscaling/AutoScalingInstance', 'group', group);
