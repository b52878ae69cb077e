/** All tasks of a cluster as tiles, and where each belongs, in one pass: this runs for every change of a thousand. */
import type { Task } from '../../models/ecs/types';
import type { ReadOptions, Records } from '../records';
import { FADE_MS } from '../tileStates';
import type { Ended, Tile } from '../view';
import type { Target, Targets } from './targets';
import { endpointsOf, exitCode, stopTimeoutMs, taskFacts, taskTile } from './taskTile';
import { push } from './zonesOf';

export interface Tasks {
  readonly alive: readonly Tile[];
  /** By containerInstanceArn. Those that ended a moment ago are still among them. */
  readonly byInstance: ReadonlyMap<string, readonly Tile[]>;
  /** By zone: with a machine of their own. */
  readonly floating: ReadonlyMap<string, readonly Tile[]>;
  readonly waiting: readonly Tile[];
  readonly ended: Ended;
}

export function readTasks(
  records: Records,
  options: ReadOptions,
  cluster: string,
  targets: Targets,
): Tasks {
  const prefix = `${cluster}/`;
  const groups = readGroups(records, prefix);
  const instances = instanceIds(records, prefix);
  const alive: Tile[] = [];
  const waiting: Tile[] = [];
  const byInstance = new Map<string, Tile[]>();
  const floating = new Map<string, Tile[]>();
  let [count, last]: [number, Task | null] = [0, null];
  for (const [key, task] of records.all('ecs/Task')) {
    if (!key.startsWith(prefix)) continue;
    if (task.lastStatus === 'STOPPED') {
      count++;
      if (!last || (task.stoppedAt ?? 0) >= (last.stoppedAt ?? 0)) last = task;
      if (options.nowMs - (task.stoppedAt ?? 0) >= FADE_MS) continue;
    }
    const arn = task.containerInstanceArn;
    const instanceId = arn === undefined ? undefined : instances.get(arn);
    const target = targets.at(endpointsOf(task, instanceId ?? ''));
    const tile = tileOf(records, options, key, task, groups.get(task.group), target);
    if (tile.endedAtMs === null) alive.push(tile);
    if (arn !== undefined && instanceId !== undefined) push(byInstance, arn, tile);
    else if (task.availabilityZone !== undefined) push(floating, task.availabilityZone, tile);
    else if (tile.endedAtMs === null) waiting.push(tile);
  }
  return { alive, byInstance, floating, waiting, ended: endedOf(count, last) };
}

function tileOf(
  records: Records,
  options: ReadOptions,
  key: string,
  task: Task,
  group: Group | undefined,
  target: Target | undefined,
): Tile {
  const old = group !== undefined && group.taskDefinition !== task.taskDefinitionArn;
  const flies = group !== undefined && group.revisions.size > 1;
  return taskTile(task, key, { old, flies, target }, () => {
    const draining = task.lastStatus === 'DEACTIVATING' ? target : undefined;
    const due = options.due?.({ kind: 'ecs/Task', key });
    const startedAtMs = due?.startedAtMs ?? draining?.sinceMs;
    const dueAtMs = due?.dueAtMs ?? draining?.drainedAtMs ?? killedAtMs(records, task);
    return { ...(startedAtMs === undefined ? {} : { startedAtMs }), dueAtMs };
  });
}

/** A service: what it asks for now, and which revisions of it are alive. */
interface Group {
  readonly taskDefinition: string;
  readonly revisions: Set<string>;
}

function readGroups(records: Records, prefix: string): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [key, service] of records.all('ecs/Service'))
    if (key.startsWith(prefix))
      groups.set(`service:${service.serviceName}`, {
        taskDefinition: service.taskDefinition,
        revisions: new Set(),
      });
  let last: Task | null = null;
  for (const [key, task] of records.all('ecs/Task')) {
    if (task.lastStatus === 'STOPPED' || !key.startsWith(prefix)) continue;
    // Siblings mostly follow one another.
    if (last?.taskDefinitionArn === task.taskDefinitionArn && last.group === task.group) continue;
    last = task;
    groups.get(task.group)?.revisions.add(task.taskDefinitionArn);
  }
  return groups;
}

function instanceIds(records: Records, prefix: string): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const [key, instance] of records.all('ecs/ContainerInstance'))
    if (key.startsWith(prefix) && instance.status !== 'INACTIVE')
      ids.set(instance.containerInstanceArn, instance.ec2InstanceId);
  return ids;
}

/** SIGKILL comes `stopTimeout` after SIGTERM. */
function killedAtMs(records: Records, task: Task): number | null {
  if (task.lastStatus !== 'STOPPING' || task.stoppingAt === undefined) return null;
  const { family, revision } = taskFacts(task);
  const definition = records.get('ecs/TaskDefinition', `${family}:${revision}`);
  return task.stoppingAt + (definition ? stopTimeoutMs(definition.containerDefinitions) : 30_000);
}

const endedOf = (count: number, last: Task | null): Ended => ({
  count,
  last: last && {
    shortId: taskFacts(last).shortId,
    exitCode: exitCode(last),
    atMs: last.stoppedAt ?? 0,
  },
  restarts: 0,
  lastRestarted: null,
});
