/** `category`: `threshold` and `configured` ask for the number, `sequence` folds task outcomes, `rollback` the target. */
import {
  failuresAfter,
  failureThreshold,
  launchesNewTasks,
  rollbackTarget,
  trips,
  type TaskOutcome,
} from '../../models/ecs/controllers/circuitBreaker';
import type { Deployment, DeploymentConfiguration } from '../../models/ecs/types';
import { differences, type Case, type Suite } from '../suite';

type Breaker = NonNullable<DeploymentConfiguration['deploymentCircuitBreaker']>;
interface Input {
  readonly desired: number;
  readonly thresholdConfiguration?: Breaker['thresholdConfiguration'];
  readonly resetOnHealthyTask?: boolean;
  readonly events?: readonly TaskOutcome[];
  /** Oldest first; the last one is the one that failed. */
  readonly deployments?: readonly Pick<Deployment, 'id' | 'rolloutState'>[];
  readonly rollback?: boolean;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'circuit-breaker',
  check: ({ input, expect }: Case) => differences(expect, answer(input as unknown as Input)),
};

function answer(input: Input): Readonly<Record<string, unknown>> {
  if (input.deployments) return rollback(input.deployments, input.rollback ?? false);
  const threshold = failureThreshold(input.desired, input.thresholdConfiguration);
  return { threshold, ...sequence(input.events ?? [], threshold, input.resetOnHealthyTask) };
}

function sequence(
  events: readonly TaskOutcome[],
  threshold: number,
  resetOnHealthyTask: boolean | undefined,
) {
  let failureCount = 0;
  for (const [index, event] of events.entries()) {
    failureCount = failuresAfter(failureCount, event, resetOnHealthyTask);
    if (trips(failureCount, threshold))
      return { failureCount, state: 'FAILED', failedAtEvent: index + 1 };
  }
  return { failureCount, state: 'IN_PROGRESS', failedAtEvent: undefined };
}

function rollback(
  deployments: readonly Pick<Deployment, 'id' | 'rolloutState'>[],
  enabled: boolean,
) {
  const target = rollbackTarget(deployments.toReversed(), enabled);
  const failed = deployments.at(-1);
  // What is rolled back to becomes PRIMARY and IN_PROGRESS; without a target the failed one stays PRIMARY.
  const primary = target ? { rolloutState: 'IN_PROGRESS' as const } : failed;
  return {
    rollbackTo: target?.id ?? null,
    launchesNewTasks: primary !== undefined && launchesNewTasks(primary),
    targetBecomes: target ? 'IN_PROGRESS' : undefined,
  };
}
