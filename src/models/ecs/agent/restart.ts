/**
 * Restart policies of containers: in place, the task goes on and the container is never reported STOPPED
 * (agent, ecs-agent/api/container/restart/restart_tracker.go; API, ContainerRestartPolicy).
 */
import { timings } from '../timings';
import type { ContainerDefinition } from '../types';

export interface Ended {
  readonly exitCode: number | null;
  readonly startedAtMs: number;
  readonly lastRestartAtMs: number | null;
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
}

/** `reason` is the agent's log text for why not; empty when it restarts. */
export function shouldRestart(
  policy: ContainerDefinition['restartPolicy'],
  { exitCode, startedAtMs, lastRestartAtMs, desiredStatus }: Ended,
  nowMs: number,
): { readonly restart: boolean; readonly reason: string } {
  const no = (reason: string) => ({ restart: false, reason });
  if (!policy?.enabled) return no('restart policy is not enabled');
  if (desiredStatus === 'STOPPED') return no("container's desired status is stopped");
  if (exitCode === null) return no('exit code is nil');
  if (policy.ignoredExitCodes?.includes(exitCode))
    return no(`exit code ${exitCode} should be ignored`);
  const periodMs =
    policy.restartAttemptPeriod === undefined
      ? timings.restartAttemptPeriodMs
      : policy.restartAttemptPeriod * 1000;
  if (nowMs - (lastRestartAtMs ?? startedAtMs) < periodMs)
    return no('attempt reset period has not elapsed');
  return { restart: true, reason: '' };
}
