/**
 * A DAEMON service runs one task on each ACTIVE container instance that meets its constraints (Developer Guide, "Amazon
 * ECS services", daemon). DRAINING instances are passed over; one that is only full still wants its task.
 */
import { checks, firstFailure, type CheckInput, type CheckName } from './checks';
import type { Candidate, ClusterView } from './clusterView';
import { eachEntry } from './sortedChunks';

export interface DaemonPlacement {
  /** ARNs of the instances that shall have a task of the deployment. */
  readonly wanted: readonly string[];
  /** Of these, the ones that miss it and can take it now. */
  readonly free: readonly string[];
  /** Of these, the ones that miss it and cannot take it now. */
  readonly full: readonly string[];
}

/** What makes an instance one of the daemon's at all; the rest is a matter of room and time. */
const BELONGS: ReadonlySet<CheckName> = new Set(['status', 'location', 'attributes', 'memberOf']);

/** `startedBy`: the deployment; what an older deployment runs does not count. */
export function placeDaemon(
  view: ClusterView,
  input: CheckInput,
  startedBy: string,
): DaemonPlacement {
  const wanted: string[] = [];
  const free: string[] = [];
  const full: string[] = [];
  eachEntry(view.instances, (candidate, arn) => {
    if (!belongs(candidate, input)) return;
    wanted.push(arn);
    if (candidate.tasks[startedBy] !== undefined) return;
    (firstFailure(candidate, input) ? full : free).push(arn);
  });
  return { wanted, free, full };
}

const belongs = (candidate: Candidate, input: CheckInput): boolean =>
  checks.every(([name, run]) => !BELONGS.has(name) || run(candidate, input) === null);
