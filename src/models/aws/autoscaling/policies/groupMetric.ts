/** What a target tracking policy of a group watches (EC2 Auto Scaling API, PredefinedMetricSpecification). */
import { customizedMetric, requestsPerTarget } from '../../applicationautoscaling/trackedMetric';
import type { MetricSource } from '../../cloudwatch/types';
import type { GroupTrackingConfiguration } from './types';

export function groupMetric(
  configuration: GroupTrackingConfiguration | undefined,
  group: string,
): MetricSource {
  const predefined = configuration?.PredefinedMetricSpecification;
  const customized = configuration?.CustomizedMetricSpecification;
  if (customized) return customizedMetric(customized);
  if (predefined?.PredefinedMetricType === 'ALBRequestCountPerTarget')
    return requestsPerTarget(predefined.ResourceLabel ?? '');
  return {
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'AutoScalingGroupName', Value: group }],
    Statistic: 'Average',
  };
}
