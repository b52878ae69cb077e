/**
 * How long a pod that found no place is kept out of the active queue (backend/queue/backoff_queue.go, v1.34): 1 s,
 * doubling with every attempt, at most 10 s.
 */
import { SCHEDULER_TIMINGS } from './timings';

/** Seconds to wait after the `attempts`th failed attempt. */
export function calculateBackoffSeconds(
  attempts: number,
  initialSeconds: number,
  maxSeconds: number,
): number {
  if (attempts === 0) return 0;
  let seconds = initialSeconds;
  for (let i = 1; i < attempts && seconds < maxSeconds; i++) seconds *= 2;
  return Math.min(seconds, maxSeconds);
}

/** The tick at which a pod whose back-off ends then is moved to the active queue. */
export const backoffFlushAt = (backoffUntilMs: number): number =>
  Math.ceil(backoffUntilMs / SCHEDULER_TIMINGS.backoffFlushMs) * SCHEDULER_TIMINGS.backoffFlushMs;

/** The tick at which a pod that failed then is tried again although nothing has happened. */
export function unschedulableFlushAt(failedAtMs: number): number {
  const { maxInUnschedulablePodsMs, unschedulableFlushMs } = SCHEDULER_TIMINGS;
  const over = failedAtMs + maxInUnschedulablePodsMs;
  return (Math.floor(over / unschedulableFlushMs) + 1) * unschedulableFlushMs;
}
