/** Windows, rates and bounds between a recommendation and what is carried out. */
import {
  convertDesiredReplicasWithBehaviorRate,
  convertDesiredReplicasWithRules,
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  stabilizeRecommendation,
  stabilizeRecommendationWithBehaviors,
  storeRecommendation,
} from '../../models/kubernetes/autoscaling/behavior';
import type { HpaScalingRules } from '../../models/kubernetes/autoscaling/types';
import { differences, type Suite } from '../suite';

interface Ago {
  readonly secondsAgo: number;
}
interface Input {
  readonly operation: string;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleUpLimitFactor: number;
  readonly scaleUp: HpaScalingRules | null;
  readonly scaleDown: HpaScalingRules | null;
  readonly scaleUpEvents: readonly (Ago & { readonly change: number })[];
  readonly scaleDownEvents: readonly (Ago & { readonly change: number })[];
  readonly windowSeconds: number;
  readonly scaleUpWindowSeconds: number;
  readonly scaleDownWindowSeconds: number;
  readonly recommendations: readonly (Ago & { readonly replicas: number })[];
}

const NOW_MS = 100_000_000;
const timed = <T extends Ago>(entries: readonly T[]): (T & { atMs: number })[] =>
  entries.map((entry) => ({ ...entry, atMs: NOW_MS - entry.secondsAgo * 1000 }));

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'hpa-behavior',
  check({ input, expect }) {
    return differences(expect, { ...answer(input as unknown as Input) });
  },
};

function answer(input: Input): object {
  const { currentReplicas: current, desiredReplicas: desired, minReplicas, maxReplicas } = input;
  switch (input.operation) {
    case 'defaultLimits':
      return convertDesiredReplicasWithRules(
        current,
        desired,
        minReplicas,
        maxReplicas,
        input.scaleUpLimitFactor,
      );
    case 'applyPolicies':
      return convertDesiredReplicasWithBehaviorRate({
        current,
        desired,
        minReplicas,
        maxReplicas,
        scaleUp: input.scaleUp ?? DEFAULT_SCALE_UP,
        scaleDown: input.scaleDown ?? DEFAULT_SCALE_DOWN,
        scaleUpEvents: timed(input.scaleUpEvents),
        scaleDownEvents: timed(input.scaleDownEvents),
        nowMs: NOW_MS,
      });
    case 'stabilizeDownscale': {
      const before = timed(input.recommendations);
      const { windowSeconds } = input;
      const stored = storeRecommendation(before, desired, windowSeconds, NOW_MS);
      return {
        replicas: stabilizeRecommendation(before, desired, NOW_MS, windowSeconds),
        storedRecommendations: stored.length,
      };
    }
    case 'stabilize':
      return stabilizeRecommendationWithBehaviors(
        timed(input.recommendations),
        current,
        desired,
        { upSeconds: input.scaleUpWindowSeconds, downSeconds: input.scaleDownWindowSeconds },
        NOW_MS,
      );
    default:
      throw new Error(`unknown operation ${input.operation}`);
  }
}
