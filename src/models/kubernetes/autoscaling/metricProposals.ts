/**
 * What each metric of an autoscaler asks for (k/k pkg/controller/podautoscaler/horizontal.go, computeReplicasForMetric, v1.36):
 * names, errors and conditions in the controller's own words.
 */
import { milliValue } from '../quantity';
import type { LabelSelector } from '../types';
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
import { selectorPrint } from './selectorPrint';
import type { MetricSpec, MetricTarget } from './types';

/** Where samples come from: `metrics.k8s.io`, and adapters of custom and external metrics. A text is the API's error. */
export interface MetricsSource {
  resource(resource: string, container: string | null): PodSamples | string;
  pods(metric: string): PodSamples | string;
  /** Thousandths. */
  object(metric: string, kind: string, name: string, selector?: LabelSelector): number | string;
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
  /** As its own event and the condition say it. */
  readonly error: string;
  /** What the controller puts before it where it sums up what failed. */
  readonly within: string;
  /** `FailedGetResourceMetric`... */
  readonly reason: string;
  readonly spec: MetricSpec;
}

export interface MetricInput extends Omit<CalculationInput, 'pods'> {
  /** Of the autoscaler; external metrics are named with it. */
  readonly namespace?: string;
}

export function computeReplicasForMetric(
  spec: MetricSpec,
  input: MetricInput,
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
    default: {
      const error = `unknown metric source type "${spec.type}"`;
      return { spec, reason: 'InvalidMetricSourceType', error, within: '' };
    }
  }
}

type Compute = (
  spec: MetricSpec,
  input: MetricInput,
  podsFor: PodsFor,
  source: MetricsSource,
) => MetricProposal | MetricFailure;

const ofResource: Compute = (spec, input, podsFor, source) => {
  const container = spec.containerResource?.container ?? null;
  const { name: resource, target } = spec.containerResource ??
    spec.resource ?? { name: '', target: { type: '' } };
  const inContainer = container !== null;
  const of = inContainer ? 'container resource' : 'resource';
  const failing: Failing = {
    reason: inContainer ? 'FailedGetContainerResourceMetric' : 'FailedGetResourceMetric',
    within: `failed to get ${resource} ${inContainer ? 'container' : 'resource'} metric value: `,
    says: (error) => error,
  };
  const samples = source.resource(resource, container);
  const asks = { ...input, pods: podsFor(resource) };
  if (target.averageValue !== undefined) {
    const targetMilli = milliValue(target.averageValue);
    const calculated =
      typeof samples === 'string'
        ? { error: unableToGet(resource, samples) }
        : calcPlainMetricReplicas(asks, samples, resource, targetMilli);
    const says = (error: string) => `failed to get ${resource} usage: ${error}`;
    return proposal(spec, calculated, `${resource} ${of}`, targetMilli, { ...failing, says });
  }
  const { averageUtilization } = target;
  if (averageUtilization === undefined) {
    const error =
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set';
    return { spec, reason: failing.reason, error, within: failing.within };
  }
  const calculated =
    typeof samples === 'string'
      ? { error: unableToGet(resource, samples) }
      : getResourceReplicas(asks, samples, resource, averageUtilization, container);
  const name = `${resource} ${of} utilization (percentage of request)`;
  const says = (error: string) => `failed to get ${resource} utilization: ${error}`;
  return proposal(spec, calculated, name, averageUtilization, { ...failing, says });
};

const unableToGet = (resource: string, error: string): string =>
  `unable to get metrics for resource ${resource}: ${error}`;

const ofPods: Compute = (spec, input, podsFor, source) => {
  const { metric, target } = spec.pods ?? { metric: { name: '' }, target: { type: '' } };
  const targetMilli = milliValue(target.averageValue ?? 0);
  const samples = source.pods(metric.name);
  const calculated =
    typeof samples === 'string'
      ? { error: `unable to get metric ${metric.name}: ${samples}` }
      : calcPlainMetricReplicas({ ...input, pods: podsFor(null) }, samples, null, targetMilli);
  return proposal(spec, calculated, `pods metric ${metric.name}`, targetMilli, {
    reason: 'FailedGetPodsMetric',
    within: 'failed to get pods metric value: ',
    says: (error) => error,
  });
};

const ofObject: Compute = (spec, input, podsFor, source) => {
  const {
    describedObject: on,
    metric,
    target,
  } = spec.object ?? {
    describedObject: { kind: '', name: '' },
    metric: { name: '' },
    target: { type: '' },
  };
  const usage = source.object(metric.name, on.kind, on.name, metric.selector);
  const { namespace = 'default' } = input;
  const calculated: Calculated =
    typeof usage === 'string'
      ? // Upstream hands its arguments over in this order.
        {
          error: `unable to get metric ${metric.name}: ${on.kind} on ${namespace} ${on.name}/${usage}`,
        }
      : againstTotal({ ...input, pods: podsFor(null) }, usage, target);
  const average = target.averageValue !== undefined;
  const name = average
    ? `external metric ${metric.name}(${selectorPrint(metric.selector)})`
    : `${on.kind} metric ${metric.name}`;
  return proposal(spec, calculated, name, milliValue(target.averageValue ?? target.value ?? 0), {
    reason: 'FailedGetObjectMetric',
    within: `failed to get object metric value: ${average ? `failed to get ${metric.name} object metric: ` : ''}`,
    says: (error) => error,
  });
};

const ofExternal: Compute = (spec, input, podsFor, source) => {
  const { metric, target } = spec.external ?? { metric: { name: '' }, target: { type: '' } };
  const series = source.external(metric.name, metric.selector);
  const { namespace = 'default' } = input;
  const selector = selectorPrint(metric.selector);
  const calculated: Calculated =
    typeof series === 'string'
      ? {
          error: `unable to get external metric ${namespace}/${metric.name}/${selector}: ${series}`,
        }
      : againstTotal(
          { ...input, pods: podsFor(null) },
          series.reduce((sum, value) => sum + value, 0),
          target,
        );
  const name = `external metric ${metric.name}(${selector})`;
  const what =
    target.averageValue === undefined ? 'external metric' : `${metric.name} external metric`;
  return proposal(spec, calculated, name, milliValue(target.averageValue ?? target.value ?? 0), {
    reason: 'FailedGetExternalMetric',
    within: `failed to get ${metric.name} external metric value: failed to get ${what}${target.averageValue === undefined ? ` ${metric.name}` : ''}: `,
    says: (error) => error,
  });
};

function againstTotal(
  input: CalculationInput,
  usageMilli: number,
  { averageValue, value }: MetricTarget,
): Proposal {
  return averageValue === undefined
    ? getUsageRatioReplicas(input, usageMilli, milliValue(value ?? 0))
    : getPerPodReplicas(input, usageMilli, milliValue(averageValue));
}

interface Failing {
  readonly reason: string;
  readonly within: string;
  readonly says: (error: string) => string;
}

function proposal(
  spec: MetricSpec,
  calculated: Calculated,
  name: string,
  target: number,
  { reason, within, says }: Failing,
): MetricProposal | MetricFailure {
  if (isError(calculated)) return { spec, reason, within, error: says(calculated.error) };
  return { ...calculated, name, target, spec };
}
