/** Kubernetes records -> its half of the view. Pure; unchanged records give back the same tiles, boxes and zones. */
import type { Deployment, Service } from '../models/kubernetes/types';
import { kubernetesLedger } from './read/kubernetesLedger';
import { jobLedger, newestJob } from './read/jobLedger';
import { deploymentLimits } from './read/limits';
import { nodeBoxes } from './read/nodeBox';
import { readPods } from './read/pods';
import { readTargets } from './read/targets';
import { byCodeUnit, zonesOf } from './read/zonesOf';
import type { ReadOptions, Records } from './records';
import type { Half, Tile, Waiting } from './view';

export function readKubernetes(records: Records, options: ReadOptions): Half {
  const deployment = deploymentInFocus(records, options.focus);
  const targets = readTargets(records, loadBalancerName(records));
  const pods = readPods(records, options, targets);
  const cluster = options.cluster ?? clusterName(records);
  const job = deployment ? null : newestJob(records);
  const boxes = nodeBoxes(records, options, cluster, pods.byNode);
  return {
    platform: 'kubernetes',
    cluster,
    ledger: job
      ? jobLedger(job, pods.alive, options.why)
      : kubernetesLedger(
          deployment,
          pods.alive,
          options.why,
          deployment && deploymentLimits(records, deployment.key),
        ),
    loadBalancer: targets.loadBalancer,
    zones: zonesOf(records, options, boxes, pods.floating),
    waiting: waitingOf(pods.waiting),
    ended: pods.ended,
    count: pods.alive.reduce((sum, tile) => sum + (tile.family === 'system' ? 0 : 1), 0),
  };
}

interface Keyed {
  readonly key: string;
  readonly record: Deployment;
}

function deploymentInFocus(records: Records, focus: string | undefined): Keyed | null {
  const all = [...records.all('kubernetes/Deployment')]
    .filter(([key]) => !key.startsWith('kube-system/'))
    .map(([key, record]) => ({ key, record }))
    .sort((a, b) => byCodeUnit(a.key, b.key));
  return all.find(({ key }) => key === focus) ?? all[0] ?? null;
}

/** The first load balancer that a Service of type LoadBalancer, or an Ingress, was given. */
function loadBalancerName(records: Records): string | null {
  const hosts = new Set<string>();
  for (const { status } of exposed(records))
    for (const { hostname } of status?.loadBalancer?.ingress ?? [])
      if (hostname !== undefined) hosts.add(hostname);
  if (hosts.size === 0) return null;
  for (const [name, record] of records.all('elasticloadbalancing/LoadBalancer'))
    if (hosts.has(record.DNSName)) return name;
  return null;
}

interface Exposed {
  readonly status?: Service['status'];
}

function* exposed(records: Records): Iterable<Exposed> {
  yield* records.all('kubernetes/Service').values();
  for (const [key, object] of records.all('kubernetes/Object'))
    if (key.startsWith('ingresses.networking.k8s.io/')) yield object as Exposed;
}

function clusterName(records: Records): string {
  for (const instance of records.all('ec2/Instance').values())
    if (instance.bootstrap?.as === 'eks-node') return instance.bootstrap.cluster;
  // On Fargate alone there is no instance.
  const [cluster] = records.all('eks/Cluster').keys();
  return cluster ?? '';
}

/** The scheduler's own messages, the most frequent first. */
function waitingOf(tiles: readonly Tile[]): Waiting {
  const counts = new Map<string, number>();
  for (const { reason } of tiles)
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((a, b) => b.count - a.count || byCodeUnit(a.text, b.text));
  return { tiles, reasons, unmade: null };
}
