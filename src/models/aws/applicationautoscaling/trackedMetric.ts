/** What a target tracking policy watches, as CloudWatch has it (API, PredefinedMetricSpecification and CustomizedMetricSpecification). */
import type { MetricDataQuery, MetricSource } from '../cloudwatch/types';
import { serviceKeyOf } from './names';
import type { CustomizedMetric, TargetTrackingConfiguration } from './types';

export function trackedMetric(
  configuration: Pick<
    TargetTrackingConfiguration,
    'PredefinedMetricSpecification' | 'CustomizedMetricSpecification'
  >,
  ResourceId: string,
): MetricSource {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } =
    configuration;
  if (customized) return customizedMetric(customized);
  switch (predefined?.PredefinedMetricType) {
    case 'ALBRequestCountPerTarget':
      return requestsPerTarget(predefined.ResourceLabel ?? '');
    case 'ECSServiceAverageMemoryUtilization':
      return ofService('MemoryUtilization', ResourceId);
    default:
      return ofService('CPUUtilization', ResourceId);
  }
}

function ofService(MetricName: string, ResourceId: string): MetricSource {
  const [ClusterName = '', ServiceName = ''] = (serviceKeyOf(ResourceId) ?? '').split('/');
  return {
    Namespace: 'AWS/ECS',
    MetricName,
    Dimensions: [
      { Name: 'ClusterName', Value: ClusterName },
      { Name: 'ServiceName', Value: ServiceName },
    ],
    Statistic: 'Average',
  };
}

/** `app/<name>/<id>/targetgroup/<name>/<id>` */
export const requestsPerTarget = (label: string): MetricSource => ({
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'RequestCountPerTarget',
  Dimensions: [{ Name: 'TargetGroup', Value: targetGroupIn(label) }],
  Statistic: 'Sum',
});

export const targetGroupIn = (label: string): string =>
  label.slice(Math.max(0, label.indexOf('targetgroup/')));

export function customizedMetric(customized: CustomizedMetric): MetricSource {
  if (customized.Metrics) return { Metrics: customized.Metrics };
  const { Namespace = '', MetricName = '', Dimensions = [], Statistic = 'Average' } = customized;
  return { Namespace, MetricName, Dimensions, Statistic };
}

/** In a few words: `CPUUtilization`, or the expression. */
export function metricLabel(source: MetricSource): string {
  if (!('Metrics' in source)) return source.MetricName;
  const returned: MetricDataQuery | undefined = source.Metrics.find((q) => q.ReturnData !== false);
  return returned?.Label ?? returned?.Expression ?? '';
}
