/** Amazon ECS records -> its half of the view. Pure; unchanged records give back the same tiles, boxes and zones. */
import type { Service, Task } from '../models/ecs/types';
import { ecsLedger } from './read/ecsLedger';
import { instanceBoxes } from './read/instanceBox';
import { readTargets, useOf, type Targets } from './read/targets';
import { exitCode, stopTimeoutMs, taskFacts, taskTile } from './read/taskTile';
import { byCodeUnit, push, zonesOf } from './read/zonesOf';
import type { ReadOptions, Records } from './records';
import { FADE_MS } from './tileStates';
import type { Ended, Half, Tile, Waiting } from './view';

export function readEcs(records: Records, options: ReadOptions): Half {
  const cluster =
    options.cluster ?? [...records.all('ecs/Cluster').keys()].sort(byCodeUnit)[0] ?? '';
  const service = serviceInFocus(records, cluster, options.focus);
  const targets = readTargets(records, loadBalancerName(records, service?.record), 'ecs/Task');
  const tasks = [...records.all('ecs/Task')].filter(([key]) => key.startsWith(`${cluster}/`));
  const tiles = tilesOf(records, options, cluster, tasks, targets);
  const placed = place(records, cluster, tasks, tiles);
  const boxes = instanceBoxes(records, options, cluster, placed.byInstance);
  const alive = tiles.filter((tile) => tile.endedAtMs === null);
  return {
    platform: 'ecs',
    cluster,
    ledger: ecsLedger(service, alive, options.why),
    loadBalancer: targets.loadBalancer,
    zones: zonesOf(records, options, boxes, placed.floating),
    waiting: waitingOf(placed.waiting, service?.record),
    ended: endedOf(tasks),
    count: alive.length,
  };
}

interface Keyed {
  readonly key: string;
  readonly record: Service;
}

/** The one asked for, else the first with a load balancer, else the first. */
function serviceInFocus(
  records: Records,
  cluster: string,
  focus: string | undefined,
): Keyed | null {
  const all = [...records.all('ecs/Service')]
    .filter(([key, record]) => key.startsWith(`${cluster}/`) && record.status === 'ACTIVE')
    .map(([key, record]) => ({ key, record }))
    .sort((a, b) => byCodeUnit(a.key, b.key));
  return (
    all.find(({ key }) => key === focus) ??
    all.find(({ record }) => record.loadBalancers.length > 0) ??
    all[0] ??
    null
  );
}

function loadBalancerName(records: Records, service: Service | undefined): string | null {
  const arn = service?.loadBalancers[0]?.targetGroupArn;
  if (arn === undefined) return null;
  for (const [name, record] of records.all('elasticloadbalancing/LoadBalancer'))
    if (record.forwardsTo === arn) return name;
  return null;
}

/** One per task that is alive or ended a moment ago, in the order of `tasks`. */
function tilesOf(
  records: Records,
  options: ReadOptions,
  cluster: string,
  tasks: readonly (readonly [string, Task])[],
  targets: Targets,
): readonly Tile[] {
  const revisions = liveRevisions(tasks);
  const tiles: Tile[] = [];
  for (const [key, task] of tasks) {
    if (task.lastStatus === 'STOPPED' && options.nowMs - (task.stoppedAt ?? 0) >= FADE_MS) continue;
    const service = serviceOf(records, cluster, task);
    const flies = (revisions.get(task.group)?.size ?? 0) > 1;
    const old = service !== undefined && service.taskDefinition !== task.taskDefinitionArn;
    const target = targets.byTile.get(key);
    const due = options.due?.({ kind: 'ecs/Task', key });
    tiles.push(
      taskTile(
        task,
        key,
        ASKED[(old ? 1 : 0) + (flies ? 2 : 0)]!,
        target?.state ?? null,
        useOf(target, taskFacts(task).cpuMilli),
        due?.startedAtMs ?? (task.lastStatus === 'DEACTIVATING' ? (target?.sinceMs ?? null) : null),
        due?.dueAtMs ?? dueByRecord(records, task, target?.drainedAtMs ?? null),
      ),
    );
  }
  return tiles;
}

/** Shared objects, so that the tiles' memory can compare them by identity. */
const ASKED = [
  { old: false, flies: false },
  { old: true, flies: false },
  { old: false, flies: true },
  { old: true, flies: true },
] as const;

function liveRevisions(tasks: readonly (readonly [string, Task])[]): Map<string, Set<string>> {
  const live = new Map<string, Set<string>>();
  for (const [, task] of tasks) {
    if (task.lastStatus === 'STOPPED' || !task.group.startsWith('service:')) continue;
    const known = live.get(task.group);
    if (known) known.add(task.taskDefinitionArn);
    else live.set(task.group, new Set([task.taskDefinitionArn]));
  }
  return live;
}

const serviceOf = (records: Records, cluster: string, task: Task): Service | undefined =>
  task.group.startsWith('service:')
    ? records.get('ecs/Service', `${cluster}/${task.group.slice('service:'.length)}`)
    : undefined;

/** Draining ends after the deregistration delay, stopping after `stopTimeout`. */
function dueByRecord(records: Records, task: Task, drainedAtMs: number | null): number | null {
  if (task.lastStatus === 'DEACTIVATING') return drainedAtMs;
  if (task.lastStatus !== 'STOPPING' || task.stoppingAt === undefined) return null;
  const { family, revision } = taskFacts(task);
  const definition = records.get('ecs/TaskDefinition', `${family}:${revision}`);
  return task.stoppingAt + (definition ? stopTimeoutMs(definition.containerDefinitions) : 30_000);
}

interface Placed {
  readonly byInstance: ReadonlyMap<string, readonly Tile[]>;
  readonly floating: ReadonlyMap<string, readonly Tile[]>;
  readonly waiting: readonly Tile[];
}

/** On an instance; else, with a machine of its own, in its zone; else waiting. */
function place(
  records: Records,
  cluster: string,
  tasks: readonly (readonly [string, Task])[],
  tiles: readonly Tile[],
): Placed {
  const byKey = new Map(tasks);
  const byInstance = new Map<string, Tile[]>();
  const floating = new Map<string, Tile[]>();
  const waiting: Tile[] = [];
  for (const tile of tiles) {
    const task = byKey.get(tile.ref.key)!;
    const arn = task.containerInstanceArn;
    if (arn !== undefined && records.get('ecs/ContainerInstance', instanceKey(cluster, arn)))
      push(byInstance, arn, tile);
    else if (task.availabilityZone !== undefined) push(floating, task.availabilityZone, tile);
    else if (tile.endedAtMs === null) waiting.push(tile);
  }
  return { byInstance, floating, waiting };
}

const instanceKey = (cluster: string, arn: string): string =>
  `${cluster}/${arn.slice(arn.lastIndexOf('/') + 1)}`;

const CANNOT_PLACE = 'unable to place a task';

function waitingOf(tiles: readonly Tile[], service: Service | undefined): Waiting {
  const newest = service?.events[0]?.message ?? '';
  const missing = service ? service.desiredCount - service.runningCount - service.pendingCount : 0;
  const unmade =
    missing > 0 && newest.includes(CANNOT_PLACE) ? { count: missing, message: newest } : null;
  return { tiles, reasons: [], unmade };
}

function endedOf(tasks: readonly (readonly [string, Task])[]): Ended {
  let count = 0;
  let last: Task | null = null;
  for (const [, task] of tasks) {
    if (task.lastStatus !== 'STOPPED') continue;
    count++;
    if (!last || (task.stoppedAt ?? 0) >= (last.stoppedAt ?? 0)) last = task;
  }
  return {
    count,
    last: last && {
      shortId: taskFacts(last).shortId,
      exitCode: exitCode(last),
      atMs: last.stoppedAt ?? 0,
    },
    restarts: 0,
    lastRestarted: null,
  };
}
