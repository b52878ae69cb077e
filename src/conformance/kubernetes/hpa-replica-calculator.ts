/** What one metric asks for, with missing, unready and young pods. */
import { computeReplicasForMetric } from '../../models/kubernetes/autoscaling/metricProposals';
import type { MetricSpec } from '../../models/kubernetes/autoscaling/types';
import { differences, type Suite } from '../suite';
import { hpaPod, NOW_MS, samplesOf, type PodCase } from './hpaFixtures';

interface Input {
  readonly currentReplicas: number;
  readonly tolerance: number;
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
  readonly pods: readonly PodCase[];
  readonly metric: {
    readonly type: string;
    readonly resource?: string;
    readonly container?: string;
    readonly averageUtilization?: number;
    readonly averageValueMilli?: number;
    readonly targetMilli?: number;
  };
  readonly samples?: readonly {
    readonly pod: string;
    readonly milliUsage: Readonly<Record<string, number>>;
  }[];
  readonly samplesMilli?: readonly number[];
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'hpa-replica-calculator',
  check({ input, expect }) {
    return differences(expect, answer(input as unknown as Input, expect));
  },
};

function answer(input: Input, expect: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { currentReplicas, tolerance } = input;
  const asks = {
    currentReplicas,
    tolerances: { up: tolerance, down: tolerance },
    periods: {
      cpuInitializationMs: input.cpuInitializationPeriodSeconds * 1000,
      initialReadinessDelayMs: input.initialReadinessDelaySeconds * 1000,
    },
    nowMs: NOW_MS,
  };
  const samples = input.samplesMilli ?? [];
  const total = samples.reduce((sum, value) => sum + value, 0);
  const result = computeReplicasForMetric(specOf(input), asks, () => input.pods.map(hpaPod), {
    resource: (_, container) => resourceSamples(input, container),
    pods: () => samplesOf(samples.map((value, i) => [input.pods[i]?.name ?? `extra-${i}`, value])),
    object: () => total,
    external: () => samples,
  });
  if ('error' in result) {
    // The case gives the start of the calculator's own text; the controller says before it what it wanted to get.
    const wanted = typeof expect['error'] === 'string' ? expect['error'] : '';
    return { error: result.error.includes(wanted) ? wanted : result.error };
  }
  return {
    replicas: result.replicas,
    utilization: result.utilization,
    averageMilliValue: result.usageMilli,
    usageMilli: result.usageMilli,
  };
}

function resourceSamples({ samples = [] }: Input, container: string | null) {
  if (samples.length === 0) return 'no metrics returned from resource metrics API';
  return samplesOf(
    samples.map(({ pod, milliUsage }) => {
      const all = Object.entries(milliUsage).filter(([name]) => (container ?? name) === name);
      return [pod, all.reduce((sum, [, value]) => sum + value, 0)];
    }),
  );
}

function specOf({ metric }: Input): MetricSpec {
  const { type, resource: name = '', container = '', averageUtilization } = metric;
  const milli = metric.targetMilli ?? metric.averageValueMilli;
  const amount = milli === undefined ? {} : { averageValue: `${milli}m` };
  const percent = averageUtilization === undefined ? {} : { averageUtilization };
  const target = { type: '', ...percent, ...amount };
  const whole = { type: 'Value', value: `${milli ?? 0}m` };
  const custom = { name: 'metric' };
  const describedObject = { kind: 'Service', name: 'web' };
  switch (type) {
    case 'Resource':
      return { type, resource: { name, target } };
    case 'ContainerResource':
      return { type, containerResource: { name, container, target } };
    case 'podsAverageValue':
      return { type: 'Pods', pods: { metric: custom, target } };
    case 'objectValue':
      return { type: 'Object', object: { describedObject, metric: custom, target: whole } };
    case 'objectAverageValue':
      return { type: 'Object', object: { describedObject, metric: custom, target } };
    case 'externalValue':
      return { type: 'External', external: { metric: custom, target: whole } };
    case 'externalAverageValue':
      return { type: 'External', external: { metric: custom, target } };
    default:
      throw new Error(`unknown metric ${type}`);
  }
}
