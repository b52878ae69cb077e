/**
 * What ECS sends to CloudWatch (Developer Guide, "Amazon ECS CloudWatch metrics" and "Container Insights metrics"). Of a service:
 * what its tasks use of what they reserve. Of a cluster, EC2 only: what is used, and what is reserved, of what its ACTIVE and
 * DRAINING instances have registered. ECS's records are read as DescribeClusters would show them; no code of it is used here.
 */
import type { Read } from '../../../engine/model';
import { loadOf } from '../../workload/processes';
import { utilizationPercent } from '../applicationautoscaling/utilization';
import type { Figures, Measured } from './metricValue';

const CLUSTER = 'ClusterName';
const SERVICE = 'ServiceName';

export const ecsMetrics: readonly Measured[] = [
  {
    dimensions: [CLUSTER, SERVICE],
    figures: ([cluster = '', service = ''], read) => serviceFigures(`${cluster}/${service}`, read),
    places: activeServices,
  },
  {
    dimensions: [CLUSTER],
    figures: ([cluster = ''], read) => clusterFigures(cluster, read),
    places: (read) => read.keys('ecs/Cluster').map((cluster) => [cluster]),
  },
];

function activeServices(read: Read): readonly (readonly string[])[] {
  return read
    .list('ecs/Service')
    .flatMap(({ status, clusterArn, serviceName }) =>
      status === 'ACTIVE' ? [[clusterArn.slice(clusterArn.indexOf('/') + 1), serviceName]] : [],
    );
}

/** Above 100 where its tasks share a machine and take more than they reserved. */
function serviceFigures(service: string, read: Read): Figures | undefined {
  const load = loadOf(read, 'owner', `ecs/Service ${service}`);
  if (load.processes === 0) return undefined;
  const { cpuMicro, askedMicro, memoryKiB, askedKiB } = load;
  return {
    CPUUtilization: () => (askedMicro > 0 ? utilizationPercent(cpuMicro, askedMicro) : null),
    MemoryUtilization: () => (askedKiB > 0 ? utilizationPercent(memoryKiB, askedKiB) : null),
  };
}

function clusterFigures(cluster: string, read: Read): Figures | undefined {
  const sums = { cpu: 0, freeCpu: 0, memoryMiB: 0, freeMiB: 0, cpuMicro: 0, memoryKiB: 0 };
  for (const instance of read.by('ecs/ContainerInstance', 'cluster', cluster)) {
    if (instance.status !== 'ACTIVE' && instance.status !== 'DRAINING') continue;
    const { cpuMicro, memoryKiB } = loadOf(read, 'box', instance.ec2InstanceId);
    sums.cpu += amount(instance.registeredResources, 'CPU');
    sums.freeCpu += amount(instance.remainingResources, 'CPU');
    sums.memoryMiB += amount(instance.registeredResources, 'MEMORY');
    sums.freeMiB += amount(instance.remainingResources, 'MEMORY');
    sums.cpuMicro += cpuMicro;
    sums.memoryKiB += memoryKiB;
  }
  if (sums.cpu === 0) return undefined;
  return {
    CPUReservation: () => utilizationPercent(sums.cpu - sums.freeCpu, sums.cpu),
    MemoryReservation: () => utilizationPercent(sums.memoryMiB - sums.freeMiB, sums.memoryMiB),
    CPUUtilization: () => utilizationPercent(sums.cpuMicro * 1024, sums.cpu * 1_000_000),
    MemoryUtilization: () => utilizationPercent(sums.memoryKiB, sums.memoryMiB * 1024),
  };
}

const amount = (
  resources: readonly { readonly name: string; readonly integerValue?: number }[],
  name: string,
): number => resources.find((resource) => resource.name === name)?.integerValue ?? 0;

/** With Container Insights switched on in the real cluster; here always there. */
export const containerInsights: Measured = {
  dimensions: [CLUSTER, SERVICE],
  figures([cluster = '', name = ''], read) {
    const service = read.get('ecs/Service', `${cluster}/${name}`);
    if (service?.status !== 'ACTIVE') return undefined;
    return {
      DesiredTaskCount: () => service.desiredCount,
      RunningTaskCount: () => service.runningCount,
      PendingTaskCount: () => service.pendingCount,
      DeploymentCount: () => service.deployments.length,
    };
  },
  places: activeServices,
};
