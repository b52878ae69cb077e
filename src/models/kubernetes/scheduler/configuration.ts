/**
 * `KubeSchedulerConfiguration` (kubescheduler.config.k8s.io/v1), the file that kube-scheduler is started with, and its
 * feature gates. Here it is a value of the world: lessons may set it, decisions remember it.
 *
 * Read: profiles with their plugins and arguments, percentageOfNodesToScore, the queue's back-off. Left out: clients,
 * leader election, extenders, parallelism.
 */
import type { NodeAffinity, TopologySpreadConstraint } from '../types';

export interface KubeSchedulerConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Default 0: adaptive. */
  readonly percentageOfNodesToScore?: number;
  /** Default 1. */
  readonly podInitialBackoffSeconds?: number;
  /** Default 10. */
  readonly podMaxBackoffSeconds?: number;
  readonly profiles?: readonly KubeSchedulerProfile[];
}

export interface KubeSchedulerProfile {
  /** Default `default-scheduler`. */
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins?: Partial<Record<ExtensionPoint, PluginSet>>;
  readonly pluginConfig?: readonly { readonly name: string; readonly args: PluginArgs }[];
}
export type ExtensionPoint = 'preEnqueue' | 'filter' | 'postFilter' | 'score' | 'multiPoint';

/** `disabled: [{ name: '*' }]` takes all of the default ones away. */
export interface PluginSet {
  readonly enabled?: readonly { readonly name: string; readonly weight?: number }[];
  readonly disabled?: readonly { readonly name: string }[];
}

/** Arguments of all plugins together: each reads its own. */
export interface PluginArgs {
  // NodeResourcesFit
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
  readonly scoringStrategy?: ScoringStrategy;
  // NodeResourcesBalancedAllocation
  readonly resources?: readonly ResourceSpec[];
  // NodeAffinity
  readonly addedAffinity?: NodeAffinity;
  // PodTopologySpread
  readonly defaultConstraints?: readonly Omit<TopologySpreadConstraint, 'labelSelector'>[];
  readonly defaultingType?: 'System' | 'List';
  // InterPodAffinity
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
  // DefaultPreemption
  readonly minCandidateNodesPercentage?: number;
  readonly minCandidateNodesAbsolute?: number;
}
export interface ScoringStrategy {
  readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
  readonly resources?: readonly ResourceSpec[];
  readonly requestedToCapacityRatio?: { readonly shape?: readonly UtilizationShapePoint[] };
}
export interface ResourceSpec {
  readonly name: string;
  readonly weight: number;
}
/** `utilization` 0..100, `score` 0..10. */
export interface UtilizationShapePoint {
  readonly utilization: number;
  readonly score: number;
}

/** `--feature-gates`: those that change a rule modelled here. */
export interface FeatureGates {
  /** Tolerations with `Gt` and `Lt`. Alpha in v1.35, off. */
  readonly TaintTolerationComparisonOperators: boolean;
  /** Generally available since v1.34: its plugin speaks in every FailedScheduling message. */
  readonly DynamicResourceAllocation: boolean;
}

export interface SchedulerConfiguration {
  readonly configuration: KubeSchedulerConfiguration;
  readonly featureGates: FeatureGates;
}

export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';
export const CPU_AND_MEMORY: readonly ResourceSpec[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];
export const DEFAULT_FEATURE_GATES: FeatureGates = {
  TaintTolerationComparisonOperators: false,
  DynamicResourceAllocation: true,
};
export const DEFAULT_CONFIGURATION: SchedulerConfiguration = {
  configuration: {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    profiles: [{ schedulerName: DEFAULT_SCHEDULER_NAME }],
  },
  featureGates: DEFAULT_FEATURE_GATES,
};
