/**
 * What kube-scheduler keeps besides the API's objects: the pods in its queue, the latest decision about each pod, and
 * the configuration it runs with. Their family is `kube-scheduler`, not `kubernetes`: the API server does not know them
 * and their changes do not move resourceVersion.
 */
import type { SchedulerConfiguration } from './configuration';

/** framework.QueuedPodInfo. Key: `namespace/name` of the pod. Gone when the pod is bound or deleted. */
export interface QueuedPodInfo {
  readonly key: string;
  readonly uid: string;
  /**
   * `active`: next in order of priority and time. `backoff`: wants to, but not yet. `unschedulable`: waits for an event
   * that could help. `gated`: scheduling gates keep it out.
   */
  readonly queue: 'active' | 'backoff' | 'unschedulable' | 'gated';
  readonly priority: number;
  /** When it entered the queue, or failed last. */
  readonly timestampMs: number;
  /** When it was first seen. */
  readonly initialAttemptMs: number;
  readonly attempts: number;
  /** Plugins that rejected it at the last attempt. */
  readonly unschedulablePlugins: readonly string[];
  /** Waiting pods of one group are alike to every event; see `schedulingQueue.ts`. Empty before the first failure. */
  readonly group: string;
  /** 0 before the first failure. */
  readonly backoffUntilMs: number;
}

/** The latest decision about a pod, successful or not. Key: `namespace/name` of the pod. Gone with the pod. */
export interface Decision {
  readonly key: string;
  readonly uid: string;
  readonly schedulerName: string;
  readonly atMs: number;
  readonly attempt: number;
  /** Where the search over the nodes began, and where the next pod's will. */
  readonly startIndex: number;
  readonly nextStartIndex: number;
  /** Which of the tied nodes chance picked; null when none were tied. */
  readonly draw: number | null;
  readonly nodeName: string | null;
  readonly nominatedNodeName: string | null;
  /** The text of the event. */
  readonly message: string;
}

export const QUEUED_POD = 'kube-scheduler/QueuedPodInfo';
export const DECISION = 'kube-scheduler/Decision';
export const CONFIGURATION = 'kube-scheduler/Configuration';
/** The one key of `CONFIGURATION`. Absent: the defaults. */
export const CONFIGURATION_KEY = 'kube-scheduler';

declare module '../../../engine/model' {
  interface RecordKinds {
    'kube-scheduler/QueuedPodInfo': QueuedPodInfo;
    'kube-scheduler/Decision': Decision;
    'kube-scheduler/Configuration': SchedulerConfiguration;
  }
}
