/**
 * Exponential back-off as the kubelet keeps it for container restarts and image pulls
 * (client-go util/flowcontrol/backoff.go, v1.34; kubelet constants backOffPeriod 10 s and MaxContainerBackOff 300 s).
 *
 * The wait doubles from `initialMs` to `maxMs`. It counts from the end of the failed run; an entry whose last use lies
 * more than twice the maximum before that end is forgotten, so a container that ran over ten minutes begins anew.
 * No jitter, as in the kubelet.
 */
export interface BackOffLimits {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** What is remembered of one container or image: the wait in force, and when it was last raised. */
export interface BackOffEntry {
  readonly backOffMs: number;
  readonly lastUpdateMs: number;
}

/** How long something that failed at `eventMs` has to wait yet; 0 when it may be tried now. */
export function remainingBackOffMs(
  entry: BackOffEntry | null,
  eventMs: number,
  nowMs: number,
  limits: BackOffLimits,
): number {
  if (!entry || hasExpired(entry, eventMs, limits)) return 0;
  return Math.max(0, entry.backOffMs - (nowMs - eventMs));
}

/** The same, counted from the entry's last use: how image pulls wait. */
export const remainingSinceUpdateMs = (
  entry: BackOffEntry | null,
  nowMs: number,
  limits: BackOffLimits,
): number =>
  !entry || hasExpired(entry, nowMs, limits)
    ? 0
    : Math.max(0, entry.backOffMs - (nowMs - entry.lastUpdateMs));

/** The entry after one more attempt, made at `nowMs` because of what happened at `eventMs`. */
export function nextBackOff(
  entry: BackOffEntry | null,
  eventMs: number,
  nowMs: number,
  limits: BackOffLimits,
): BackOffEntry {
  const backOffMs =
    !entry || hasExpired(entry, eventMs, limits)
      ? limits.initialMs
      : Math.min(entry.backOffMs * 2, limits.maxMs);
  return { backOffMs, lastUpdateMs: nowMs };
}

const hasExpired = (entry: BackOffEntry, eventMs: number, limits: BackOffLimits): boolean =>
  eventMs - entry.lastUpdateMs > limits.maxMs * 2;
