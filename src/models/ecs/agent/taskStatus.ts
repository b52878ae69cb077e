/**
 * A task's status and health out of its containers, as the agent joins them (agent, ecs-agent/api/task/status and
 * agent/api/task/task.go updateTaskKnownStatus; API, HealthCheck).
 */
import type { HealthStatus, StopCode } from '../types';
import {
  progressOf,
  type BackendStatus,
  type ContainerStatus,
  type SteadyState,
} from './containerStatus';

export type AgentTaskStatus = 'NONE' | 'MANIFEST_PULLED' | 'CREATED' | 'RUNNING' | 'STOPPED';
const TASK_ORDER: readonly AgentTaskStatus[] = [
  'NONE',
  'MANIFEST_PULLED',
  'CREATED',
  'RUNNING',
  'STOPPED',
];
const taskProgress = (status: AgentTaskStatus): number => TASK_ORDER.indexOf(status);

export interface ContainerProgress {
  readonly known: ContainerStatus;
  readonly steady: SteadyState;
  readonly essential: boolean;
}

/** Container: NONE, MANIFEST_PULLED, PULLED, CREATED, RUNNING, RESOURCES_PROVISIONED, STOPPED; the task knows fewer. */
export function mapContainerToTaskStatus(
  known: ContainerStatus,
  steady: SteadyState,
): AgentTaskStatus {
  if (known === steady) return 'RUNNING';
  switch (known) {
    case 'MANIFEST_PULLED':
    case 'PULLED':
      return 'MANIFEST_PULLED';
    case 'CREATED':
    case 'RUNNING':
      return 'CREATED';
    case 'STOPPED':
      return 'STOPPED';
    default:
      return 'NONE';
  }
}

/**
 * The least advanced container decides, and a task never goes back. While an essential container has stopped and the
 * least advanced one still runs, the status is left alone until the rest stop.
 */
export function updateTaskKnownStatus(
  taskKnown: AgentTaskStatus,
  containers: readonly ContainerProgress[],
): AgentTaskStatus {
  const [first, ...rest] = containers;
  if (!first) return taskKnown;
  const earliest = rest.reduce(
    (least, c) => (progressOf(c.known) < progressOf(least.known) ? c : least),
    first,
  );
  if (earliest.known === earliest.steady && essentialContainerStopped(containers)) return taskKnown;
  const status = containers
    .map((c) => mapContainerToTaskStatus(c.known, c.steady))
    .reduce((least, s) => (taskProgress(s) < taskProgress(least) ? s : least));
  return taskProgress(status) > taskProgress(taskKnown) ? status : taskKnown;
}

export const essentialContainerStopped = (
  containers: readonly Pick<ContainerProgress, 'known' | 'essential'>[],
): boolean => containers.some((c) => c.essential && c.known === 'STOPPED');

/** agent, TaskStatus.BackendStatus */
export const taskBackendStatus = (known: AgentTaskStatus): BackendStatus =>
  known === 'RUNNING' || known === 'STOPPED' ? known : 'PENDING';

/** Any essential container that stops, with whatever code, ends the task (agent, updateTaskDesiredStatusUnsafe). */
export function desiredAfter(
  containers: readonly Pick<ContainerProgress, 'known' | 'essential'>[],
): { readonly desiredStatus: 'RUNNING' | 'STOPPED'; readonly stopCode?: StopCode } {
  return essentialContainerStopped(containers)
    ? { desiredStatus: 'STOPPED', stopCode: 'EssentialContainerExited' }
    : { desiredStatus: 'RUNNING' };
}

/** Only essential containers count: any UNHEALTHY, else any UNKNOWN, else HEALTHY. */
export function taskHealth(
  containers: readonly { readonly health: HealthStatus; readonly essential: boolean }[],
): HealthStatus {
  const essential = containers.filter((c) => c.essential).map((c) => c.health);
  if (essential.includes('UNHEALTHY')) return 'UNHEALTHY';
  return essential.length === 0 || essential.includes('UNKNOWN') ? 'UNKNOWN' : 'HEALTHY';
}
