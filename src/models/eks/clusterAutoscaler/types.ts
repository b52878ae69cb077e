/**
 * What a running Cluster Autoscaler remembers between two looks (kubernetes/autoscaler 1.34, StaticAutoscaler and its
 * trackers): it is all in the memory of its process, and lost with it. Times are virtual ms.
 */

export interface ClusterAutoscaler {
  /** Key and uid of the pod that leads. */
  readonly pod: string;
  readonly uid: string;
  /** Its looks come at this time plus whole scan intervals. */
  readonly startedAtMs: number;
  /** Why it does nothing: a flag that it does not take. */
  readonly refused: string | null;
  readonly lastScaleUpMs: number | null;
  readonly lastScaleDownDeleteMs: number | null;
  readonly lastScaleDownFailMs: number | null;
  /** Nodes that are not needed, and since when. In the order in which they were found. */
  readonly unneeded: readonly { readonly node: string; readonly sinceMs: number }[];
  /** Nodes that a simulation could not empty, not to be tried again before `untilMs`. */
  readonly unremovable: readonly Unremovable[];
  readonly backoffs: readonly GroupBackoff[];
  /** Instances asked for and not registered yet. */
  readonly scaleUps: readonly { readonly group: string; readonly sinceMs: number }[];
  /** What each pod was told last that no group helps: said again only when it is something else. */
  readonly told: readonly Told[];
  /** What its ConfigMap says. */
  readonly shown: Shown | null;
}

export interface Shown {
  /** Equal while there is nothing new to say. */
  readonly print: string;
  /** By `<group>/<health, scaleUp or scaleDown>`. */
  readonly since: Readonly<Record<string, { readonly status: string; readonly atMs: number }>>;
  readonly text: string;
  readonly healthy: boolean;
}

export interface Told {
  readonly pod: string;
  readonly uid: string;
  readonly message: string;
}

export interface Unremovable {
  readonly node: string;
  readonly reason: UnremovableReason;
  /** Key of the pod that stands in the way; null: none alone. */
  readonly pod: string | null;
  /** The autoscaler's own words. */
  readonly message: string;
  readonly untilMs: number;
}

export interface GroupBackoff {
  readonly group: string;
  readonly untilMs: number;
  readonly durationMs: number;
  readonly lastFailureMs: number;
}

/** simulator.UnremovableReason and drain.BlockingPodReason, in their own words. */
export type UnremovableReason =
  | 'NotAutoscaled'
  | 'ScaleDownDisabledAnnotation'
  | 'ScaleDownUnreadyDisabled'
  | 'NotUnderutilized'
  | 'NodeGroupMinSizeReached'
  | 'NotUnneededLongEnough'
  | 'NotUnreadyLongEnough'
  | 'CurrentlyBeingDeleted'
  | 'NoPlaceToMovePods'
  | 'NotReplicated'
  | 'LocalStorageRequested'
  | 'NotSafeToEvictAnnotation'
  | 'UnmovableKubeSystemPod'
  | 'NotEnoughPdb';

/** A node on its way out: tainted, then drained, then its instance terminates. Key: node name. */
export interface NodeDeletion {
  readonly node: string;
  readonly group: string;
  readonly InstanceId: string;
  /** Without pods that would have to move. */
  readonly empty: boolean;
  readonly sinceMs: number;
  /** Keys of the pods that have to go; null: draining has not begun. */
  readonly pods: readonly string[] | null;
  /** Evictions are tried until then, the next time at `nextTryMs`. */
  readonly retryUntilMs: number;
  readonly nextTryMs: number;
  readonly tries: number;
  /** When the wait for evicted pods ends; null: some have not been let go. */
  readonly waitUntilMs: number | null;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** The one key: `cluster-autoscaler`. There while one leads. */
    'eks/ClusterAutoscaler': ClusterAutoscaler;
    /** Key: node name. */
    'eks/NodeDeletion': NodeDeletion;
  }
}
