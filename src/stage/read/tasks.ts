/** All tasks of a cluster as tiles, and where each belongs, in one pass: this runs for every change of a thousand. */
import type { Task } from '../../models/ecs/types';
import type { ReadOptions, Records } from '../records';
import { FADE_MS } from '../tileStates';
import type { Ended, Span, Tile } from '../view';
import type { Targets } from './targets';
import {
  TASK_TILES,
  endpointsOf,
  exitCode,
  stopTimeoutMs,
  taskFacts,
  type TaskContext,
} from './taskTile';
import { tileIn } from './tileMemory';
import { readUses } from './uses';
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
  const due = dueOf(records, options);
  const uses = readUses(records);
  let [count, last]: [number, Task | null] = [0, null];
  for (const [key, task] of records.all('ecs/Task')) {
    if (!key.startsWith(prefix)) continue;
    const facts = taskFacts(task);
    if (facts.stopped) {
      count++;
      if (!last || facts.stoppedAtMs >= taskFacts(last).stoppedAtMs) last = task;
      if (options.nowMs - facts.stoppedAtMs >= FADE_MS) continue;
    }
    const arn = facts.containerInstanceArn;
    const instanceId = arn === undefined ? undefined : instances.get(arn);
    const group = groups.get(facts.group);
    const target = targets.at(endpointsOf(facts, instanceId ?? ''));
    const context: TaskContext = {
      old: group !== undefined && group.taskDefinition !== facts.taskDefinitionArn,
      flies: group?.flies ?? false,
      target,
      usedMilli: uses('ecs/Task', key, target),
    };
    const tile = tileIn(facts.slot, TASK_TILES, task, key, context, due);
    if (!facts.stopped) alive.push(tile);
    if (arn !== undefined && instanceId !== undefined) push(byInstance, arn, tile);
    else if (facts.availabilityZone !== undefined) push(floating, facts.availabilityZone, tile);
    else if (!facts.stopped) waiting.push(tile);
  }
  return { alive, byInstance, floating, waiting, ended: endedOf(count, last) };
}

/** What the page knows; else the deregistration delay and `stopTimeout`. */
const dueOf =
  (records: Records, options: ReadOptions) =>
  (task: Task, key: string, { target }: TaskContext): Partial<Span> => {
    const draining = task.lastStatus === 'DEACTIVATING' ? target : undefined;
    const due = options.due?.({ kind: 'ecs/Task', key });
    const startedAtMs = due?.startedAtMs ?? draining?.sinceMs;
    const dueAtMs = due?.dueAtMs ?? draining?.drainedAtMs ?? killedAtMs(records, task);
    return { ...(startedAtMs === undefined ? {} : { startedAtMs }), dueAtMs };
  };

/** A service: what it asks for now, and whether tasks of two revisions live. */
interface Group {
  readonly taskDefinition: string;
  readonly flies: boolean;
}

function readGroups(records: Records, prefix: string): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [key, { serviceName, taskDefinition, deployments }] of records.all('ecs/Service')) {
    if (!key.startsWith(prefix)) continue;
    const live = deployments.filter((each) => each.runningCount + each.pendingCount > 0);
    const revisions = new Set([taskDefinition, ...live.map((each) => each.taskDefinition)]);
    groups.set(`service:${serviceName}`, { taskDefinition, flies: revisions.size > 1 });
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
  failed: 0,
  last: last && {
    shortId: taskFacts(last).shortId,
    exitCode: exitCode(last),
    atMs: last.stoppedAt ?? 0,
  },
  restarts: 0,
  lastRestarted: null,
});
