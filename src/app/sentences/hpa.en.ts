/** What the HorizontalPodAutoscaler and the metrics it reads leave in the log. */
import type { AutoscalingFact, MetricInFact } from '../../models/kubernetes/autoscaling/facts';
import type { MetricsFact } from '../../models/kubernetes/metrics/facts';
import { figure } from '../../stage/clock';
import type { ModelSentences } from './types';

const LIMITS: Readonly<Record<string, string>> = {
  ScaleUpLimit: 'growing as fast as it may',
  ScaleDownLimit: 'shrinking as fast as it may',
  TooManyReplicas: 'the maximum holds it',
  TooFewReplicas: 'the minimum holds it',
};

const amount = (milli: number): string =>
  milli % 1000 === 0 || milli >= 100_000 ? figure(milli / 1000) : String(milli / 1000);

function measure({ name, current, target, isPercent }: MetricInFact): string {
  const unit = (value: number) => (isPercent ? `${value}%` : amount(value));
  return `${name}: \`${unit(current)}\` against \`${unit(target)}\``;
}

export const hpa: Pick<
  ModelSentences<'kubernetes'>,
  AutoscalingFact['type'] | MetricsFact['type']
> = {
  autoscalerRescaled: (d, name) => ({
    head: `HPA ${name} scales \`${d.target}\` ${d.to > d.from ? 'up' : 'down'} from ${d.from} to ${d.to}`,
    why: [
      d.metric ? measure(d.metric) : d.reason,
      d.recommended !== null ? `asked for ${d.recommended}` : '',
      d.stabilized !== null && d.stabilized !== d.recommended
        ? `the window makes it ${d.stabilized}`
        : '',
      LIMITS[d.limit ?? ''] ?? '',
      `between ${d.minReplicas} and ${d.maxReplicas}`,
    ]
      .filter(Boolean)
      .join('; '),
    because: LIMITS[d.limit ?? ''] ?? d.reason,
  }),
  autoscalerConditionChanged: (d, name) => ({
    head: `HPA ${name}: \`${d.condition}\` is ${d.status}, ${d.reason}`,
    why: d.message,
    because: d.reasonBefore === null ? undefined : `was ${d.reasonBefore}`,
  }),
  metricPublished: (d) => ({
    head: `Metric \`${d.metric}\` is served by the ${d.metricsApi} metrics API`,
    because: d.valueMilli === null ? 'one value a pod' : amount(d.valueMilli),
  }),
  metricWithdrawn: (d) => ({
    head: `Metric \`${d.metric}\` is no longer served by the ${d.metricsApi} metrics API`,
  }),
  metricsApiStopped: () => ({ head: 'The metrics API answers no more' }),
  metricsApiStarted: () => ({ head: 'The metrics API answers again' }),
};
