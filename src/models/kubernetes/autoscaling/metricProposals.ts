/**
 * What each metric of an autoscaler asks for (k/k pkg/controller/podautoscaler/horizontal.go, computeReplicasForMetric, v1.36):
 * names, errors and conditions in the controller's own words.
 */
import { milliValue } from '../quantity';
import {
  calcPlainMetricReplicas,
  getPerPodReplicas,
  getResourceReplicas,
  getUsageRatioReplicas,
  isError,
  type Calculated,
  type CalculationInput,
  type Proposal,
} from './replicaCalculator';
import type { HpaPod, PodSamples } from './groupPods';
import type { MetricSpec, MetricTarget } from './types';

/** Where samples come from: `metrics.k8s.io`, and adapters of custom and external metrics. A text is the API's error. */
export interface MetricsSource {
  resource(resource: string, container: string | null): PodSamples | string;
  pods(metric: string): PodSamples | string;
  /** Thousandths. */
  object(metric: string, kind: string, name: string): number | string;
  /** Thousandths, one a series. */
  external(metric: string, selector: unknown): readonly number[] | string;
}

/** Requests of a pod's containers are of one resource: they are read anew for each metric. */
export type PodsFor = (resource: string | null) => readonly HpaPod[];

export interface MetricProposal extends Proposal {
  /** As the controller names it in events. */
  readonly name: string;
  /** The target in thousandths, or in percent where it is a utilisation. */
  readonly target: number;
  readonly spec: MetricSpec;
}
export interface MetricFailure {
  readonly error: string;
  /** `FailedGetResourceMetric`... */
  readonly reason: string;
  readonly spec: MetricSpec;
}

type Input = Omit<CalculationInput, 'pods'>;

export function computeReplicasForMetric(
  spec: MetricSpec,
  input: Input,
  podsFor: PodsFor,
  source: MetricsSource,
): MetricProposal | MetricFailure {
  switch (spec.type) {
    case 'Resource':
    case 'ContainerResource':
      return ofResource(spec, input, podsFor, source);
    case 'Pods':
      return ofPods(spec, input, podsFor, source);
    case 'Object':
      return ofObject(spec, input, podsFor, source);
    case 'External':
      return ofExternal(spec, input, podsFor, source);
    default:
      return {
        spec,
        reason: 'InvalidMetricSourceType',
        error: `unknown metric source type "${spec.type}"`,
      };
  }
}

function ofResource(
  spec: MetricSpec,
  input: Input,
  podsFor: PodsFor,
  source: MetricsSource,
): MetricProposal | MetricFailure {
  const container = spec.containerResource?.container ?? null;
  const { name: resource, target } = spec.containerResource ??
    spec.resource ?? { name: '', target: { type: '' } };
  const of = container === null ? 'resource' : 'container resource';
  const reason =
    container === null ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric';
  const samples = source.resource(resource, container);
  const asks = { ...input, pods: podsFor(resource) };
  if (target.averageValue !== undefined) {
    const targetMilli = milliOf(target.averageValue);
    const calculated =
      typeof samples === 'string'
        ? { error: unableToGet(resource, samples) }
        : calcPlainMetricReplicas(asks, samples, resource, targetMilli);
    return proposal(spec, calculated, `${resource} ${of}`, targetMilli, reason, (error) => {
      return `failed to get ${resource} usage: ${error}`;
    });
  }
  const { averageUtilization } = target;
  if (averageUtilization === undefined)
    return {
      spec,
      reason,
      error:
        'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    };
  const calculated =
    typeof samples === 'string'
      ? { error: unableToGet(resource, samples) }
      : getResourceReplicas(asks, samples, resource, averageUtilization, container);
  const name = `${resource} ${of} utilization (percentage of request)`;
  return proposal(spec, calculated, name, averageUtilization, reason, (error) => {
    return `failed to get ${resource} utilization: ${error}`;
  });
}

const unableToGet = (resource: string, error: string): string =>
  `unable to get metrics for resource ${resource}: ${error}`;

function ofPods(
  spec: MetricSpec,
  input: Input,
  podsFor: PodsFor,
  source: MetricsSource,
): MetricProposal | MetricFailure {
  const { metric, target } = spec.pods ?? { metric: { name: '' }, target: { type: '' } };
  const targetMilli = milliOf(target.averageValue ?? 0);
  const samples = source.pods(metric.name);
  const calculated =
    typeof samples === 'string'
      ? { error: `unable to get metric ${metric.name}: ${samples}` }
      : calcPlainMetricReplicas({ ...input, pods: podsFor(null) }, samples, null, targetMilli);
  return proposal(
    spec,
    calculated,
    `pods metric ${metric.name}`,
    targetMilli,
    'FailedGetPodsMetric',
    (error) => `failed to get pods metric value: ${error}`,
  );
}

function ofObject(
  spec: MetricSpec,
  input: Input,
  podsFor: PodsFor,
  source: MetricsSource,
): MetricProposal | MetricFailure {
  const {
    describedObject: on,
    metric,
    target,
  } = spec.object ?? {
    describedObject: { kind: '', name: '' },
    metric: { name: '' },
    target: { type: '' },
  };
  const usage = source.object(metric.name, on.kind, on.name);
  const calculated: Calculated =
    typeof usage === 'string'
      ? { error: `unable to get metric ${metric.name}: ${usage}` }
      : againstTotal({ ...input, pods: podsFor(null) }, usage, target);
  return proposal(
    spec,
    calculated,
    `${on.kind} metric ${metric.name}`,
    milliOf(target.averageValue ?? target.value ?? 0),
    'FailedGetObjectMetric',
    (error) => `failed to get object metric value: ${error}`,
  );
}

function ofExternal(
  spec: MetricSpec,
  input: Input,
  podsFor: PodsFor,
  source: MetricsSource,
): MetricProposal | MetricFailure {
  const { metric, target } = spec.external ?? { metric: { name: '' }, target: { type: '' } };
  const series = source.external(metric.name, metric.selector);
  const calculated: Calculated =
    typeof series === 'string'
      ? { error: `unable to get external metric ${metric.name}: ${series}` }
      : againstTotal(
          { ...input, pods: podsFor(null) },
          series.reduce((sum, value) => sum + value, 0),
          target,
        );
  return proposal(
    spec,
    calculated,
    `external metric ${metric.name}`,
    milliOf(target.averageValue ?? target.value ?? 0),
    'FailedGetExternalMetric',
    (error) => `failed to get ${metric.name} external metric value: ${error}`,
  );
}

function againstTotal(
  input: CalculationInput,
  usageMilli: number,
  { averageValue, value }: MetricTarget,
): Proposal {
  return averageValue === undefined
    ? getUsageRatioReplicas(input, usageMilli, milliOf(value ?? 0))
    : getPerPodReplicas(input, usageMilli, milliOf(averageValue));
}

function proposal(
  spec: MetricSpec,
  calculated: Calculated,
  name: string,
  target: number,
  reason: string,
  wrap: (error: string) => string,
): MetricProposal | MetricFailure {
  if (isError(calculated)) return { spec, reason, error: wrap(calculated.error) };
  return { ...calculated, name, target, spec };
}

const milliOf = (quantity: string | number): number => milliValue(quantity);
