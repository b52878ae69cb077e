/**
 * What may be asked of Kubernetes from inside the world: by its own controllers, and by `eks`, the cloud's outside
 * controller. An intent each; the handler reads the records again when it carries it out.
 *
 * Every folder of the model exports the union of its own commands; this file joins them, and offers builders for those
 * that are said from elsewhere.
 */
import { canonicalPrint, fnv32a } from './naming';
import type { Command, Ref } from '../../engine/model';
import type { ApiCommand } from './api/commands';
import type { AutoscalingCommand } from './autoscaling/commands';
import type { ControllersCommand } from './controllers/commands';
import type { DaemonSetCommand } from './controllers/daemonSet/daemonSetRecord';
import type { DeploymentCommand } from './controllers/deployment/commands';
import type { DisruptionCommand } from './controllers/disruption/disruption';
import type { EndpointSliceCommand } from './controllers/endpointSlice';
import type { CronJobCommand } from './controllers/cronJob/cronJobRecord';
import type { JobCommand } from './controllers/job/jobRecord';
import type { ReplicaSetCommand } from './controllers/replicaSet';
import type { GarbageCollectorCommand } from './controllers/garbageCollector';
import type { KubectlEngineCommand } from './kubectl/part';
import type { KubeletCommand } from './kubelet/commands';
import type {
  MetricsCommand,
  PublishedExternalMetric,
  PublishedObjectMetric,
  PublishedPodsMetric,
  WithdrawnMetric,
} from './metrics/published';
import type { NodeLifecycleCommand } from './nodeLifecycle/commands';
import type {
  NodeConfiguration,
  OutsideCommand,
  PodAssignment,
  PodNotice,
} from './outside/commands';
import type { PodMutation } from './outside/podMutations';
import type { SchedulerCommand } from './scheduler/commands';
import type { Condition, Labels, ResourceList, Taint, StoredObject } from './types';

export type KubernetesCommand =
  | ApiCommand
  | AutoscalingCommand
  | KubectlEngineCommand
  | KubeletCommand
  | ControllersCommand
  | EndpointSliceCommand
  | GarbageCollectorCommand
  | ReplicaSetCommand
  | CronJobCommand
  | JobCommand
  | DaemonSetCommand
  | DeploymentCommand
  | MetricsCommand
  | DisruptionCommand
  | NodeLifecycleCommand
  | OutsideCommand
  | SchedulerCommand;

declare module '../../engine/model' {
  interface CommandTypes {
    kubernetes: KubernetesCommand;
  }
}

/** A machine that joins: its kubelet registers a Node and begins to run pods. */
export interface NodeRegistration {
  /** The Node's name: the instance's private DNS name. */
  readonly name: string;
  /** `aws:///<zone>/<instance id>` */
  readonly providerID: string;
  readonly zone: string;
  readonly instanceType: string;
  /** null on Fargate. */
  readonly instanceId: string | null;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
  /** The node's own address: `InternalIP`. */
  readonly ip: string;
  /** It comes with its network, and is Ready from the start. */
  readonly networkReady?: true;
}

interface PodName {
  readonly namespace: string;
  readonly name: string;
}

const kubernetes = <C extends KubernetesCommand>(command: C, because?: Ref): Command =>
  ({ model: 'kubernetes', ...command, ...(because ? { because } : {}) }) as unknown as Command;

/** The kubelet starts for the first time, or again after its Node object was deleted: the Node is created. */
export const registerNode = (node: NodeRegistration, because?: Ref): Command =>
  kubernetes({ type: 'registerNode', ...node }, because);

/** The machine shuts down in order: the kubelet ends its pods, marks the node not ready and stops. */
export const stopKubelet = (node: string, because?: Ref): Command =>
  kubernetes({ type: 'stopKubelet', node }, because);

/** The kubelet of a known node is started again: after a stop or after power came back. */
export const startKubelet = (node: string, because?: Ref): Command =>
  kubernetes({ type: 'startKubelet', node }, because);

/** `silent`: containers run on, but no word passes between this kubelet and the API server. */
export const silenceKubelet = (node: string, silent: boolean, because?: Ref): Command =>
  kubernetes({ type: 'silenceKubelet', node, silent }, because);

/** Power is gone: every container dies at once and nobody reports it. */
export const powerOffNode = (node: string, because?: Ref): Command =>
  kubernetes({ type: 'powerOffNode', node }, because);

/** The cloud's node controller: the instance is no more, so the Node object goes. */
export const deleteNode = (name: string, because?: Ref): Command =>
  kubernetes({ type: 'deleteNode', name }, because);

/** `status.loadBalancer.ingress` of a Service of type LoadBalancer; null takes it away. */
export const setServiceIngress = (
  service: PodName & { readonly hostname: string | null },
  because?: Ref,
): Command => kubernetes({ type: 'setServiceIngress', ...service }, because);

/** `status.loadBalancer.ingress` of an Ingress, by the key of its record; null takes it away. */
export const setIngressHostname = (
  ingress: { readonly key: string; readonly hostname: string | null },
  because?: Ref,
): Command => {
  const { key: object, hostname } = ingress;
  return kubernetes({ type: 'setIngressHostname', object, hostname }, because);
};

/** A condition that somebody outside the kubelet owns: a readiness gate, DisruptionTarget. */
export const setPodCondition = (
  pod: PodName & {
    readonly condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;
  },
  because?: Ref,
): Command => kubernetes({ type: 'setPodCondition', ...pod }, because);

/**
 * Deletes a pod as the API does: gracefully unless `gracePeriodSeconds` says 0. `uid` guards against a namesake.
 */
export const deletePod = (
  pod: PodName & { readonly uid?: string; readonly gracePeriodSeconds?: number },
  because?: Ref,
): Command => kubernetes({ type: 'deletePod', ...pod }, because);

/** `custom.metrics.k8s.io`: a value of one object, such as the requests a second of a Service. See `metrics/published.ts`. */
export const publishObjectMetric = (metric: PublishedObjectMetric, because?: Ref): Command =>
  kubernetes({ type: 'publishObjectMetric', ...metric }, because);

/** `custom.metrics.k8s.io`: a value of each pod. Pods that are left out have no value any more. */
export const publishPodsMetric = (metric: PublishedPodsMetric, because?: Ref): Command =>
  kubernetes({ type: 'publishPodsMetric', ...metric }, because);

/** `external.metrics.k8s.io`: a value of something outside, such as the length of a queue. */
export const publishExternalMetric = (metric: PublishedExternalMetric, because?: Ref): Command =>
  kubernetes({ type: 'publishExternalMetric', ...metric }, because);

/** Nobody says it any more: to the autoscaler there is no such metric. */
export const withdrawMetric = (metric: WithdrawnMetric, because?: Ref): Command =>
  kubernetes({ type: 'withdrawMetric', metric }, because);
/** Labels and taints of a Node, which its cloud keeps. */
export const configureNode = (configuration: NodeConfiguration, because?: Ref): Command =>
  kubernetes({ type: 'configureNode', ...configuration }, because);

/** Another scheduler than kube-scheduler binds a pod that is its business. */
export const assignPod = (assignment: PodAssignment, because?: Ref): Command =>
  kubernetes({ type: 'assignPod', ...assignment }, because);

/** An Event about a pod. */
export const tellPod = (notice: PodNotice, because?: Ref): Command =>
  kubernetes({ type: 'tellPod', ...notice }, because);

/** A mutating webhook of the cloud's, as data; null: it is gone. */
export const setPodMutation = (
  name: string,
  mutation: PodMutation | null,
  because?: Ref,
): Command => kubernetes({ type: 'setPodMutation', name, mutation }, because);

/**
 * Evicts a pod (by key) as the API does, which its disruption budget may refuse: then nothing happens but the fact
 * `evictionRefused`, and whoever wants it asks `again` later.
 */
export const evictPod = (
  eviction: {
    readonly pod: string;
    readonly gracePeriodSeconds?: number;
    readonly again?: boolean;
  },
  because?: Ref,
): Command => kubernetes({ type: 'evictPod', ...eviction }, because);

/** What the API would answer to an eviction now, without asking; and the budgets that are asked. */
export { evictionVerdict } from './controllers/eviction';
export { budgetsOf } from './controllers/disruption/budget';

/** A custom resource of the asker's own: created, replaced, or with null removed. */
export const writeObject = (key: string, object: StoredObject | null, because?: Ref): Command =>
  kubernetes({ type: 'writeObject', key, object }, because);

/** An Event about any object: a Node, a ConfigMap. */
export const recordEvent = (
  notice: Omit<Extract<ControllersCommand, { type: 'recordEvent' }>, 'type'>,
  because?: Ref,
): Command => kubernetes({ type: 'recordEvent', ...notice }, because);

export { nextTime, parseSchedule } from './controllers/cronJob/schedule';

/** A short name for a whole value: equal for equal values. */
export const printHash = (value: object): string => String(fnv32a(canonicalPrint(value)));
