/** What a health check or a request meets at a target, and what a health check makes of it. */
import type { Read } from '../../../engine/model';
import type { CheckOutcome, HealthCheckSettings } from './target.machine';
import type { TargetAnswer, TargetGroup, TargetHealth } from './types';

export type Observation = Pick<
  TargetHealth,
  'answers' | 'cpuPerRequestMs' | 'instanceId' | 'island' | 'safeRate'
>;

/** `instanceId`: where its process was seen last, for the time when no process is left to ask. */
export function observe(read: Read, address: string, instanceId: string | null): Observation {
  const listener = read.get('workload/Listener', address);
  const host = listener ? listener.instanceId : instanceId;
  const instance = host === null ? undefined : read.get('ec2/Instance', host);
  const cpuPerRequestMs = listener?.cpuPerRequestMs ?? 0;
  const gone = host !== null && (!instance || !instance.reachable || !instance.powered);
  const answers = gone ? 'unreachable' : answerOf(listener?.answers);
  return { answers, cpuPerRequestMs, instanceId: host, ...partOf(read, listener?.process) };
}

/** What a process asks for is its own when the CPU of its machine is short (`workload/cpuShares.ts`). */
function partOf(read: Read, key: string | undefined): Pick<TargetHealth, 'island' | 'safeRate'> {
  const process = key === undefined ? undefined : read.get('workload/Process', key);
  if (!process) return { island: null, safeRate: null };
  const { island, askedMicro, idleMicro, cpuPerRequestMicros } = process;
  if (cpuPerRequestMicros === 0) return { island, safeRate: null };
  const own = Math.max(0, askedMicro - idleMicro);
  return { island, safeRate: Math.floor((own * 1000) / cpuPerRequestMicros) };
}

/** A closed port refuses at once; only a host that is gone keeps the checker waiting. */
const answerOf = (answers: 'accepting' | 'failing' | 'silent' | undefined): TargetAnswer =>
  answers === undefined || answers === 'silent' ? 'refusing' : answers;

export const sameObservation = (a: Observation, b: Observation): boolean =>
  a.answers === b.answers &&
  a.cpuPerRequestMs === b.cpuPerRequestMs &&
  a.instanceId === b.instanceId &&
  a.island === b.island &&
  a.safeRate === b.safeRate;

/** ELB API, TargetHealth reason codes. A TCP check is content with an open port. */
export function outcomeOf(
  answers: TargetAnswer,
  protocol: TargetGroup['HealthCheckProtocol'],
): CheckOutcome {
  switch (answers) {
    case 'accepting':
      return 'passed';
    case 'failing':
      return protocol === 'TCP' ? 'passed' : 'Target.ResponseCodeMismatch';
    case 'refusing':
      return 'Target.FailedHealthChecks';
    case 'unreachable':
      return 'Target.Timeout';
  }
}

export const settingsOf = (group: TargetGroup): HealthCheckSettings => ({
  intervalMs: group.HealthCheckIntervalSeconds * 1000,
  timeoutMs: group.HealthCheckTimeoutSeconds * 1000,
  healthyThreshold: group.HealthyThresholdCount,
  unhealthyThreshold: group.UnhealthyThresholdCount,
  deregistrationDelayMs: group.deregistrationDelaySeconds * 1000,
});

/** Checks stand at `checkedFromMs + k * interval`; one that falls on this very moment has seen what was. */
export function nextCheckInMs(
  { checkedFromMs }: Pick<TargetHealth, 'checkedFromMs'>,
  intervalMs: number,
  nowMs: number,
): number {
  if (checkedFromMs === null) return 0;
  return intervalMs - ((nowMs - checkedFromMs) % intervalMs);
}
