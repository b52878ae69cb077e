/** HorizontalPodAutoscalers: their bounds, what they count, and whether they can. */
import type { HorizontalPodAutoscaler } from '../../../models/kubernetes/autoscaling/types';
import { noun, type Noun } from './noun';

const condition = ({ status }: HorizontalPodAutoscaler, type: string) =>
  status?.conditions?.find((each) => each.type === type);
const holds = (hpa: HorizontalPodAutoscaler, type: string): boolean =>
  condition(hpa, type)?.status === 'True';

const autoscalers = noun({
  kind: 'kubernetes/HorizontalPodAutoscaler',
  half: 'kubernetes',
  key: (name) => (name.includes('/') ? name : `default/${name}`),
  fields: {
    name: ({ metadata }) => metadata.name,
    namespace: ({ metadata }) => metadata.namespace,
    target: ({ spec: { scaleTargetRef: of } }) => `${of.kind}/${of.name}`,
    min: ({ spec }) => spec.minReplicas ?? 1,
    max: ({ spec }) => spec.maxReplicas,
    replicas: ({ status }) => status?.currentReplicas ?? 0,
    desired: ({ status }) => status?.desiredReplicas ?? 0,
    /** Percent of the requests, of the first metric that is one. */
    utilization: ({ status }) =>
      (status?.currentMetrics ?? [])
        .map((each) => (each.resource ?? each.containerResource)?.current.averageUtilization)
        .find((percent) => percent !== undefined),
    active: (hpa) => holds(hpa, 'ScalingActive'),
    /** `ValidMetricFound`, `FailedGetResourceMetric`, `ScalingDisabled`... */
    activeReason: (hpa) => condition(hpa, 'ScalingActive')?.reason,
    limited: (hpa) => holds(hpa, 'ScalingLimited'),
    /** `TooManyReplicas`, `ScaleUpLimit`... */
    limitedReason: (hpa) => condition(hpa, 'ScalingLimited')?.reason,
    able: (hpa) => holds(hpa, 'AbleToScale'),
    /** `ReadyForNewScale`, `ScaleDownStabilized`, `FailedGetScale`... */
    ableReason: (hpa) => condition(hpa, 'AbleToScale')?.reason,
  },
});

export const autoscalerNouns: Readonly<Record<string, Noun>> = {
  'kubernetes/autoscaler': autoscalers,
  'kubernetes/autoscalers': autoscalers,
};
