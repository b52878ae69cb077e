/**
 * How often anything changed that an autoscaler reads, apart from its target's scale: pods, what runs in them and what it uses,
 * published metrics, other autoscalers. While the number stands, a pass need not look at any pod (DECISIONS.md 1.14).
 */
import {
  defineProjection,
  type Change,
  type ProjectionDef,
  type Read,
} from '../../../engine/model';
import { METRICS_API_SERVICE } from '../metrics/outage';

const NAME = 'kubernetes/scalingInputs';

export const scalingInputs = (read: Pick<Read, 'projection'>): number => read.projection(NAME);

export const scalingInputsProjection: ProjectionDef = defineProjection<number>({
  name: NAME,
  kinds: [
    'kubernetes/Pod',
    'kubernetes/HorizontalPodAutoscaler',
    'kubernetes/EndpointSlice',
    'kubernetes/Object',
    'workload/Process',
    'workload/Use',
    'workload/UseLevel',
    'kube-metrics/ObjectMetric',
    'kube-metrics/PodsMetric',
    'kube-metrics/ExternalMetric',
    'kube-metrics/Outage',
  ],
  initial: 0,
  apply: (count, change) => (counts(change) ? count + 1 : count),
});

function counts({ kind, key, before, after }: Change): boolean {
  switch (kind) {
    // Behind whom the metrics API is, and whether they are ready.
    case 'kubernetes/Object':
      return key === METRICS_API_SERVICE;
    // What ECS runs is none of its business.
    case 'workload/Process':
    case 'workload/Use':
    case 'workload/UseLevel':
      return ((after ?? before) as { readonly island: string }).island === 'kubernetes';
    // Its own status neither.
    case 'kubernetes/HorizontalPodAutoscaler':
      return (before as Specified)?.spec !== (after as Specified)?.spec;
    default:
      return true;
  }
}
type Specified = { readonly spec: unknown } | undefined;

const PODS = 'kubernetes/scalingPods';

/** Another object whenever a pod, or what runs in one, is another: what was found out about them can be kept under it. */
export const scalingPods = (read: Pick<Read, 'projection'>): object => read.projection(PODS);

export const scalingPodsProjection: ProjectionDef = defineProjection<object>({
  name: PODS,
  kinds: ['kubernetes/Pod', 'workload/Process'],
  initial: {},
  apply: (token, change) => (counts(change) ? {} : token),
});
