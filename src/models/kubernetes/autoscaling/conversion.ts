/**
 * autoscaling/v1 and autoscaling/v2 are one set of objects, kept as v2 (pkg/apis/autoscaling/v1/conversion.go, v1.34). What v1 has
 * no field for travels in four annotations, and comes back out of them.
 */
import type { Condition, KubernetesObject } from '../types';
import { rfc3339 } from '../printers/time';
import { without } from '../validation/without';
import type { HorizontalPodAutoscaler, HpaSpec, MetricSpec, MetricStatus } from './types';

const ANNOTATION = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${ANNOTATION}metrics`;
const CURRENT_METRICS = `${ANNOTATION}current-metrics`;
const CONDITIONS = `${ANNOTATION}conditions`;
const BEHAVIOR = `${ANNOTATION}behavior`;
const OURS: readonly string[] = [METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR];

type Loose = Readonly<Record<string, unknown>>;

interface V1Spec extends Omit<HpaSpec, 'metrics' | 'behavior'> {
  readonly targetCPUUtilizationPercentage?: number;
}

interface V1Object extends KubernetesObject {
  readonly spec?: V1Spec;
  readonly status?: Loose & { readonly currentCPUUtilizationPercentage?: number };
}

/** A v1 object, decoded. Defaults come after this. */
export function fromV1(object: KubernetesObject): KubernetesObject {
  const { spec, metadata, status, ...rest } = object as V1Object;
  const { targetCPUUtilizationPercentage: cpu, ...kept } = spec ?? ({} as V1Spec);
  const annotations = metadata.annotations ?? {};
  const others = parsed(annotations[METRICS]);
  const behavior = parsed(annotations[BEHAVIOR]);
  const metrics = [
    ...(cpu === undefined ? [] : [cpuUtilization(cpu)]),
    ...(Array.isArray(others) ? (others as readonly MetricSpec[]) : []),
  ];
  return {
    ...rest,
    apiVersion: 'autoscaling/v2',
    metadata: { ...without(metadata, 'annotations'), ...notOurs(annotations) },
    spec: {
      ...kept,
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(behavior && typeof behavior === 'object' ? { behavior } : {}),
    },
    ...(status ? { status: statusFromV1(status, annotations) } : {}),
  } as unknown as KubernetesObject;
}

function statusFromV1(
  { currentCPUUtilizationPercentage: used, ...counts }: NonNullable<V1Object['status']>,
  annotations: Readonly<Record<string, string>>,
): Loose {
  const current = parsed(annotations[CURRENT_METRICS]);
  if (Array.isArray(current)) return { ...counts, currentMetrics: current };
  if (used === undefined) return counts;
  const resource = { name: 'cpu', current: { averageUtilization: used } };
  return { ...counts, currentMetrics: [{ type: 'Resource', resource }] };
}

/** The same object as v1 says it. */
export function toV1(object: KubernetesObject): KubernetesObject {
  const { spec, status, metadata, ...rest } = object as HorizontalPodAutoscaler;
  const { metrics = [], behavior, ...kept } = spec;
  const cpu = metrics.find(isCpuUtilization);
  const others = metrics.filter((metric) => !isCpuUtilization(metric));
  const { currentMetrics, conditions, ...counts } = status ?? { desiredReplicas: 0 };
  const current = currentMetrics?.find((metric) => metric.resource?.name === 'cpu');
  const annotations = {
    ...metadata.annotations,
    ...said(METRICS, others),
    ...said(CURRENT_METRICS, currentMetrics ?? []),
    ...said(CONDITIONS, (conditions ?? []).map(withDate)),
    ...(behavior ? { [BEHAVIOR]: JSON.stringify(behavior) } : {}),
  };
  const used = current?.resource?.current.averageUtilization;
  return {
    ...rest,
    apiVersion: 'autoscaling/v1',
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: {
      ...kept,
      ...(cpu ? { targetCPUUtilizationPercentage: cpu.resource?.target.averageUtilization } : {}),
    },
    status: {
      currentReplicas: 0,
      ...counts,
      ...(used === undefined ? {} : { currentCPUUtilizationPercentage: used }),
    },
  } as unknown as KubernetesObject;
}

const cpuUtilization = (averageUtilization: number): MetricSpec => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

const isCpuUtilization = ({ type, resource }: MetricSpec): boolean =>
  type === 'Resource' &&
  resource?.name === 'cpu' &&
  resource.target.averageUtilization !== undefined;

const said = (annotation: string, list: readonly unknown[] | readonly MetricStatus[]): Loose =>
  list.length > 0 ? { [annotation]: JSON.stringify(list) } : {};

const withDate = ({ lastTransitionTime, ...condition }: Condition): Loose => ({
  ...condition,
  ...(lastTransitionTime === undefined ? {} : { lastTransitionTime: rfc3339(lastTransitionTime) }),
});

function notOurs(annotations: Readonly<Record<string, string>>): {
  annotations?: Readonly<Record<string, string>>;
} {
  const left = Object.entries(annotations).filter(([key]) => !OURS.includes(key));
  return left.length > 0 ? { annotations: Object.fromEntries(left) } : {};
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
