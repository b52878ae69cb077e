/**
 * What runs in a container, as instants worked out once when it starts: when it listens, is ready, turns healthy or
 * unhealthy, runs out of memory, ends. Checks that change nothing need no entry of their own (DECISIONS.md 1.14).
 * Sources: API, HealthCheck (interval 30 s, retries 3, startPeriod off; a success counts at once, failures inside the
 * start period do not); memory is the hard limit, beyond which the kernel kills (agent, OutOfMemoryError).
 */
import type { ImageBehaviour, Listener } from '../../workload/types';
import type { HealthCheck, HealthStatus } from '../types';

export interface Process {
  readonly startedAtMs: number;
  /** Ports on the host or on the task's own address. */
  readonly ports: readonly number[];
  readonly listensAtMs: number;
  readonly readyAtMs: number;
  /** How it answers once it is ready. */
  readonly answers: 'accepting' | 'failing';
  readonly cpuPerRequestMs: number;
  /** Ascending. */
  readonly health: readonly { readonly atMs: number; readonly status: HealthStatus }[];
  readonly ends: ProcessEnd | null;
}

export interface ProcessEnd {
  readonly atMs: number;
  readonly exitCode: number;
  readonly reason: string | null;
}

const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage';
const KILLED = 137;

export function startProcess(
  behaviour: ImageBehaviour,
  ports: readonly number[],
  healthCheck: HealthCheck | undefined,
  memoryLimitMiB: number | null,
  startedAtMs: number,
): Process {
  const { fails, startUpMs, readyMs, cpuPerRequestMs } = behaviour;
  const passesChecks = fails !== 'readiness' && fails !== 'liveness' && fails !== 'requests';
  return {
    startedAtMs,
    ports,
    listensAtMs: startedAtMs + startUpMs,
    readyAtMs: startedAtMs + readyMs,
    answers: fails === 'readiness' || fails === 'requests' ? 'failing' : 'accepting',
    cpuPerRequestMs,
    health: healthCheck
      ? healthCourse(healthCheck, startedAtMs, passesChecks ? readyMs : null)
      : [],
    ends: firstEnd(behaviour, memoryLimitMiB, startedAtMs),
  };
}

/** `readyMs` null: the command never succeeds. */
export function healthCourse(
  { interval = 30, retries = 3, startPeriod = 0 }: HealthCheck,
  startedAtMs: number,
  readyMs: number | null,
): Process['health'] {
  const intervalMs = interval * 1000;
  const firstPassed = readyMs === null ? Infinity : Math.max(1, Math.ceil(readyMs / intervalMs));
  const firstCounted = Math.max(1, Math.ceil((startPeriod * 1000) / intervalMs));
  const lastStraw = firstCounted + retries - 1;
  const at = (check: number) => startedAtMs + check * intervalMs;
  const course: { atMs: number; status: HealthStatus }[] = [];
  if (lastStraw < firstPassed) course.push({ atMs: at(lastStraw), status: 'UNHEALTHY' });
  if (firstPassed !== Infinity) course.push({ atMs: at(firstPassed), status: 'HEALTHY' });
  return course;
}

function firstEnd(
  { exits, memoryMiB, leakMiBPerMinute, startUpMs }: ImageBehaviour,
  limitMiB: number | null,
  startedAtMs: number,
): ProcessEnd | null {
  const exit = exits && { atMs: startedAtMs + exits.afterMs, exitCode: exits.code, reason: null };
  const exhaustedMs = memoryExhaustedMs(memoryMiB, leakMiBPerMinute, limitMiB, startUpMs);
  if (exhaustedMs === null) return exit;
  const kill = { atMs: startedAtMs + exhaustedMs, exitCode: KILLED, reason: OUT_OF_MEMORY };
  return exit && exit.atMs <= kill.atMs ? exit : kill;
}

function memoryExhaustedMs(
  usedMiB: number,
  leakMiBPerMinute: number,
  limitMiB: number | null,
  startUpMs: number,
): number | null {
  if (limitMiB === null) return null;
  if (usedMiB > limitMiB) return startUpMs;
  if (leakMiBPerMinute <= 0) return null;
  return Math.ceil(((limitMiB - usedMiB) * 60_000) / leakMiBPerMinute) + 1;
}

export const healthAt = ({ health }: Process, nowMs: number): HealthStatus =>
  health.findLast((change) => change.atMs <= nowMs)?.status ?? 'UNKNOWN';

export function answersAt(process: Process, nowMs: number): Listener['answers'] {
  if (nowMs < process.listensAtMs) return 'silent';
  return nowMs < process.readyAtMs ? 'failing' : process.answers;
}

/** The next instant at which anything about it changes. */
export function nextChangeMs(process: Process, nowMs: number): number | null {
  const instants = [
    ...(process.ports.length > 0 ? [process.listensAtMs, process.readyAtMs] : []),
    ...process.health.map((change) => change.atMs),
    ...(process.ends ? [process.ends.atMs] : []),
  ].filter((atMs) => atMs > nowMs);
  return instants.length === 0 ? null : Math.min(...instants);
}
