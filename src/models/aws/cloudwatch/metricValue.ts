/**
 * Metrics as they stand now, worked out when somebody asks: what flows is constant between changes, so nothing is counted
 * minute by minute. Names, units and dimensions are the services' own (ECS Developer Guide, "CloudWatch metrics"; ALB and NLB
 * User Guides, "CloudWatch metrics"; EC2 Auto Scaling User Guide, "Group metrics"; EC2 User Guide, "CPUUtilization"). A metric
 * is its name and its whole set of dimensions: with one too many or too few it is another, which nobody measures.
 */
import type { Read } from '../../../engine/model';
import { containerInsights, ecsMetrics } from './ecsMetrics';
import { groupCpuMetrics, groupMetrics } from './groupMetrics';
import { applicationElb, isRate, networkElb } from './elbMetrics';
import { queueMetrics } from './queueMetrics';
import type { Metric } from './types';

/** The values of a metric's dimensions, in the order in which `dimensions` names them. */
export type Values = readonly string[];
export type Figures = Readonly<Record<string, (() => number | null) | undefined>>;

/** What a service of AWS sends, by each set of dimensions that its metrics have. */
export interface Measured {
  readonly dimensions: readonly string[];
  /** By metric name, each worked out when it is asked for; undefined: there is no such thing. */
  figures(values: Values, read: Read): Figures | undefined;
  /** All there is to measure now. */
  places(read: Read): readonly Values[];
}

/** Namespaces whose figures are read off the world. Metrics of any other are there when somebody publishes them. */
export const MEASURED: Readonly<Record<string, readonly Measured[]>> = {
  'AWS/ECS': ecsMetrics,
  'ECS/ContainerInsights': [containerInsights],
  'AWS/ApplicationELB': applicationElb,
  'AWS/NetworkELB': [networkElb],
  'AWS/AutoScaling': [groupMetrics],
  'AWS/EC2': groupCpuMetrics,
  'AWS/SQS': [queueMetrics],
};

export const isMeasured = ({ Namespace }: Pick<Metric, 'Namespace'>): boolean =>
  Object.hasOwn(MEASURED, Namespace);

/** null: not measured now; no such metric or nobody to measure. */
export function metricValue(metric: Metric, read: Read): number | null {
  const measured = MEASURED[metric.Namespace]?.find(({ dimensions }) => hasAll(metric, dimensions));
  if (!measured) return null;
  const values = measured.dimensions.map((name) => valueOf(metric, name) ?? '');
  return measured.figures(values, read)?.[metric.MetricName]?.() ?? null;
}

const valueOf = ({ Dimensions }: Metric, name: string): string | undefined =>
  Dimensions.find((dimension) => dimension.Name === name)?.Value;

const hasAll = (metric: Metric, names: readonly string[]): boolean =>
  metric.Dimensions.length === names.length &&
  names.every((name) => valueOf(metric, name) !== undefined);

/** Measured as requests a minute at the present rate, so that its samples are not to be added up. */
export const isCountMetric = ({ Namespace, MetricName }: Metric): boolean =>
  Namespace === 'AWS/ApplicationELB' && isRate(MetricName);
