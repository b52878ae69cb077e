/**
 * How long a pod may stay on a tainted node (pkg/controller/tainteviction getMinTolerationTime, v1.34): the shortest of
 * the tolerations that bear its taints; without any, not at all; for ever when none of them has a limit.
 */
import type { Toleration } from '../types';

/** Seconds; null: for ever. */
export function evictAfterSeconds(
  used: readonly Pick<Toleration, 'tolerationSeconds'>[],
): number | null {
  if (used.length === 0) return 0;
  const limits = used.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits));
}
