/** Kubernetes records -> its half of the view. Pure; unchanged records give back the same tiles, boxes and zones. */
import type { Deployment, Node, Pod } from '../models/kubernetes/types';
import { kubernetesLedger } from './read/kubernetesLedger';
import { isFargate, nodeBoxes, readyOf, zoneOfNode } from './read/nodeBox';
import { podOwners } from './read/podOwners';
import { podRequests } from './read/podRequests';
import { lastPart, podTile, restartsOf } from './read/podTile';
import { readTargets, useOf, type Targets } from './read/targets';
import { byCodeUnit, push, zonesOf } from './read/zonesOf';
import type { ReadOptions, Records } from './records';
import { FADE_MS } from './tileStates';
import type { Ended, Half, Tile, Waiting } from './view';

export function readKubernetes(records: Records, options: ReadOptions): Half {
  const deployment = deploymentInFocus(records, options.focus);
  const targets = readTargets(records, loadBalancerName(records), 'kubernetes/Pod');
  const nodes = nodesByName(records);
  const tiles = tilesOf(records, options, nodes, targets);
  const placed = place(nodes, tiles);
  const cluster = options.cluster ?? clusterName(records);
  const boxes = nodeBoxes(records, options, cluster, placed.byNode);
  const alive = tiles.filter(({ tile }) => tile.endedAtMs === null).map(({ tile }) => tile);
  return {
    platform: 'kubernetes',
    cluster,
    ledger: kubernetesLedger(deployment, alive, options.why),
    loadBalancer: targets.loadBalancer,
    zones: zonesOf(records, options, boxes, placed.floating),
    waiting: waitingOf(placed.waiting),
    ended: endedOf(records),
    count: alive.filter((tile) => tile.family !== 'system').length,
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

/** The first load balancer that a Service of type LoadBalancer was given. */
function loadBalancerName(records: Records): string | null {
  const hosts = new Set<string>();
  for (const service of records.all('kubernetes/Service').values())
    for (const { hostname } of service.status.loadBalancer?.ingress ?? [])
      if (hostname !== undefined) hosts.add(hostname);
  if (hosts.size === 0) return null;
  for (const [name, record] of records.all('elasticloadbalancing/LoadBalancer'))
    if (hosts.has(record.DNSName)) return name;
  return null;
}

function clusterName(records: Records): string {
  for (const instance of records.all('ec2/Instance').values())
    if (instance.bootstrap?.as === 'eks-node') return instance.bootstrap.cluster;
  return '';
}

function nodesByName(records: Records): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const node of records.all('kubernetes/Node').values()) nodes.set(node.metadata.name, node);
  return nodes;
}

interface PodTile {
  readonly pod: Pod;
  readonly tile: Tile;
}

function tilesOf(
  records: Records,
  options: ReadOptions,
  nodes: ReadonlyMap<string, Node>,
  targets: Targets,
): readonly PodTile[] {
  const ownerOf = podOwners(records);
  const tiles: PodTile[] = [];
  for (const [key, pod] of records.all('kubernetes/Pod')) {
    const node = nodes.get(pod.spec.nodeName ?? '');
    const target = targets.byTile.get(key);
    const due = options.due?.({ kind: 'kubernetes/Pod', key });
    const tile = podTile(
      pod,
      key,
      ownerOf(pod),
      pod.spec.nodeName !== undefined && (!node || readyOf(node)?.status === 'Unknown'),
      target?.state ?? null,
      useOf(target, podRequests(pod.spec).cpuMilli),
      due?.startedAtMs ?? null,
      due?.dueAtMs ?? null,
    );
    if (tile.endedAtMs !== null && options.nowMs - tile.endedAtMs >= FADE_MS) continue;
    tiles.push({ pod, tile });
  }
  return tiles;
}

interface Placed {
  readonly byNode: ReadonlyMap<string, readonly Tile[]>;
  readonly floating: ReadonlyMap<string, readonly Tile[]>;
  readonly waiting: readonly Tile[];
}

/** On a node; else, with a machine of its own, in that machine's zone; else waiting. */
function place(nodes: ReadonlyMap<string, Node>, tiles: readonly PodTile[]): Placed {
  const byNode = new Map<string, Tile[]>();
  const floating = new Map<string, Tile[]>();
  const waiting: Tile[] = [];
  for (const { pod, tile } of tiles) {
    const node = nodes.get(pod.spec.nodeName ?? '');
    if (node && isFargate(node)) push(floating, zoneOfNode(node), tile);
    else if (node) push(byNode, node.metadata.name, tile);
    else if (tile.endedAtMs === null) waiting.push(tile);
  }
  return { byNode, floating, waiting };
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

function endedOf(records: Records): Ended {
  let [count, restarts, lastRestartMs] = [0, 0, -1];
  let lastRestarted: string | null = null;
  for (const pod of records.all('kubernetes/Pod').values()) {
    if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') count++;
    const mine = restartsOf(pod);
    if (mine === 0) continue;
    restarts += mine;
    const endedAtMs = Math.max(
      ...(pod.status.containerStatuses ?? []).map((c) => c.lastState.terminated?.finishedAt ?? 0),
    );
    if (endedAtMs <= lastRestartMs) continue;
    lastRestartMs = endedAtMs;
    lastRestarted = lastPart(pod.metadata.name);
  }
  return { count, last: null, restarts, lastRestarted };
}
