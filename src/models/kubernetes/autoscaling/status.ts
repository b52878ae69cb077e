/** The status of an autoscaler after a pass (horizontal.go, setStatus and setConditionInList): written only where it differs. */
import { canonical, quantity } from '../quantity';
import type { Condition } from '../types';
import type { MetricFailure, MetricProposal } from './metricProposals';
import type { Reconciled } from './reconcile';
import type { HpaStatus, MetricSpec, MetricStatus, MetricValueStatus } from './types';

type NewCondition = Omit<Condition, 'lastTransitionTime'>;

export const EMPTY_STATUS: HpaStatus = { desiredReplicas: 0, currentMetrics: null };

export function statusAfter(
  before: HpaStatus,
  decided: Reconciled,
  specReplicas: number,
  nowMs: number,
): HpaStatus {
  const { rescale, desiredReplicas, proposals, recommended } = decided;
  // Without a proposal to follow, what was desired stays as it was; disabled means none.
  const failed = recommended === null && !rescale && desiredReplicas !== 0;
  return {
    ...before,
    ...(rescale ? { lastScaleTime: nowMs } : {}),
    currentReplicas: specReplicas,
    desiredReplicas: failed ? before.desiredReplicas : desiredReplicas,
    currentMetrics: proposals.length > 0 ? proposals.map(metricStatus) : null,
    conditions: conditionsAfter(before.conditions ?? [], decided.conditions, nowMs),
  };
}

/** In the order in which they were first set; dated when their status changes. */
export function conditionsAfter(
  before: readonly Condition[],
  set: readonly NewCondition[],
  nowMs: number,
): readonly Condition[] {
  const result = [...before];
  for (const next of set) {
    const at = result.findIndex(({ type }) => type === next.type);
    const old = result[at];
    const lastTransitionTime =
      old?.status === next.status ? (old.lastTransitionTime ?? nowMs) : nowMs;
    const dated = { ...next, lastTransitionTime };
    if (at === -1) result.push(dated);
    else result[at] = dated;
  }
  return result;
}

function metricStatus(proposal: MetricProposal | MetricFailure): MetricStatus {
  if ('error' in proposal) return { type: '' };
  const { spec, utilization, usageMilli } = proposal;
  const average: MetricValueStatus = {
    ...(utilization === undefined ? {} : { averageUtilization: utilization }),
    averageValue: milliText(usageMilli),
  };
  return { type: spec.type, ...current(spec, average, { value: milliText(usageMilli) }) };
}

function current(
  { resource, containerResource, pods, object, external }: MetricSpec,
  average: MetricValueStatus,
  whole: MetricValueStatus,
): Partial<MetricStatus> {
  if (resource) return { resource: { name: resource.name, current: average } };
  if (containerResource) {
    const { name, container } = containerResource;
    return { containerResource: { name, container, current: average } };
  }
  if (pods) return { pods: { metric: pods.metric, current: average } };
  if (object) {
    const { describedObject, metric, target } = object;
    const value = target.averageValue === undefined ? whole : average;
    return { object: { describedObject, metric, current: value } };
  }
  if (!external) return {};
  const value = external.target.averageValue === undefined ? whole : average;
  return { external: { metric: external.metric, current: value } };
}

const milliText = (milli: number): string => canonical(quantity(`${milli}m`));
