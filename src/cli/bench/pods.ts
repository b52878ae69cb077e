/** A Deployment until every pod is Ready: ours, and @ngrok/webernetes 0.3.5 on the same work in the same run. */
import { World } from '../../host/world';
import type { BenchOptions, Figure } from './index';
import {
  apply,
  cost,
  deployment,
  groundOf,
  medianCost,
  ms,
  playUntil,
  readyPods,
  type Cost,
} from './measure';
import { loadPeer } from './peer';

export async function pods({ large }: BenchOptions): Promise<readonly Figure[]> {
  const [nodes, replicas] = large ? [100, 3000] : [10, 100];
  const full = await medianCost(3, () => {
    rollOut(100, 3000);
  });
  const ours = large
    ? full
    : await medianCost(5, () => {
        rollOut(nodes, replicas);
      });
  const theirs = await peer(nodes, replicas);
  return [
    {
      what: '3,000 pods on 100 nodes until Ready',
      measured: ms(full),
      must: 'at most 2,000 ms wall',
    },
    {
      what: `${replicas} pods on ${nodes} nodes, ours : webernetes`,
      measured: `${ms(ours)} : ${ms(theirs)} = ${(theirs.cpuMs / ours.cpuMs).toFixed(0)}x less CPU`,
      must: 'at least 100x less at 3,000 (--large)',
    },
  ];
}

function rollOut(nodes: number, replicas: number): void {
  const world = new World(groundOf({ eks: nodes }), 7);
  world.advance(30_000);
  apply(world, deployment('web', replicas));
  playUntil(world, () => readyPods(world) === replicas);
}

async function peer(nodes: number, replicas: number): Promise<Cost> {
  const { BaseImage, Cluster } = await loadPeer();
  class Nginx extends BaseImage {
    static readonly imageName = 'nginx';
    static readonly imageVersion = '1.27';
    readonly defaultCommand = ['server'];
    override exec(ctx: Parameters<InstanceType<typeof BaseImage>['exec']>[0]) {
      return ctx.waitUntilKilled();
    }
  }
  const cluster = new Cluster({ nodes });
  cluster.registerImage(Nginx);
  await cluster.init();
  const spent = await cost(async () => {
    const ready = new Set<string>();
    const done = new Promise<void>((resolve) => {
      cluster.informer('pods', (type, pod) => {
        const isReady = pod.status?.conditions?.some(
          (c) => c.type === 'Ready' && c.status === 'True',
        );
        const name = pod.metadata?.name ?? '';
        if (type !== 'delete' && isReady && name.startsWith('web-')) ready.add(name);
        if (ready.size >= replicas) resolve();
      });
    });
    await cluster.apply([deployment('web', replicas)] as never);
    await done;
  });
  await cluster.close();
  return spent;
}
