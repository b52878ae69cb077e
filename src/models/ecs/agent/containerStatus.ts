/**
 * The agent's own words for a container's progress, in their order (agent, ecs-agent/api/container/status). The control
 * plane hears only PENDING, RUNNING and STOPPED.
 */
export const CONTAINER_STATUSES = [
  'NONE',
  'MANIFEST_PULLED',
  'PULLED',
  'CREATED',
  'RUNNING',
  'RESOURCES_PROVISIONED',
  'STOPPED',
] as const;
export type ContainerStatus = (typeof CONTAINER_STATUSES)[number];

/** Where a container is to stay: the pause container of an awsvpc task has a network to set up after RUNNING. */
export type SteadyState = 'RUNNING' | 'RESOURCES_PROVISIONED';

const order = new Map<string, number>(CONTAINER_STATUSES.map((status, index) => [status, index]));

/** Position in the order: comparing two of them tells which container is further. */
export const progressOf = (status: ContainerStatus): number => order.get(status) ?? 0;

export type BackendStatus = 'PENDING' | 'RUNNING' | 'STOPPED';

/** agent, ContainerStatus.BackendStatusString */
export const containerBackendStatus = (known: ContainerStatus): BackendStatus =>
  known === 'RUNNING' || known === 'STOPPED' ? known : 'PENDING';
