/** What the node controllers want, an intent each. `node`, `zone` and `pod` are keys. */
export type NodeLifecycleCommand =
  | { readonly type: 'registerZone'; readonly zone: string }
  /** The kubelet has been silent for too long. */
  | { readonly type: 'markNodeUnreachable'; readonly node: string }
  /** It is Ready: no NoExecute taint of ours, and no waiting for one. */
  | { readonly type: 'markNodeReachable'; readonly node: string }
  /** It is not: a NoExecute taint, as soon as the zone's rate allows. */
  | { readonly type: 'queueNodeForTainting'; readonly node: string }
  /** Not-ready turned unreachable, or the other way round: at once. */
  | { readonly type: 'swapNoExecuteTaint'; readonly node: string }
  | { readonly type: 'taintNextNode'; readonly zone: string }
  /** Conditions and cordon -> NoSchedule taints. */
  | { readonly type: 'reconcileNodeTaints'; readonly node: string }
  | { readonly type: 'updateZoneStates' }
  | { readonly type: 'schedulePodEviction'; readonly pod: string }
  | { readonly type: 'cancelPodEviction'; readonly pod: string }
  | { readonly type: 'evictTaintedPod'; readonly pod: string }
  | { readonly type: 'noteMissingNode'; readonly node: string }
  | { readonly type: 'forgetMissingNode'; readonly node: string }
  | { readonly type: 'collectOrphanedPods'; readonly node: string };
