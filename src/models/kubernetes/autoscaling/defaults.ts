/**
 * What the API server fills into an autoscaler (pkg/apis/autoscaling/v2/defaults.go, v1.34). `behavior` stays away where nobody
 * asked for it; given, both directions are completed, all but the window downwards: that is the controller's own.
 */
import { DEFAULT_SCALE_DOWN, DEFAULT_SCALE_UP } from './behavior';
import type { HpaScalingRules, HpaSpec, MetricSpec } from './types';

/** Where no metric is named: CPU at 80 % of what the pods ask for. */
export const DEFAULT_METRICS: readonly MetricSpec[] = [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  },
];

export function defaultHpaSpec(spec: Partial<HpaSpec>): Partial<HpaSpec> {
  const { metrics, behavior } = spec;
  const { scaleUp, scaleDown } = behavior ?? {};
  const { selectPolicy, policies } = DEFAULT_SCALE_DOWN;
  const down: HpaScalingRules = { selectPolicy, policies, ...scaleDown };
  return {
    minReplicas: 1,
    ...spec,
    metrics: metrics && metrics.length > 0 ? metrics : DEFAULT_METRICS,
    ...(behavior
      ? { behavior: { ...behavior, scaleUp: { ...DEFAULT_SCALE_UP, ...scaleUp }, scaleDown: down } }
      : {}),
  };
}
