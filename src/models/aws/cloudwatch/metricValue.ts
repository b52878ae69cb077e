/**
 * Metrics as they stand now, worked out when somebody asks: what flows is constant between changes, so nothing is counted
 * minute by minute. Names, units and dimensions are the services' own (ECS Developer Guide, "CloudWatch metrics"; ALB User
 * Guide, "CloudWatch metrics"; EC2 Auto Scaling User Guide, "Group metrics"; EC2 User Guide, "CPUUtilization").
 */
import type { Read } from '../../../engine/model';
import { shares, TARGETS } from '../elasticloadbalancing/flow';
import type { Flow, LoadBalancer } from '../elasticloadbalancing/types';
import { containerInsightsValue, ecsValue } from './ecsMetrics';
import { groupCpu, groupValue } from './groupMetrics';
import type { Metric } from './types';

export type Dimensions = (name: string) => string | undefined;
type Measure = (MetricName: string, dimension: Dimensions, read: Read) => number | null;

/** Namespaces whose figures are read off the world. Metrics of any other are there when somebody publishes them. */
const MEASURED: Readonly<Record<string, Measure>> = {
  'AWS/ECS': ecsValue,
  'ECS/ContainerInsights': containerInsightsValue,
  'AWS/ApplicationELB': (name, dimension, read) =>
    elbValue(name, dimension('LoadBalancer'), dimension('TargetGroup'), read),
  'AWS/NetworkELB': (name, dimension, read) =>
    elbValue(name, dimension('LoadBalancer'), dimension('TargetGroup'), read),
  'AWS/AutoScaling': (name, dimension, read) =>
    groupValue(name, dimension('AutoScalingGroupName'), read),
  'AWS/EC2': (name, dimension, read) =>
    name === 'CPUUtilization' ? groupCpu(dimension('AutoScalingGroupName'), read) : null,
};

export const isMeasured = ({ Namespace }: Metric): boolean => Object.hasOwn(MEASURED, Namespace);

/** null: not measured now; no such metric or nobody to measure. */
export function metricValue(metric: Metric, read: Read): number | null {
  const dimension = (name: string): string | undefined =>
    metric.Dimensions.find((d) => d.Name === name)?.Value;
  return MEASURED[metric.Namespace]?.(metric.MetricName, dimension, read) ?? null;
}

const COUNTS: readonly string[] = [
  'RequestCount',
  'RequestCountPerTarget',
  'HTTPCode_Target_2XX_Count',
  'HTTPCode_ELB_5XX_Count',
];

/** Measured as requests a minute at the present rate, so that its samples are not to be added up. */
export const isCountMetric = ({ Namespace, MetricName }: Metric): boolean =>
  (Namespace === 'AWS/ApplicationELB' || Namespace === 'AWS/NetworkELB') &&
  COUNTS.includes(MetricName);

function elbValue(
  name: string,
  loadBalancer: string | undefined,
  group: string | undefined,
  read: Read,
): number | null {
  const record = loadBalancerOf(loadBalancer, group, read);
  if (!record) return null;
  const targets = record.forwardsTo === null ? {} : read.tally(TARGETS, record.forwardsTo);
  const flow = read.get('elasticloadbalancing/Flow', record.LoadBalancerName);
  switch (name) {
    case 'HealthyHostCount':
      return targets['healthy'] ?? 0;
    case 'UnHealthyHostCount':
      return targets['unhealthy'] ?? 0;
    default:
      return flow ? flowValue(name, flow, shares(targets).eligible) : null;
  }
}

function flowValue(name: string, flow: Flow, eligible: number): number | null {
  const perMinute = (rate: number) => (rate * 60) / 1000;
  switch (name) {
    case 'RequestCount':
      return perMinute(flow.offeredRate);
    case 'RequestCountPerTarget':
      return eligible === 0 ? null : perMinute(flow.offeredRate) / eligible;
    case 'HTTPCode_Target_2XX_Count':
      return perMinute(flow.servedRate);
    case 'HTTPCode_ELB_5XX_Count':
      return perMinute(flow.lostRate);
    case 'TargetResponseTime':
      return flow.servedRate === 0 ? null : flow.latencyMs / 1000;
    default:
      return null;
  }
}

/** `app/<name>/<id>`, or the one that forwards to `targetgroup/<name>/<id>`. */
function loadBalancerOf(
  loadBalancer: string | undefined,
  group: string | undefined,
  read: Read,
): LoadBalancer | undefined {
  const name = loadBalancer?.split('/')[1];
  if (name !== undefined) return read.get('elasticloadbalancing/LoadBalancer', name);
  if (group === undefined) return undefined;
  return read
    .list('elasticloadbalancing/LoadBalancer')
    .find(({ forwardsTo }) => forwardsTo?.endsWith(`:${group}`));
}
