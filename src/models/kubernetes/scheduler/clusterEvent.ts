/**
 * Events that may help a waiting pod (kube-scheduler framework/events.go and queueing hints, on by default since v1.32).
 * A plugin that has rejected a pod is asked whether such an event could change its mind.
 */
import type { Cluster } from './cluster';
import type { NodeInfo } from './nodeInfo';
import type { PodInfo } from './podInfo';

export type ClusterEvent =
  | { readonly type: 'NodeAdd'; readonly node: NodeInfo }
  | { readonly type: 'NodeUpdate'; readonly before: NodeInfo; readonly node: NodeInfo }
  | { readonly type: 'NodeDelete'; readonly node: NodeInfo }
  | { readonly type: 'AssignedPodAdd'; readonly pod: PodInfo }
  | { readonly type: 'AssignedPodUpdate'; readonly before: PodInfo; readonly pod: PodInfo }
  | { readonly type: 'AssignedPodDelete'; readonly pod: PodInfo };

/** true: worth another try. `cluster` is as the event left it. */
export type QueueingHint = (waiting: PodInfo, event: ClusterEvent, cluster: Cluster) => boolean;
