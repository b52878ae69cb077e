/** One pass of the HorizontalPodAutoscaler controller on CPU. */
import { reconcileAutoscaler } from '../../models/kubernetes/autoscaling/reconcile';
import type { HpaScalingRules } from '../../models/kubernetes/autoscaling/types';
import { differences, type Suite } from '../suite';
import { hpaPod, NOW_MS, samplesOf } from './hpaFixtures';

interface Input {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly targetCpuUtilization: number;
  readonly tolerance: number;
  readonly podRequests: readonly string[];
  readonly podMilliUsage: readonly number[];
  readonly podReady?: readonly boolean[];
  readonly podPhase?: readonly string[];
  readonly podDeleting?: readonly boolean[];
  readonly priorRecommendations: 'none' | 'seededWithCurrentReplicas';
  readonly scaleUp?: HpaScalingRules;
  readonly scaleDown?: HpaScalingRules;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'hpa-reconcile',
  check({ input, expect }) {
    const { conditions, ...others } = expect;
    const actual = answer(input as unknown as Input);
    const wanted = (conditions ?? []) as readonly { readonly type: string }[];
    return [
      ...differences(others, actual),
      ...wanted.flatMap((one) => {
        const found = actual.conditions.find(({ type }) => type === one.type);
        return differences({ ...one }, { ...found });
      }),
    ];
  },
};

function answer(input: Input) {
  const pods = input.podRequests.map((request, i) =>
    hpaPod({
      name: `pod-${i}`,
      phase: input.podPhase?.[i] ?? 'Running',
      ready: input.podReady?.[i] ?? true,
      deleting: input.podDeleting?.[i] ?? false,
      startedSecondsAgo: 3600,
      requests: { web: request },
    }),
  );
  const samples = samplesOf(input.podMilliUsage.map((usage, i) => [`pod-${i}`, usage]));
  const { scaleUp, scaleDown, specReplicas, statusReplicas, tolerance } = input;
  const behavior =
    scaleUp || scaleDown
      ? { ...(scaleUp ? { scaleUp } : {}), ...(scaleDown ? { scaleDown } : {}) }
      : undefined;
  const empty = { recommendations: [], scaleUpEvents: [], scaleDownEvents: [] };
  const none = () => 'not asked';
  const result = reconcileAutoscaler({
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      minReplicas: input.minReplicas,
      maxReplicas: input.maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: input.targetCpuUtilization },
          },
        },
      ],
      ...(behavior ? { behavior } : {}),
    },
    specReplicas,
    statusReplicas,
    podsFor: () => pods,
    source: { resource: () => samples, pods: none, object: none, external: none },
    history: input.priorRecommendations === 'none' ? empty : null,
    tolerance,
    periods: { cpuInitializationMs: 120_000, initialReadinessDelayMs: 10_000 },
    nowMs: NOW_MS,
  });
  const [first] = result.proposals;
  const currentCpuUtilization = first && !('error' in first) ? first.utilization : undefined;
  return {
    desiredReplicas: result.desiredReplicas,
    currentCpuUtilization,
    conditions: result.conditions,
  };
}
