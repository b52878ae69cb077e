/**
 * What a placement decision looks at: the container instances of one cluster with the tasks that are meant to run on
 * them, and Fargate's zones. Immutable and shared: a decision keeps the view it saw as one reference, so that it can be
 * explained later by running the same function again (DECISIONS.md, "Explanations are recomputed").
 */
import { keyOfArn } from '../arn';
import type { ContainerInstance, Task } from '../types';
import { attributeValues, remainingOf, type AttributeValues, type Remaining } from './resources';
import { getEntry, noChunks, removeEntry, setEntry, type SortedChunks } from './sortedChunks';

export const ZONE_ATTRIBUTE = 'ecs.availability-zone';

/** Tasks meant to run, by group (`service:web`), by who started them (`ecs-svc/1`), and by that and their provider. */
export type TaskCounts = Readonly<Record<string, number>>;

export interface Candidate {
  readonly instance: ContainerInstance;
  readonly remaining: Remaining;
  readonly attributes: AttributeValues;
  readonly availabilityZone: string;
  readonly tasks: TaskCounts;
  /** Task network interfaces attached or being attached. */
  readonly networkInterfaces: number;
}

export interface ClusterView {
  /** By container instance ARN. */
  readonly instances: SortedChunks<Candidate>;
  /** Fargate tasks by availability zone. */
  readonly zones: Readonly<Record<string, TaskCounts>>;
  /** Keys of tasks meant to run, by `<started by>|<place>|<task key>`: which one of a deployment runs where. */
  readonly started: SortedChunks<string>;
}

export const emptyView: ClusterView = { instances: noChunks, zones: {}, started: noChunks };

const noTasks: TaskCounts = {};

/** An instance without tasks. */
export function candidateOf(instance: ContainerInstance): Candidate {
  const attributes = attributeValues(instance.attributes);
  return {
    instance,
    remaining: remainingOf(instance),
    attributes,
    availabilityZone: attributes.get(ZONE_ATTRIBUTE)?.[0] ?? '',
    tasks: noTasks,
    networkInterfaces: 0,
  };
}

export function withInstance(
  view: ClusterView,
  arn: string,
  instance: ContainerInstance | undefined,
): ClusterView {
  if (!instance) return { ...view, instances: removeEntry(view.instances, arn) };
  const fresh = candidateOf(instance);
  const before = getEntry(view.instances, arn);
  const { tasks, networkInterfaces } = before ?? fresh;
  return {
    ...view,
    instances: setEntry(view.instances, arn, { ...fresh, tasks, networkInterfaces }),
  };
}

/** `before` and `after` are the same task, undefined where it does not exist. */
export function withTask(
  view: ClusterView,
  key: string,
  before: Task | undefined,
  after: Task | undefined,
): ClusterView {
  const was = before && shareOf(before);
  const is = after && shareOf(after);
  if (was && is && sameShare(was, is)) return view;
  const without = was ? add(view, key, was, -1) : view;
  return is ? add(without, key, is, 1) : without;
}

/** Where a task stands: the ARN of its container instance, or its zone on Fargate. */
export const placeOf = (task: Task): string | undefined =>
  task.containerInstanceArn ?? task.availabilityZone;

/** Tasks of a service's deployment that were given to one capacity provider. */
export const ofProvider = (startedBy: string, capacityProvider: string): string =>
  `${startedBy}@${capacityProvider}`;

export const startedPrefix = (startedBy: string, place: string): string => `${startedBy}|${place}|`;

interface Share {
  readonly place: string;
  readonly onInstance: boolean;
  readonly group: string;
  readonly startedBy: string;
  /** `startedBy` with the provider; null: no service, or none. */
  readonly provided: string | null;
  /** 1: meant to run. 0: leaving, but its network interface is still there. */
  readonly meantToRun: 0 | 1;
  readonly networkInterfaces: 0 | 1;
}

function shareOf(task: Task): Share | undefined {
  const place = placeOf(task);
  if (task.lastStatus === 'STOPPED' || place === undefined) return undefined;
  const onInstance = task.containerInstanceArn !== undefined;
  return {
    place,
    onInstance,
    group: task.group,
    startedBy: task.startedBy ?? '',
    provided: providedOf(task),
    meantToRun: task.desiredStatus === 'RUNNING' ? 1 : 0,
    networkInterfaces: onInstance && task.attachments.some(isNetworkInterface) ? 1 : 0,
  };
}

const providedOf = ({ startedBy, capacityProviderName: name }: Task): string | null =>
  name !== undefined && startedBy?.startsWith('ecs-svc/') ? ofProvider(startedBy, name) : null;

const isNetworkInterface = ({ type }: { readonly type: string }): boolean =>
  type === 'ElasticNetworkInterface';

const sameShare = (a: Share, b: Share): boolean =>
  a.place === b.place &&
  a.meantToRun === b.meantToRun &&
  a.networkInterfaces === b.networkInterfaces;

function add(view: ClusterView, key: string, share: Share, sign: 1 | -1): ClusterView {
  const { place, meantToRun } = share;
  let { started } = view;
  for (const by of meantToRun === 0 ? [] : starters(share)) {
    const orderKey = startedPrefix(by, place) + key;
    started = sign === 1 ? setEntry(started, orderKey, key) : removeEntry(started, orderKey);
  }
  if (!share.onInstance) {
    const tasks = counted(view.zones[place] ?? noTasks, share, sign);
    return { ...view, started, zones: { ...view.zones, [place]: tasks } };
  }
  const before = getEntry(view.instances, place);
  // A task outlives the record of a deregistered instance for as long as it is being stopped.
  if (!before) return { ...view, started };
  const after = {
    ...before,
    tasks: counted(before.tasks, share, sign),
    networkInterfaces: before.networkInterfaces + sign * share.networkInterfaces,
  };
  return { ...view, started, instances: setEntry(view.instances, place, after) };
}

const starters = ({ startedBy, provided }: Share): readonly string[] =>
  provided === null ? [startedBy] : [startedBy, provided];

function counted(tasks: TaskCounts, share: Share, sign: 1 | -1): TaskCounts {
  if (share.meantToRun === 0) return tasks;
  const next: Record<string, number> = { ...tasks };
  for (const name of [share.group, ...starters(share)]) {
    const count = (next[name] ?? 0) + sign;
    if (count > 0) next[name] = count;
    else delete next[name];
  }
  return next;
}

/** The cluster that a task or container instance belongs to, from its record key. */
export const clusterOfKey = (key: string): string => key.slice(0, key.indexOf('/'));
export const keyOfInstance = (instance: ContainerInstance): string =>
  keyOfArn(instance.containerInstanceArn);
