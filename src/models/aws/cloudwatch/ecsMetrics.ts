/**
 * What ECS sends to CloudWatch (Developer Guide, "Amazon ECS CloudWatch metrics" and "Container Insights metrics"). Of a service:
 * what its tasks use of what they reserve. Of a cluster, EC2 only: what is used, and what is reserved, of what its ACTIVE and
 * DRAINING instances have registered. ECS's records are read as DescribeClusters would show them; no code of it is used here.
 */
import type { Read } from '../../../engine/model';
import { loadOf, type Load } from '../../workload/processes';
import { utilizationPercent } from '../applicationautoscaling/utilization';
import type { Dimensions } from './metricValue';

export function ecsValue(MetricName: string, dimension: Dimensions, read: Read): number | null {
  const [cluster, service] = [dimension('ClusterName'), dimension('ServiceName')];
  if (cluster === undefined) return null;
  return service === undefined
    ? clusterValue(MetricName, cluster, read)
    : serviceValue(MetricName, `${cluster}/${service}`, read);
}

/** Above 100 where its tasks share a machine and take more than they reserved. */
function serviceValue(name: string, service: string, read: Read): number | null {
  const load = loadOf(read, 'owner', `ecs/Service ${service}`);
  if (load.processes === 0) return null;
  const { cpuMicro, askedMicro, memoryKiB, askedKiB } = load;
  if (name === 'CPUUtilization' && askedMicro > 0) return utilizationPercent(cpuMicro, askedMicro);
  if (name === 'MemoryUtilization' && askedKiB > 0) return utilizationPercent(memoryKiB, askedKiB);
  return null;
}

function clusterValue(name: string, cluster: string, read: Read): number | null {
  const sums = { cpu: 0, freeCpu: 0, memoryMiB: 0, freeMiB: 0, cpuMicro: 0, memoryKiB: 0 };
  for (const instance of read.by('ecs/ContainerInstance', 'cluster', cluster)) {
    if (instance.status !== 'ACTIVE' && instance.status !== 'DRAINING') continue;
    const { cpuMicro, memoryKiB }: Load = loadOf(read, 'box', instance.ec2InstanceId);
    sums.cpu += amount(instance.registeredResources, 'CPU');
    sums.freeCpu += amount(instance.remainingResources, 'CPU');
    sums.memoryMiB += amount(instance.registeredResources, 'MEMORY');
    sums.freeMiB += amount(instance.remainingResources, 'MEMORY');
    sums.cpuMicro += cpuMicro;
    sums.memoryKiB += memoryKiB;
  }
  if (sums.cpu === 0) return null;
  switch (name) {
    case 'CPUReservation':
      return utilizationPercent(sums.cpu - sums.freeCpu, sums.cpu);
    case 'MemoryReservation':
      return utilizationPercent(sums.memoryMiB - sums.freeMiB, sums.memoryMiB);
    case 'CPUUtilization':
      return utilizationPercent(sums.cpuMicro * 1024, sums.cpu * 1_000_000);
    case 'MemoryUtilization':
      return utilizationPercent(sums.memoryKiB, sums.memoryMiB * 1024);
    default:
      return null;
  }
}

const amount = (
  resources: readonly { readonly name: string; readonly integerValue?: number }[],
  name: string,
): number => resources.find((resource) => resource.name === name)?.integerValue ?? 0;

/** With Container Insights switched on in the real cluster; here always there. */
export function containerInsightsValue(
  MetricName: string,
  dimension: Dimensions,
  read: Read,
): number | null {
  const key = `${dimension('ClusterName') ?? ''}/${dimension('ServiceName') ?? ''}`;
  const service = read.get('ecs/Service', key);
  if (service?.status !== 'ACTIVE') return null;
  switch (MetricName) {
    case 'DesiredTaskCount':
      return service.desiredCount;
    case 'RunningTaskCount':
      return service.runningCount;
    case 'PendingTaskCount':
      return service.pendingCount;
    case 'DeploymentCount':
      return service.deployments.length;
    default:
      return null;
  }
}
