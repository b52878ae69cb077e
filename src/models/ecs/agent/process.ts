/**
 * What runs in a container, as instants worked out once when it starts: when it listens, is ready, turns healthy or
 * unhealthy, ends. Checks that change nothing need no entry of their own (DECISIONS.md 1.14).
 * Source: API, HealthCheck (interval 30 s, retries 3, startPeriod off; a success counts at once, failures inside the
 * start period do not). Not modelled yet: memory, and the kill when its limit is passed.
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
}

export function startProcess(
  behaviour: ImageBehaviour,
  ports: readonly number[],
  healthCheck: HealthCheck | undefined,
  startedAtMs: number,
): Process {
  const { fails, startUpMs, readyMs, cpuPerRequestMs, exits } = behaviour;
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
    ends: exits && { atMs: startedAtMs + exits.afterMs, exitCode: exits.code },
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
