/**
 * The full table of one scheduling decision, as the query `explainPlacement` returns it: every node, every filter's
 * verdict with its figures, every score raw, normalised and weighted, and what decided. JSON.
 */
import type { RejectionCode } from './framework';

export interface PlacementTable {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly uid: string;
  readonly schedulerName: string;
  readonly atMs: number;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly outcome: 'bound' | 'nominated' | 'unschedulable';
  /** Where it went, or the node that preemption promised it. */
  readonly nodeName: string | null;
  /** The closing line: the text of the Scheduled or FailedScheduling event. */
  readonly message: string;
  /** A text that failed the pod before any node was tried. */
  readonly preFilter: { readonly plugin: string; readonly reasons: readonly string[] } | null;
  /** All nodes of the cluster, those that were tried, those that passed, and after how many passing ones it stops. */
  readonly counts: {
    readonly nodes: number;
    readonly tried: number;
    readonly feasible: number;
    readonly enough: number;
  };
  /** Columns, in the order in which they ran. A plugin that skipped this pod is not there. */
  readonly filters: readonly string[];
  readonly scores: readonly { readonly plugin: string; readonly weight: number }[];
  /** In the order in which nodes were tried; those not tried last. */
  readonly rows: readonly PlacementRow[];
  readonly decided: Decided;
}

export interface PlacementRow {
  readonly node: string;
  /** Availability zone; empty when the node has no zone label. */
  readonly zone: string;
  readonly tried: boolean;
  readonly chosen: boolean;
  /** One per filter, in order; shorter than `filters` where one failed, because the rest did not run. */
  readonly verdicts: readonly FilterVerdict[];
  /** One per score, in order; null where the node did not pass or there was nothing to compare. */
  readonly scores: readonly ScoreCell[] | null;
  readonly total: number | null;
}

export interface FilterVerdict {
  readonly plugin: string;
  readonly passed: boolean;
  readonly code: RejectionCode | 'Success';
  readonly reasons: readonly string[];
  readonly figures: readonly Figure[];
  /** What stood in the way where the reason does not name it: `{dedicated: batch}`. */
  readonly detail: string | null;
}

/** One comparison: `requested` against what is free, `capacity` less `used`. */
export interface Figure {
  /** `cpu`, `memory`, `pods`, `nvidia.com/gpu`; for spreading a topology key. */
  readonly name: string;
  readonly unit: 'milliCPU' | 'bytes' | 'pieces';
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

export interface ScoreCell {
  readonly raw: number;
  /** 0..100 */
  readonly normalized: number;
  readonly weighted: number;
}

/** Why this node and no other. */
export type Decided =
  /** No node passed. `reasons`: text -> on how many nodes. */
  | { readonly by: 'none'; readonly reasons: Readonly<Record<string, number>> }
  /** Only one node passed, so nothing was scored. */
  | { readonly by: 'onlyFeasible' }
  /** Preemption had promised this node, and it passed. */
  | { readonly by: 'nomination' }
  /** The highest total; `plugin` is where the winner's lead over the second was largest. */
  | {
      readonly by: 'score';
      readonly second: string;
      readonly lead: number;
      readonly plugin: string;
      readonly pluginLead: number;
    }
  /** Several nodes shared the highest total, and chance picked. */
  | { readonly by: 'draw'; readonly among: readonly string[] };
