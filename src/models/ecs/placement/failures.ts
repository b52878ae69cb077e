/**
 * Why no instance took a task: one reason per instance as RunTask's `failures`, and the sentence of the service event
 * about the closest matching instance (Developer Guide, "Amazon ECS service event messages"). Closest is the instance
 * that passed the most checks; of equals, the lowest ARN (chosen).
 */
import { nameOf } from '../arn';
import { checks, firstFailure } from './checks';
import type { ClusterView } from './clusterView';
import { isCandidate, type PlacementInput } from './place';
import { eachEntry } from './sortedChunks';

export interface InstanceFailure {
  readonly containerInstanceArn: string;
  readonly reason: string;
  /** How many checks passed before it. */
  readonly passed: number;
}

const order = new Map(checks.map(([name], index) => [name, index]));

export function failuresOf(view: ClusterView, input: PlacementInput): readonly InstanceFailure[] {
  const failures: InstanceFailure[] = [];
  eachEntry(view.instances, (candidate, containerInstanceArn) => {
    const first = isCandidate(candidate, input) ? firstFailure(candidate, input) : null;
    if (!first) return;
    const passed = order.get(first.check) ?? 0;
    failures.push({ containerInstanceArn, reason: first.failure.reason, passed });
  });
  return failures;
}

export const closest = (failures: readonly InstanceFailure[]): InstanceFailure | undefined =>
  failures.reduce<InstanceFailure | undefined>(
    (best, f) => (best && best.passed >= f.passed ? best : f),
    undefined,
  );

const TROUBLESHOOTING =
  'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';

/** `where`: the cluster, or the capacity provider that has no instance. */
export function unableToPlace(
  serviceName: string,
  failures: readonly InstanceFailure[],
  where: 'cluster' | 'capacity provider' = 'cluster',
): string {
  const head = `(service ${serviceName}) was unable to place a task because no container instance met all of its requirements.`;
  const nearest = closest(failures);
  const why = nearest
    ? `The closest matching (container-instance ${nameOf(nearest.containerInstanceArn)}) ${shortcoming(nearest.reason)}`
    : `Reason: No Container Instances were found in your ${where}.`;
  return `${head} ${why} ${TROUBLESHOOTING}`;
}

const SHORTCOMINGS: Readonly<Record<string, string>> = {
  'RESOURCE:CPU': 'has insufficient CPU units available.',
  'RESOURCE:MEMORY': 'has insufficient memory available.',
  'RESOURCE:PORTS': 'is already using a port required by your task.',
  ATTRIBUTE: 'is missing an attribute required by your task.',
};

const shortcoming = (reason: string): string =>
  SHORTCOMINGS[reason] ?? `encountered error "${reason}".`;
