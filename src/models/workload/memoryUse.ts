/**
 * Memory of a process: filled up to its base while it starts, so much more for every request that is being served, and what
 * it leaks. Over its limit the kernel kills it. Simplified: a container without a limit is never killed, and the
 * machine's own memory does not run out.
 */
import type { Process } from './types';

type Memory = Pick<
  Process,
  | 'startedAtMs'
  | 'startUpMs'
  | 'memoryKiB'
  | 'memoryPerRequestKiB'
  | 'leakKiBPerMinute'
  | 'memoryLimitKiB'
>;

export function memoryKiBAt(process: Memory, inFlightMilli: number, nowMs: number): number {
  const ageMs = Math.max(0, nowMs - process.startedAtMs);
  const { startUpMs, memoryKiB, leakKiBPerMinute } = process;
  const base =
    ageMs >= startUpMs ? memoryKiB : Math.floor((memoryKiB * ageMs) / Math.max(1, startUpMs));
  return (
    base +
    Math.floor((process.memoryPerRequestKiB * inFlightMilli) / 1000) +
    Math.floor((leakKiBPerMinute * ageMs) / 60_000)
  );
}

/** When it passes its limit if nothing changes; null: never. In the past: it has. */
export function outOfMemoryAtMs(process: Memory, inFlightMilli: number): number | null {
  const { memoryLimitKiB: limit, startedAtMs, startUpMs, memoryKiB, leakKiBPerMinute } = process;
  if (limit === null) return null;
  const steady = memoryKiB + Math.floor((process.memoryPerRequestKiB * inFlightMilli) / 1000);
  if (memoryKiB > limit)
    return startedAtMs + Math.max(1, Math.floor((startUpMs * limit) / memoryKiB));
  if (steady > limit) return startedAtMs + startUpMs;
  if (leakKiBPerMinute === 0) return null;
  return startedAtMs + Math.floor(((limit - steady + 1) * 60_000) / leakKiBPerMinute) + 1;
}
