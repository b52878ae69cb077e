/** All pods as tiles, and where each belongs, in one pass: this runs for every change of a thousand. */
import type { Pod } from '../../models/kubernetes/types';
import type { ReadOptions, Records } from '../records';
import { FADE_MS } from '../tileStates';
import type { Tile } from '../view';
import { isFargate, readyOf, zoneOfNode } from './nodeBox';
import { podOwners } from './podOwners';
import { POD_TILES, podFacts, type PodContext } from './podTile';
import type { Targets } from './targets';
import { tileIn } from './tileMemory';
import { readUses } from './uses';
import { push } from './zonesOf';

export interface Pods {
  readonly alive: readonly Tile[];
  /** By node name. Those that ended a moment ago are still among them. */
  readonly byNode: ReadonlyMap<string, readonly Tile[]>;
  /** By zone: with a machine of their own. */
  readonly floating: ReadonlyMap<string, readonly Tile[]>;
  readonly waiting: readonly Tile[];
  readonly ended: {
    readonly count: number;
    readonly failed: number;
    readonly last: null;
    readonly restarts: number;
    readonly lastRestarted: string | null;
  };
}

export function readPods(records: Records, options: ReadOptions, targets: Targets): Pods {
  const ownerOf = podOwners(records);
  const machines = machinesByNode(records);
  const uses = readUses(records);
  const alive: Tile[] = [];
  const waiting: Tile[] = [];
  const byNode = new Map<string, Tile[]>();
  const floating = new Map<string, Tile[]>();
  const tally = {
    count: 0,
    failed: 0,
    restarts: 0,
    restartedAtMs: -1,
    lastRestarted: null as string | null,
  };
  const due = (_pod: Pod, key: string) => options.due?.({ kind: 'kubernetes/Pod', key });
  for (const [key, pod] of records.all('kubernetes/Pod')) {
    const { nodeName, podIP, owner, slot } = podFacts(pod);
    const machine = nodeName === undefined ? undefined : machines.get(nodeName);
    const target = podIP === undefined ? undefined : targets.atAddress(podIP);
    const context: PodContext = {
      owner: ownerOf(pod, owner),
      nodeUnknown: nodeName !== undefined && machine?.heard !== true,
      target,
      usedMilli: uses('kubernetes/Pod', key, target),
    };
    const tile = tileIn(slot, POD_TILES, pod, key, context, due);
    if (tile.restarts > 0) countRestarts(tally, pod, tile);
    if (tile.endedAtMs !== null) {
      tally.count++;
      if (tile.family === 'failed') tally.failed++;
      if (options.nowMs - tile.endedAtMs >= FADE_MS) continue;
    } else alive.push(tile);
    if (nodeName !== undefined && machine?.zone === null) push(byNode, nodeName, tile);
    else if (machine) push(floating, machine.zone ?? '', tile);
    else if (tile.endedAtMs === null) waiting.push(tile);
  }
  const { count, failed, restarts, lastRestarted } = tally;
  return {
    alive,
    byNode,
    floating,
    waiting,
    ended: { count, failed, last: null, restarts, lastRestarted },
  };
}

interface Machine {
  /** Its kubelet is heard from. */
  readonly heard: boolean;
  /** Of a Fargate machine, which is no box; null: a node with a box. */
  readonly zone: string | null;
}

function machinesByNode(records: Records): ReadonlyMap<string, Machine> {
  const machines = new Map<string, Machine>();
  for (const node of records.all('kubernetes/Node').values())
    machines.set(node.metadata.name, {
      heard: readyOf(node)?.status !== 'Unknown',
      zone: isFargate(node) ? zoneOfNode(node) : null,
    });
  return machines;
}

interface Restarts {
  restarts: number;
  restartedAtMs: number;
  lastRestarted: string | null;
}

function countRestarts(tally: Restarts, pod: Pod, tile: Tile): void {
  tally.restarts += tile.restarts;
  for (const { lastState } of pod.status.containerStatuses ?? []) {
    const atMs = lastState.terminated?.finishedAt ?? 0;
    if (atMs <= tally.restartedAtMs) continue;
    tally.restartedAtMs = atMs;
    tally.lastRestarted = tile.shortId;
  }
}
