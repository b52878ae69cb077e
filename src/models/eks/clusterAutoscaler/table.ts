/**
 * The query `explainClusterAutoscaler` (quayside, no input): the look that the Cluster Autoscaler would take at this moment,
 * with its numbers. JSON.
 */
import type { GroupOption } from './facts';
import type { UnremovableReason } from './types';

export interface ClusterAutoscalerExplanation {
  /** Key of the pod that leads. */
  readonly pod: string;
  readonly atMs: number;
  readonly nextLookAtMs: number;
  readonly groups: readonly GroupRow[];
  readonly scaleUp: ScaleUpRow;
  /** Why no node goes, whatever its state: until when; null: nothing holds. */
  readonly cooldown: {
    readonly afterAddUntilMs: number | null;
    readonly afterDeleteUntilMs: number | null;
    readonly afterFailureUntilMs: number | null;
  };
  readonly thresholdPermille: number;
  readonly unneededTimeMs: number;
  readonly nodes: readonly NodeRow[];
}

export interface GroupRow {
  readonly group: string;
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
  readonly target: number;
  /** Registered and Ready; the rest is on its way. */
  readonly ready: number;
  readonly upcoming: number;
  readonly backoffUntilMs: number | null;
}

export interface ScaleUpRow {
  /** Pods that no node has room for, on those that are coming neither. */
  readonly pending: number;
  /** Of all that wait, those that will fit on nodes that are there or on their way. */
  readonly waiting: number;
  readonly options: readonly GroupOption[];
  /** `least-waste`, ...; null: nothing was chosen. */
  readonly by: string | null;
  readonly chosen: string | null;
  readonly plan: readonly { readonly group: string; readonly from: number; readonly to: number }[];
  /** Pods that no group would help, with the text of their event. */
  readonly helpless: readonly { readonly pod: string; readonly message: string }[];
}

export interface NodeRow {
  readonly node: string;
  readonly group: string | null;
  readonly cpuPermille: number;
  readonly memoryPermille: number;
  readonly pods: number;
  /** `unneeded`: its time runs; `deleting`: on its way out; `kept`: `reason` says why. */
  readonly verdict: 'kept' | 'unneeded' | 'deleting';
  readonly reason: UnremovableReason | null;
  readonly message: string;
  readonly blockingPod: string | null;
  readonly unneededSinceMs: number | null;
  /** When its time is up, cooldowns included. */
  readonly removableAtMs: number | null;
  /** When a simulation that failed is made again. */
  readonly recheckAtMs: number | null;
}
