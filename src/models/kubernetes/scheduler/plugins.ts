/**
 * The plugins of the default profile, in the order in which they run, with their weights
 * (pkg/scheduler/apis/config/v1/default_plugins.go, v1.34).
 *
 * `elsewhere`: names that the platform knows and a configuration may speak of, whose rule is not modelled (volumes) or
 * stands in another place: PrioritySort is the order of the queue, DefaultBinder the command `bindPod`,
 * DynamicResources and DefaultPreemption speak after a failed attempt, in `preemption/`.
 */
import { interPodAffinity as interPodAffinityFilter } from './filters/interPodAffinity';
import { nodeAffinity as nodeAffinityFilter } from './filters/nodeAffinity';
import { nodeName } from './filters/nodeName';
import { nodePorts } from './filters/nodePorts';
import { nodeResourcesFit as nodeResourcesFitFilter } from './filters/nodeResourcesFit';
import { nodeUnschedulable } from './filters/nodeUnschedulable';
import { podTopologySpread as podTopologySpreadFilter } from './filters/podTopologySpread';
import { schedulingGates } from './filters/schedulingGates';
import { taintToleration as taintTolerationFilter } from './filters/taintToleration';
import type { FilterFactory, PreEnqueuePlugin, ScoreFactory } from './framework';
import { balancedAllocation } from './scores/balancedAllocation';
import { imageLocality } from './scores/imageLocality';
import { interPodAffinity as interPodAffinityScore } from './scores/interPodAffinity';
import { nodeAffinity as nodeAffinityScore } from './scores/nodeAffinity';
import { nodeResourcesFit as nodeResourcesFitScore } from './scores/nodeResourcesFit';
import { podTopologySpread as podTopologySpreadScore } from './scores/podTopologySpread';
import { taintToleration as taintTolerationScore } from './scores/taintToleration';

export const PRE_ENQUEUE: Readonly<Record<string, PreEnqueuePlugin>> = {
  SchedulingGates: schedulingGates,
};

export const FILTERS: Readonly<Record<string, FilterFactory>> = {
  NodeUnschedulable: nodeUnschedulable,
  NodeName: nodeName,
  TaintToleration: taintTolerationFilter,
  NodeAffinity: nodeAffinityFilter,
  NodePorts: nodePorts,
  NodeResourcesFit: nodeResourcesFitFilter,
  PodTopologySpread: podTopologySpreadFilter,
  InterPodAffinity: interPodAffinityFilter,
};

export const SCORES: Readonly<Record<string, { create: ScoreFactory; weight: number }>> = {
  TaintToleration: { create: taintTolerationScore, weight: 3 },
  NodeAffinity: { create: nodeAffinityScore, weight: 2 },
  NodeResourcesFit: { create: nodeResourcesFitScore, weight: 1 },
  PodTopologySpread: { create: podTopologySpreadScore, weight: 2 },
  InterPodAffinity: { create: interPodAffinityScore, weight: 2 },
  NodeResourcesBalancedAllocation: { create: balancedAllocation, weight: 1 },
  ImageLocality: { create: imageLocality, weight: 1 },
};

export const POST_FILTERS = ['DynamicResources', 'DefaultPreemption'] as const;

export const ELSEWHERE: readonly string[] = [
  'PrioritySort',
  'DefaultBinder',
  'VolumeRestrictions',
  'NodeVolumeLimits',
  'VolumeBinding',
  'VolumeZone',
];
