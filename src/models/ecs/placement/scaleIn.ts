/**
 * Which task of a deployment to stop: placement in reverse (API, UpdateService; Developer Guide, "Amazon ECS services").
 * Spread stops where most tasks of the service run, binpack where most would be left of the resource; without a strategy
 * the zone with most tasks, then the instance with most. The last tie goes to the lowest ARN and task id (chosen).
 */
import type { PlacementStrategy } from '../types';
import { startedPrefix, type Candidate, type ClusterView } from './clusterView';
import { eachEntry, firstWithPrefix } from './sortedChunks';
import { strategiesFor, widen } from './strategies';

export interface ScaleInInput {
  readonly group: string;
  /** Deployment id. */
  readonly startedBy: string;
  readonly strategies: readonly PlacementStrategy[];
}

/** The key of the task, or undefined when the deployment has none that is meant to run. */
export function chooseToStop(
  view: ClusterView,
  input: ScaleInInput,
  draw: (n: number) => number,
): string | undefined {
  const place = chooseInstance(view, input, draw) ?? chooseZone(view, input);
  if (place === undefined) return undefined;
  return firstWithPrefix(view.started, startedPrefix(input.startedBy, place));
}

function chooseInstance(
  view: ClusterView,
  { group, startedBy, strategies }: ScaleInInput,
  draw: (n: number) => number,
): string | undefined {
  const having: Candidate[] = [];
  eachEntry(view.instances, (candidate) => {
    if (candidate.tasks[startedBy] !== undefined) having.push(candidate);
  });
  let left: readonly Candidate[] = having;
  for (const strategy of strategiesFor(group, strategies)) {
    if (left.length < 2) break;
    left = widen(strategy, left, group, view, draw);
  }
  return left[0]?.instance.containerInstanceArn;
}

/** Fargate: the zone in which most tasks of the service run. */
function chooseZone(view: ClusterView, { group, startedBy }: ScaleInInput): string | undefined {
  let best: string | undefined;
  for (const zone of Object.keys(view.zones).sort()) {
    const tasks = view.zones[zone] ?? {};
    if (tasks[startedBy] === undefined) continue;
    if (best === undefined || (tasks[group] ?? 0) > (view.zones[best]?.[group] ?? 0)) best = zone;
  }
  return best;
}
