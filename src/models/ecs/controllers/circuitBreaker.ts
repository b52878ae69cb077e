/**
 * The deployment circuit breaker: how many failed tasks a deployment may have, and where a failed one rolls back to.
 * Source: Developer Guide, "How the Amazon ECS deployment circuit breaker detects failures" (half of the desired count,
 * rounded up, 3 to 200); API, ThresholdConfiguration, DeploymentCircuitBreaker.resetOnHealthyTask. How an unbounded
 * percentage rounds is not documented: up, as the bounded one does, and at least 1.
 */
import type { Deployment, DeploymentConfiguration } from '../types';

type CircuitBreaker = NonNullable<DeploymentConfiguration['deploymentCircuitBreaker']>;

const FLOOR = 3;
const CEILING = 200;

export function failureThreshold(
  desired: number,
  configuration: CircuitBreaker['thresholdConfiguration'],
): number {
  const { type, value } = configuration ?? { type: 'BOUNDED_PERCENT', value: 50 };
  if (type === 'COUNT') return value;
  const share = Math.ceil((desired * value) / 100);
  return type === 'BOUNDED_PERCENT'
    ? Math.min(CEILING, Math.max(FLOOR, share))
    : Math.max(1, share);
}

/** FAILED: a task did not reach RUNNING, or was replaced because a health check failed. */
export type TaskOutcome = 'FAILED' | 'HEALTHY';

export const failuresAfter = (
  failures: number,
  outcome: TaskOutcome,
  resetOnHealthyTask = true,
): number => {
  if (outcome === 'FAILED') return failures + 1;
  return resetOnHealthyTask ? 0 : failures;
};

export const trips = (failures: number, threshold: number): boolean => failures >= threshold;

/** The most recent COMPLETED deployment, newest first; none when rollback is off or nothing ever completed. */
export const rollbackTarget = <D extends Pick<Deployment, 'rolloutState'>>(
  newestFirst: readonly D[],
  rollback: boolean,
): D | undefined =>
  rollback ? newestFirst.find((d) => d.rolloutState === 'COMPLETED') : undefined;

/** A FAILED deployment launches nothing; the one that is rolled back to does. */
export const launchesNewTasks = (primary: Pick<Deployment, 'rolloutState'>): boolean =>
  primary.rolloutState !== 'FAILED';
