/** Metrics of an Auto Scaling group, and of the machines in it. */
import type { Read } from '../../../engine/model';
import { loadOf } from '../../workload/processes';
import { utilizationPercent } from '../applicationautoscaling/utilization';
import { instanceType } from '../ec2/instanceTypes';
import type { Measured } from './metricValue';

const GROUP = 'AutoScalingGroupName';
const groupNames = (read: Read) => read.keys('autoscaling/AutoScalingGroup').map((name) => [name]);

export const groupMetrics: Measured = {
  dimensions: [GROUP],
  figures([group = ''], read) {
    const record = read.get('autoscaling/AutoScalingGroup', group);
    if (!record) return undefined;
    const members = membersOf(group, read);
    const states: Record<string, number> = {};
    for (const { LifecycleState: state } of members) states[state] = (states[state] ?? 0) + 1;
    const count = (state: string) => states[state] ?? 0;
    return {
      GroupDesiredCapacity: () => record.DesiredCapacity,
      GroupMinSize: () => record.MinSize,
      GroupMaxSize: () => record.MaxSize,
      GroupInServiceInstances: () => count('InService'),
      GroupPendingInstances: () => count('Pending'),
      GroupTerminatingInstances: () => count('Terminating'),
      GroupTotalInstances: () => members.length,
    };
  },
  places: groupNames,
};

/** Simplified: a figure each minute, as with detailed monitoring, and nothing but what containers use. */
export const groupCpuMetrics: readonly Measured[] = [
  {
    dimensions: [GROUP],
    figures: ([group = ''], read) => ({ CPUUtilization: () => groupCpu(group, read) }),
    places: groupNames,
  },
  {
    dimensions: ['InstanceId'],
    figures: ([id = ''], read) => ({ CPUUtilization: () => instanceCpu(id, read) }),
    // A machine's past is not kept: who wants it watches it.
    places: () => [],
  },
];

/** Mean over the instances in service, as the group's dimension of AWS/EC2 has it. */
function groupCpu(group: string, read: Read): number | null {
  const inService = membersOf(group, read).filter((m) => m.LifecycleState === 'InService');
  if (inService.length === 0) return null;
  const percents = inService.map(({ InstanceId, InstanceType }) =>
    cpuPercent(InstanceId, InstanceType, read),
  );
  return percents.reduce((a, b) => a + b, 0) / percents.length;
}

function instanceCpu(id: string, read: Read): number | null {
  const instance = read.get('ec2/Instance', id);
  return instance?.State.Name === 'running' ? cpuPercent(id, instance.InstanceType, read) : null;
}

function cpuPercent(InstanceId: string, InstanceType: string, read: Read): number {
  const vcpu = instanceType(InstanceType)?.vcpu ?? 0;
  return utilizationPercent(loadOf(read, 'box', InstanceId).cpuMicro, vcpu * 1_000_000);
}

const membersOf = (group: string, read: Read) =>
  read.by('autoscaling/AutoScalingInstance', 'group', group);
