/**
 * Decisions a second with all default filters and scores, each with the cluster moved on by the pod it placed
 * (DESIGN.md 7: at least 2,000 at 1,000 nodes), and the scheduler's share of a Deployment of 3,000 pods on 100 nodes.
 */
import { bench, describe } from 'vitest';
import { EMPTY_CLUSTER, withSelector, type Cluster } from './cluster';
import { clusterAfterNode } from './clusterNodes';
import { clusterAfterPod } from './clusterPods';
import type { Pod, PodSpec } from '../types';
import { DEFAULT_CONFIGURATION } from './configuration';
import { podInfo } from './podInfo';
import { createProfile } from './profile';
import { schedulePod } from './schedule';
import { node, pod, put, schedulerWorld, write } from './testWorld';

const ZONES = ['a', 'b', 'c'];
const APPS = 30;

function filledCluster(nodes: number, podsPerNode: number): Cluster {
  let cluster: Cluster = EMPTY_CLUSTER;
  for (let i = 0; i < APPS; i++) {
    const selector = { matchLabels: { app: `app${i}` } };
    cluster = {
      ...cluster,
      owners: withSelector(cluster.owners, `ReplicaSet/default/rs${i}`, selector),
    };
  }
  for (let i = 0; i < nodes; i++) {
    const zone = ZONES[i % 3] ?? 'a';
    cluster = clusterAfterNode(
      cluster,
      undefined,
      node({ name: `n${i}`, zone, cpu: '32', memory: '128Gi', pods: '110' }),
    );
    for (let j = 0; j < podsPerNode; j++) {
      const there = replica(`p${i}-${j}`, (i + j) % APPS, `n${i}`);
      cluster = clusterAfterPod(cluster, `default/p${i}-${j}`, undefined, there);
    }
  }
  return cluster;
}

/** Pods of one ReplicaSet share their template's labels and spec, and on one node the bound spec. */
const templates = Array.from({ length: APPS }, (_, i) =>
  pod({ name: '', owner: `rs${i}`, labels: { app: `app${i}` } }),
);
const boundSpecs = new Map<string, PodSpec>();

function replica(name: string, app: number, nodeName?: string): Pod {
  const template = templates[app] as Pod;
  const metadata = { ...template.metadata, name, uid: name };
  if (nodeName === undefined) return { ...template, metadata };
  const key = `${app} ${nodeName}`;
  const spec = boundSpecs.get(key) ?? { ...template.spec, nodeName };
  boundSpecs.set(key, spec);
  return { ...template, metadata, spec };
}

const profile = createProfile(DEFAULT_CONFIGURATION, {});

describe.each([100, 1_000, 5_000])('%i nodes', (nodes) => {
  const filled = filledCluster(nodes, 10);
  let cluster = filled;
  let startIndex = 0;
  let serial = 0;
  bench('one decision, and the cluster after it', () => {
    serial += 1;
    // However long it is measured, the cluster never fills up: it begins anew before that.
    if (serial % (nodes * 40) === 0) cluster = filled;
    const pending = replica(`new${serial}`, serial % APPS);
    const seen = podInfo(pending);
    const result = schedulePod({ pod: seen, cluster, profile, startIndex }, (n) => serial % n);
    if (result.nodeName === undefined) throw new Error('full');
    startIndex = result.nextStartIndex;
    const { nodeName } = result;
    cluster = clusterAfterPod(
      cluster,
      seen.key,
      undefined,
      replica(pending.metadata.name, serial % APPS, nodeName),
    );
  });
});

describe('whole world', () => {
  bench(
    '3,000 pods of one ReplicaSet on 100 nodes, scheduler only',
    () => {
      const world = schedulerWorld(1, [], false);
      const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
      write(
        world,
        ...names.map((name, i) =>
          put(
            'kubernetes/Node',
            node({ name, zone: ZONES[i % 3] ?? 'a', cpu: '8', memory: '32Gi' }),
          ),
        ),
      );
      write(
        world,
        ...Array.from({ length: 3_000 }, (_, i) => put('kubernetes/Pod', replica(`web-${i}`, 0))),
      );
      world.runUntil(60_000);
      if (world.context.size('kube-scheduler/QueuedPodInfo') > 0) throw new Error('not all bound');
    },
    { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 },
  );
});
