/** Wall and processor time of a piece of work, and what is needed to build worlds to measure. */
import type { Request } from '../../host/protocol';
import { compileScenario, type Scenario } from '../../host/scenario';
import type { World } from '../../host/world';

export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export async function cost(work: () => void | Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

export async function medianCost(times: number, work: () => void | Promise<void>): Promise<Cost> {
  const all: Cost[] = [];
  for (let i = 0; i < times; i++) all.push(await cost(work));
  return medianOf(all);
}

export const medianOf = (costs: readonly Cost[]): Cost => ({
  wallMs: median(costs.map((c) => c.wallMs)),
  cpuMs: median(costs.map((c) => c.cpuMs)),
});

export const ms = ({ wallMs, cpuMs }: Cost): string =>
  `${wallMs.toFixed(0)} ms wall, ${cpuMs.toFixed(0)} ms CPU`;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

export function groundOf(counts: { ecs?: number; eks?: number }, more: object = {}): Scenario {
  const { ecs = 0, eks = 0 } = counts;
  const group = (count: number, as: string) => ({
    count,
    instanceType: 'm5.2xlarge',
    bootstrap: { as, cluster: 'bench' },
  });
  const instances = [
    ...(ecs > 0 ? [group(ecs, 'ecs-container-instance')] : []),
    ...(eks > 0 ? [group(eks, 'eks-node')] : []),
  ];
  const document = {
    version: 1 as const,
    title: { en: 'Bench', ko: '측정' },
    ground: { zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'], instances },
    clusters: ['bench'],
    ...more,
  };
  return compileScenario('bench', document, [], () => []);
}

export function apply(world: World, document: object): void {
  const request: Request = { api: 'quayside', action: 'applyDocument', input: { document } };
  const response = world.submit('client', request);
  if (!response.ok) throw new Error(response.error.message);
}

export function deployment(name: string, replicas: number): object {
  const container = {
    name: 'app',
    image: 'nginx:1.27',
    resources: { requests: { cpu: '100m', memory: '64Mi' } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  };
}

export function taskDefinition(family: string): object {
  return {
    family,
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    cpu: '128',
    memory: '256',
    containerDefinitions: [
      { name: 'app', image: 'nginx:1.27', portMappings: [{ containerPort: 80, hostPort: 0 }] },
    ],
  };
}

export function ecsService(serviceName: string, desiredCount: number): object {
  return {
    cluster: 'bench',
    serviceName,
    taskDefinition: serviceName,
    desiredCount,
    launchType: 'EC2',
  };
}

/** From the sums that the store keeps: looking at every pod each second would measure the looking. */
export function readyPods({ simulation: { context } }: World): number {
  const owners = context.list('kubernetes/ReplicaSet').map(({ metadata }) => metadata.uid);
  const ready = owners.map((uid) => context.tally('kubernetes/podsByOwner', uid)['ready'] ?? 0);
  return ready.reduce((sum, count) => sum + count, 0);
}

export const runningTasks = ({ simulation: { context } }: World): number =>
  context.tally('ecs/clusterTasks', 'bench')['running'] ?? 0;

/** Plays until `done`, looking once a simulated second. */
export function playUntil(world: World, done: () => boolean, limitMs = 3_600_000): void {
  const endMs = world.nowMs + limitMs;
  while (!done()) {
    if (world.nowMs >= endMs) throw new Error(`not done after ${limitMs / 1000} simulated seconds`);
    world.advance(world.nowMs + 1000);
  }
}
