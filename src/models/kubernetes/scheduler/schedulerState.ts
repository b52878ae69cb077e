/**
 * What the scheduler knows, as a projection: a pure fold over changes of records, so checkpoint, rewind and replay need
 * nothing of their own. It holds the cluster, the queue, the profiles, and with every decision the cluster as it was.
 */
import {
  defineProjection,
  type Change,
  type ProjectionDef,
  type Read,
  type Ref,
} from '../../../engine/model';
import type { Labels, Namespace, Node, Pod, ReplicaSet, Service } from '../types';
import { EMPTY_CLUSTER, nodeNamed, withSelector, type Cluster } from './cluster';
import { clusterAfterNode } from './clusterNodes';
import { clusterAfterPod } from './clusterPods';
import type { ClusterEvent } from './clusterEvent';
import { DEFAULT_CONFIGURATION, type SchedulerConfiguration } from './configuration';
import type { PodInfo } from './podInfo';
import { profilesOf, type Profile } from './profile';
import { CONFIGURATION, DECISION, QUEUED_POD, type Decision, type QueuedPodInfo } from './records';
import {
  callAll,
  callPod,
  EMPTY_QUEUE,
  queueAfter,
  queueAfterEvent,
  type SchedulingQueue,
} from './schedulingQueue';
import { byCodeUnit, SortedMap } from './sortedMap';

export interface SchedulerState {
  readonly cluster: Cluster;
  readonly queue: SchedulingQueue;
  readonly configuration: SchedulerConfiguration;
  /** By scheduler name. */
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly nextStartIndex: number;
  /** The newest decisions with what they saw, by pod. */
  readonly decisions: SortedMap<string, KeptDecision>;
  /** Serial -> pod, to forget the oldest. */
  readonly order: SortedMap<number, string>;
  readonly serial: number;
}

/** A decision and its whole input, by reference. */
export interface KeptDecision {
  readonly serial: number;
  readonly decision: Decision;
  readonly pod: PodInfo;
  readonly cluster: Cluster;
  readonly profile: Profile;
}

/** Older decisions can no longer be explained; their outcome stays in the record. */
const DECISIONS_KEPT = 10_000;

export const schedulerState = (read: Read): SchedulerState => read.projection(NAME);

const NAME = 'kubernetes/scheduler';

export const schedulerProjection: ProjectionDef = defineProjection<SchedulerState>({
  name: NAME,
  kinds: [
    'kubernetes/Node',
    'kubernetes/Pod',
    'kubernetes/Namespace',
    'kubernetes/Service',
    'kubernetes/ReplicaSet',
    QUEUED_POD,
    DECISION,
    CONFIGURATION,
  ],
  initial: {
    cluster: EMPTY_CLUSTER,
    queue: EMPTY_QUEUE,
    configuration: DEFAULT_CONFIGURATION,
    profiles: profilesOf(DEFAULT_CONFIGURATION),
    nextStartIndex: 0,
    decisions: SortedMap.empty(byCodeUnit),
    order: SortedMap.empty((a, b) => a - b),
    serial: 0,
  },
  apply: stateAfter,
});

type Was<T> = T | undefined;

function stateAfter(state: SchedulerState, change: Change): SchedulerState {
  const { kind, key, before, after } = change;
  switch (kind) {
    case 'kubernetes/Pod':
      return afterPod(state, key, before as Was<Pod>, after as Was<Pod>);
    case 'kubernetes/Node':
      return afterNode(state, key, before as Was<Node>, after as Was<Node>);
    case QUEUED_POD: {
      const pod = state.cluster.pods.get(key);
      const [was, is] = [before as Was<QueuedPodInfo>, after as Was<QueuedPodInfo>];
      return { ...state, queue: queueAfter(state.queue, was, is, pod) };
    }
    case DECISION:
      return afterDecision(state, key, after as Was<Decision>);
    case CONFIGURATION:
      return afterConfiguration(state, change);
    default:
      return withCluster(state, clusterAfterObject(state.cluster, change));
  }
}

const withCluster = (state: SchedulerState, cluster: Cluster): SchedulerState =>
  cluster === state.cluster ? state : { ...state, cluster };

/** Namespaces, and what tells which pods belong together. */
function clusterAfterObject(cluster: Cluster, { kind, key, after }: Change): Cluster {
  if (kind === 'kubernetes/Namespace') {
    const labels: Was<Labels> = after ? ((after as Namespace).metadata.labels ?? {}) : undefined;
    const namespaces = withSelector(cluster.namespaces, key, labels);
    return namespaces === cluster.namespaces ? cluster : { ...cluster, namespaces };
  }
  if (kind === 'kubernetes/Service') {
    const services = withSelector(cluster.services, key, (after as Was<Service>)?.spec.selector);
    return services === cluster.services ? cluster : { ...cluster, services };
  }
  const selector = (after as Was<ReplicaSet>)?.spec.selector;
  const owners = withSelector(cluster.owners, `ReplicaSet/${key}`, selector);
  return owners === cluster.owners ? cluster : { ...cluster, owners };
}

function afterNode(
  state: SchedulerState,
  key: string,
  before: Was<Node>,
  after: Was<Node>,
): SchedulerState {
  const cluster = clusterAfterNode(state.cluster, before, after);
  if (cluster === state.cluster) return state;
  const was = nodeNamed(state.cluster, key);
  const node = nodeNamed(cluster, key);
  const next = { ...state, cluster };
  const about: Ref = { kind: 'kubernetes/Node', key };
  if (!was) return node ? afterEvent(next, { type: 'NodeAdd', node }, about) : next;
  if (!node) return afterEvent(next, { type: 'NodeDelete', node: was }, about);
  return afterEvent(next, { type: 'NodeUpdate', before: was, node }, about);
}

function afterPod(
  state: SchedulerState,
  key: string,
  before: Was<Pod>,
  after: Was<Pod>,
): SchedulerState {
  const cluster = clusterAfterPod(state.cluster, key, before, after);
  if (cluster === state.cluster) return state;
  const was = state.cluster.pods.get(key);
  const is = cluster.pods.get(key);
  const next = { ...state, cluster };
  const about: Ref = { kind: 'kubernetes/Pod', key };
  const event = podEvent(was, is);
  if (event) return afterEvent(next, event, about);
  const changedItself = was && is && (was.spec !== is.spec || was.labels !== is.labels);
  if (!changedItself) return next;
  return { ...next, queue: callPod(next.queue, is, { event: 'UnscheduledPodUpdate', about }) };
}

function podEvent(was: Was<PodInfo>, is: Was<PodInfo>): ClusterEvent | undefined {
  if (is?.nodeName)
    return was?.nodeName
      ? { type: 'AssignedPodUpdate', before: was, pod: is }
      : { type: 'AssignedPodAdd', pod: is };
  return was?.nodeName ? { type: 'AssignedPodDelete', pod: was } : undefined;
}

function afterEvent(state: SchedulerState, event: ClusterEvent, about: Ref): SchedulerState {
  if (state.queue.waiting.size === 0) return state;
  const { queue, cluster, profiles } = state;
  return { ...state, queue: queueAfterEvent(queue, event, about, cluster, profiles) };
}

function afterDecision(
  state: SchedulerState,
  key: string,
  decision: Was<Decision>,
): SchedulerState {
  let { decisions, order } = state;
  const known = decisions.get(key);
  if (known) order = order.delete(known.serial);
  const pod = state.cluster.pods.get(key);
  const profile = decision && state.profiles.get(decision.schedulerName);
  if (!decision || !pod || !profile) return { ...state, decisions: decisions.delete(key), order };
  const serial = state.serial + 1;
  decisions = decisions.set(key, { serial, decision, pod, cluster: state.cluster, profile });
  order = order.set(serial, key);
  const oldest = order.size > DECISIONS_KEPT ? order.first() : undefined;
  if (oldest) {
    decisions = decisions.delete(oldest[1]);
    order = order.delete(oldest[0]);
  }
  return { ...state, decisions, order, serial, nextStartIndex: decision.nextStartIndex };
}

function afterConfiguration(state: SchedulerState, { kind, key, after }: Change): SchedulerState {
  const configuration = (after as Was<SchedulerConfiguration>) ?? DEFAULT_CONFIGURATION;
  const called = { event: 'SchedulerRestarted', about: { kind, key } };
  return {
    ...state,
    configuration,
    profiles: profilesOf(configuration),
    queue: callAll(state.queue, called),
  };
}
