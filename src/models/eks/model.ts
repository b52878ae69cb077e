/**
 * Amazon EKS: the outside controller that joins Kubernetes to AWS (DECISIONS.md 1.2). It watches the records of both and
 * writes to either by commands only: instances become nodes, Services become load balancers, node groups
 * and Fargate profiles machines.
 */
import type { AnyRequest } from '../../engine/model';
import { composeModel, type ModelPart } from '../../engine/composeModel';
import './commands';
import './facts';
import { clusterAutoscalerPart } from './clusterAutoscaler/part';
import { cloudNodeLifecycle, cloudNodeLifecycleWatches } from './nodes/cloudNodeLifecycle';
import { karpenterPart } from './karpenter/part';
import { kubeletHost, kubeletHostWatches } from './nodes/kubeletHost';
import { ingressIndexes } from './loadBalancing/ingress';
import {
  readinessGateIndexes,
  readinessGates,
  readinessGateWatches,
} from './loadBalancing/readinessGates';
import {
  recordServiceLoadBalancer,
  serviceLoadBalancer,
  serviceLoadBalancerWatches,
} from './loadBalancing/serviceLoadBalancer';
import {
  bindTargets,
  targetGroupBinding,
  targetGroupBindingIndexes,
  targetGroupBindingWatches,
} from './loadBalancing/targetGroupBinding';
import { computePart, QUAYSIDE_ACTIONS } from './part';
import { requestMetrics, requestMetricsWatches } from './metrics/requestMetrics';
import { trafficCauseWatches } from './metrics/trafficCause';
import { queueMetrics, queueMetricsWatches } from './metrics/queueMetrics';
import './types';
import { podsGonePart } from './nodes/podsGone';

const nodesPart: ModelPart = {
  controllers: [kubeletHost, cloudNodeLifecycle],
  watches: [...kubeletHostWatches, ...cloudNodeLifecycleWatches],
};

const servicesPart: ModelPart = {
  commands: { recordServiceLoadBalancer, bindTargets },
  controllers: [serviceLoadBalancer, targetGroupBinding, readinessGates],
  watches: [...serviceLoadBalancerWatches, ...targetGroupBindingWatches, ...readinessGateWatches],
  indexes: [...ingressIndexes, ...targetGroupBindingIndexes, ...readinessGateIndexes],
};

const metricsPart: ModelPart = {
  controllers: [requestMetrics, queueMetrics],
  watches: [...requestMetricsWatches, ...trafficCauseWatches, ...queueMetricsWatches],
};

/** What no API of EKS does: a scenario's ground, and to ask the autoscalers of nodes for their reasons. */
const OURS: readonly unknown[] = [
  ...QUAYSIDE_ACTIONS,
  'explainClusterAutoscaler',
  'explainKarpenter',
];

const accepts = (request: AnyRequest): boolean =>
  request.api === 'eks' ||
  (request.api === 'quayside' &&
    OURS.includes((request as AnyRequest & { readonly action?: unknown }).action));

export const eksModel = composeModel('eks', accepts, [
  nodesPart,
  servicesPart,
  metricsPart,
  computePart,
  clusterAutoscalerPart,
  karpenterPart,
  podsGonePart,
]);
