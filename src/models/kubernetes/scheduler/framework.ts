/**
 * What a scheduling plugin is (kube-scheduler framework interface, v1.34). A plugin prepares itself once for a pod and
 * then looks at nodes one by one; `Skip` means that it has nothing to say about this pod. Adding a rule is adding a file
 * with one plugin in it and its name to `plugins.ts`.
 */
import type { Cluster } from './cluster';
import type { QueueingHint } from './clusterEvent';
import type { FeatureGates, PluginArgs } from './configuration';
import type { NodeInfo } from './nodeInfo';
import type { PodInfo } from './podInfo';
import type { Figure } from './table';

export type RejectionCode =
  /** Evicting pods could help. */
  | 'Unschedulable'
  /** It could not. */
  | 'UnschedulableAndUnresolvable'
  /** The plugin cannot answer; the attempt fails. */
  | 'Error';

export interface Rejection {
  readonly code: RejectionCode;
  /** The platform's own texts, counted in the FailedScheduling message. */
  readonly reasons: readonly string[];
}

export interface FilterRun {
  /** PreFilter's own verdict: where it is set, no node is tried. */
  readonly reject?: Rejection;
  /** Where it is set, only these nodes are tried at all. */
  readonly nodeNames?: ReadonlySet<string>;
  /** undefined: the node passes. */
  filter(node: NodeInfo): Rejection | undefined;
  /** For the explanation only: the numbers that were compared on this node. */
  figures?(node: NodeInfo): readonly Figure[];
  /** For the explanation only: what stood in the way, where the reason does not name it. */
  detail?(node: NodeInfo): string | undefined;
}

export interface FilterPlugin {
  readonly name: string;
  /** Its verdict depends on the pod's spec and the node alone, so pods of one template may share it. */
  readonly isNodeLocal?: true;
  preFilter(pod: PodInfo, cluster: Cluster): FilterRun | 'Skip';
  /** Could this event let a pod pass that this plugin has rejected? Missing: any event could. */
  readonly hint?: QueueingHint;
}

export interface ScoreRun {
  /**
   * A whole number, the more the better (or the worse, where `normalize` turns it round). `local` is what `local.of` says
   * of the node; 0 where there is no such part.
   */
  readonly score: (node: NodeInfo, local: number) => number;
  /** The part that depends on the pod's spec, the node and `key` alone, so pods of one template may share it. */
  readonly local?: { readonly key: string; readonly of: (node: NodeInfo) => number } | undefined;
  /** NormalizeScore: brings the scores of all nodes to 0..100, in place. Missing: they are already. */
  normalize?(scores: number[], nodes: readonly NodeInfo[]): void;
}

export interface ScorePlugin {
  readonly name: string;
  /** PreScore, for the nodes that passed the filters. `reject` fails the attempt. */
  preScore(
    pod: PodInfo,
    cluster: Cluster,
    feasible: readonly NodeInfo[],
  ): ScoreRun | 'Skip' | { readonly reject: Rejection };
}

/** Keeps a pod out of the queue: PreEnqueue. */
export interface PreEnqueuePlugin {
  readonly name: string;
  preEnqueue(pod: PodInfo): Rejection | undefined;
}

export interface PluginOptions {
  readonly args: PluginArgs;
  readonly features: FeatureGates;
}
export type FilterFactory = (options: PluginOptions) => FilterPlugin;
export type ScoreFactory = (options: PluginOptions) => ScorePlugin;

export const MAX_NODE_SCORE = 100;

/** The raw score of one node, nothing remembered. */
export const scoreOn = ({ score, local }: ScoreRun, node: NodeInfo): number =>
  score(node, local?.of(node) ?? 0);

/** A score that depends on the pod's spec and the node alone. */
export const nodeLocal = (
  plugin: string,
  of: (node: NodeInfo) => number,
): Pick<ScoreRun, 'score' | 'local'> => ({
  score: (_, local) => local,
  local: { key: plugin, of },
});

export const unschedulable = (...reasons: string[]): Rejection => ({
  code: 'Unschedulable',
  reasons,
});
export const unresolvable = (...reasons: string[]): Rejection => ({
  code: 'UnschedulableAndUnresolvable',
  reasons,
});
