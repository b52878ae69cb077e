/** `kubectl get hpa`: each metric with what it is and what it should be (printersinternal printers.go, formatHPAMetrics, v1.34). */
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../autoscaling/types';
import { quantity, quantityText } from '../quantity';

const UNKNOWN = '<unknown>';
/** The rest is counted. */
const SHOWN = 2;

export function targetsCell({ spec, status }: HorizontalPodAutoscaler): string {
  const { metrics = [] } = spec;
  if (metrics.length === 0) return '<none>';
  const texts = metrics.map((metric, i) => metricText(metric, status?.currentMetrics?.[i]));
  const more = texts.length - SHOWN;
  return texts.slice(0, SHOWN).join(', ') + (more > 0 ? ` + ${more} more...` : '');
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const { resource, containerResource, pods, object, external } = spec;
  const of = resource ?? containerResource;
  if (of) {
    const { averageValue, averageUtilization } = of.target;
    const current = (status?.resource ?? status?.containerResource)?.current;
    if (averageValue !== undefined)
      return `${of.name}: ${amount(current?.averageValue)}/${amount(averageValue)}`;
    const used = current?.averageUtilization;
    const wanted = averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`;
    return `${of.name}: ${used === undefined ? UNKNOWN : `${used}%`}/${wanted}`;
  }
  if (pods)
    return `${amount(status?.pods?.current.averageValue)}/${amount(pods.target.averageValue)}`;
  const target = (object ?? external)?.target;
  const current = (status?.object ?? status?.external)?.current;
  return target?.averageValue === undefined
    ? `${amount(current?.value)}/${amount(target?.value)}`
    : `${amount(current?.averageValue)}/${amount(target.averageValue)} (avg)`;
}

const amount = (text: string | number | undefined): string =>
  text === undefined ? UNKNOWN : quantityText(quantity(text));
