/** What the scheduler keeps about a service between two looks. */
import { defineIndex, type Effect, type IndexDef, type Read } from '../../../engine/model';
import { clusterOfKey } from '../placement/clusterView';
import { timings } from '../timings';
import type { Deployment, Time } from '../types';

export interface Throttle {
  readonly deployment: string;
  /** How many rounds in a row failed to start. */
  readonly round: number;
  readonly sinceMs: Time;
  readonly untilMs: Time;
}

export interface ServiceScheduling {
  /** The next batch of tasks may not start before. */
  readonly nextLaunchMs: Time;
  /** Tasks fail to start: the gap to the next attempt grows. */
  readonly throttle: Throttle | null;
  /** No instance takes the next task; null again as soon as room may have come. */
  readonly waiting: { readonly deployment: string; readonly message: string } | null;
  /** The last "unable to place" event, not said again until a task could be placed. */
  readonly saidUnable: string | null;
  /** The deployment that cannot go on, of which it has been said. */
  readonly saidBlocked: string | null;
  /** A scale-in waits for protected tasks; `said`: that they are more than wanted. Absent: none waits. */
  readonly heldBack?: { readonly deployment: string; readonly said: boolean };
  readonly lastCompleted: Deployment | null;
  /** When steady state was last reported; null: it is not steady. */
  readonly steadySaidMs: Time | null;
  /** Tasks above the desired number even the zones out; absent: none. */
  readonly rebalancing?: { readonly deployment: string };
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: as the service's. Indexes: `waiting` (cluster). */
    'ecs/ServiceScheduling': ServiceScheduling;
  }
}

const fresh: ServiceScheduling = {
  nextLaunchMs: 0,
  throttle: null,
  waiting: null,
  saidUnable: null,
  saidBlocked: null,
  lastCompleted: null,
  steadySaidMs: null,
};

export const schedulingOf = (read: Pick<Read, 'get'>, service: string): ServiceScheduling =>
  read.get('ecs/ServiceScheduling', service) ?? fresh;

export const putScheduling = (service: string, value: ServiceScheduling): Effect => ({
  do: 'put',
  kind: 'ecs/ServiceScheduling',
  key: service,
  value,
});

export const schedulingIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'waiting',
    kind: 'ecs/ServiceScheduling',
    buckets: ({ waiting }, key) => (waiting ? [clusterOfKey(key)] : []),
  }),
];

/**
 * A round is what was started together: a failure of a task that was created after the last gap began opens the next one.
 * Source: Developer Guide, "Amazon ECS service throttle logic".
 */
export function throttleAfterFailure(
  throttle: Throttle | null,
  deployment: string,
  taskCreatedAt: Time,
  nowMs: Time,
): Throttle {
  const running = throttle?.deployment === deployment ? throttle : null;
  if (running && taskCreatedAt < running.sinceMs) return running;
  const round = (running?.round ?? 0) + 1;
  const gaps = timings.throttleGapsMs;
  const gapMs = gaps[Math.min(round, gaps.length) - 1] ?? 0;
  return { deployment, round, sinceMs: nowMs, untilMs: nowMs + gapMs };
}

/** The event is sent when the retries begin to slow down. */
export const beginsToThrottle = (before: Throttle | null, after: Throttle): boolean =>
  after.round === 2 && before?.round !== 2;
