/** One look at the world for the charts: sums that the store keeps, so it costs the same at any size of the world. */
import type { Read } from '../engine/model';
import { flowAt, TARGETS } from '../models/aws/elasticloadbalancing/flow';
import type { Flow } from '../models/aws/elasticloadbalancing/types';
import { costNow } from '../models/aws/pricing/meter';
import { loadOf } from '../models/workload/processes';
import type { SeriesName } from './protocol';

export type Half = 'ecs' | 'kubernetes';
/** Rates are worked out from totals. */
export type Sample = Readonly<Record<Exclude<SeriesName, 'offered' | 'served' | 'lost'>, number>>;

export function sampleHalves(read: Read): Readonly<Record<Half, Sample>> {
  const flows = read.list('elasticloadbalancing/Flow').map((flow) => flowAt(flow, read.nowMs));
  return {
    ecs: { ...ecsCounts(read), ...common('ecs', ecsIslands(read), flows, read) },
    kubernetes: { ...kubernetesCounts(read), ...common('kubernetes', ['kubernetes'], flows, read) },
  };
}

type Counts = Pick<Sample, 'desired' | 'pending' | 'running' | 'healthy'>;

function ecsCounts(read: Read): Counts {
  const sum = { desired: 0, pending: 0, running: 0, healthy: 0 };
  for (const service of read.list('ecs/Service')) {
    if (service.status === 'INACTIVE') continue;
    sum.desired += service.desiredCount;
    sum.pending += service.pendingCount;
    sum.running += service.runningCount;
    const group = service.loadBalancers[0]?.targetGroupArn;
    sum.healthy +=
      group === undefined ? service.runningCount : (read.tally(TARGETS, group)['healthy'] ?? 0);
  }
  return sum;
}

function kubernetesCounts(read: Read): Counts {
  const sum = { desired: 0, pending: 0, running: 0, healthy: 0 };
  for (const { spec, status } of read.list('kubernetes/Deployment')) {
    const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
    sum.desired += spec.replicas ?? 1;
    sum.pending += replicas - readyReplicas;
    sum.running += readyReplicas;
    sum.healthy += availableReplicas;
  }
  return sum;
}

const ecsIslands = (read: Read): readonly string[] =>
  read.keys('ecs/Cluster').map((cluster) => `ecs/${cluster}`);

function common(half: Half, islands: readonly string[], flows: readonly Flow[], read: Read) {
  const loads = islands.map((island) => loadOf(read, 'island', island));
  const total = (of: (load: (typeof loads)[number]) => number) =>
    loads.reduce((n, load) => n + of(load), 0);
  const own = flows.filter((flow) => halfOf(flow, read) === half);
  const served = own.reduce((n, flow) => n + flow.servedRate, 0);
  const mean = (of: (flow: Flow) => number) =>
    served === 0 ? 0 : own.reduce((n, flow) => n + of(flow) * flow.servedRate, 0) / served;
  const cost = costNow(half, read);
  return {
    instances: cost.instances,
    cpuMilli: total((load) => load.cpuMicro) / 1000,
    cpuAskedMilli: total((load) => load.askedMicro) / 1000,
    memoryMiB: total((load) => load.memoryKiB) / 1024,
    memoryAskedMiB: total((load) => load.askedKiB) / 1024,
    latencyMs: mean((flow) => flow.latencyMs),
    p95Ms: mean((flow) => flow.p95Ms),
    servedTotal: own.reduce((n, flow) => n + flow.servedMilli, 0) / 1000,
    lostTotal: own.reduce((n, flow) => n + flow.lostMilli, 0) / 1000,
    costTotal: cost.nanoUsd / 1e9,
    costPerHour: cost.nanoUsdPerHour / 1e9,
  };
}

/** By where its targets run; one that has had none belongs to the cluster whose Service it was made for, else to ECS. */
function halfOf({ island, loadBalancer }: Flow, read: Read): Half {
  if (island !== null) return island === 'kubernetes' ? 'kubernetes' : 'ecs';
  const services = read.list('eks/ServiceLoadBalancer');
  return services.some((service) => service.loadBalancer === loadBalancer) ? 'kubernetes' : 'ecs';
}
