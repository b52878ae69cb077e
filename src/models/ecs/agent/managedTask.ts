/**
 * A task as the agent that runs it knows it: the truth on the instance. The control plane's record follows it only as
 * far as the agent can speak (DECISIONS.md 2.16): while an agent is disconnected the two part, and meet again when it
 * reconnects.
 */
import { defineIndex, type IndexDef, type Read } from '../../../engine/model';
import type { HealthStatus, NetworkBinding } from '../types';
import type { ContainerStatus, SteadyState } from './containerStatus';
import type { Process } from './process';
import type { AgentTaskStatus } from './taskStatus';

export interface ManagedContainer {
  readonly name: string;
  readonly essential: boolean;
  readonly steady: SteadyState;
  readonly known: ContainerStatus;
  readonly exitCode: number | null;
  readonly reason: string | null;
  readonly health: HealthStatus;
  readonly bindings: readonly NetworkBinding[];
  readonly pullStartedAtMs: number | null;
  readonly pullStoppedAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly restarts: number;
  readonly lastRestartAtMs: number | null;
  /** What runs in it now; null before it starts and after it ends. */
  readonly process: Process | null;
}

export interface ManagedTask {
  /** EC2 instance id, or `fargate:<zone>`. */
  readonly place: string;
  /** Where its ports are: the instance's address, or the task's own (awsvpc). */
  readonly ip: string;
  readonly availabilityZone: string;
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
  readonly known: AgentTaskStatus;
  /** When the first essential container stopped. */
  readonly executionStoppedAtMs: number | null;
  readonly containers: readonly ManagedContainer[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: as the task's. Indexes: `place`, `hostPort` (`<place>:<port>`). */
    'ecs/ManagedTask': ManagedTask;
  }
}

export const managedTaskIndexes: readonly IndexDef[] = [
  defineIndex({ name: 'place', kind: 'ecs/ManagedTask', buckets: ({ place }) => [place] }),
  defineIndex({
    name: 'hostPort',
    kind: 'ecs/ManagedTask',
    buckets: ({ place, containers }) =>
      containers
        .flatMap((c) => (c.known === 'STOPPED' ? [] : c.bindings))
        .map((b) => `${place}:${b.hostPort}`),
  }),
];

/** The network pause container of awsvpc tasks; the control plane never hears of it. */
export const PAUSE_CONTAINER = '~internal~ecs~pause';

export const fargatePlace = (zone: string): string => `fargate:${zone}`;
export const fargateZoneOf = (place: string): string | null =>
  place.startsWith('fargate:') ? place.slice('fargate:'.length) : null;

/** Key of a container's machine. */
export const containerKey = (task: string, container: string): string => `${task}/${container}`;

export interface Host {
  /** It has power and its system is up. */
  readonly running: boolean;
  /** Its agent and the control plane can speak. */
  readonly reachable: boolean;
}

export function hostOf(read: Pick<Read, 'get'>, place: string): Host {
  const zone = fargateZoneOf(place);
  if (zone !== null) {
    const up = read.get('ec2/AvailabilityZone', zone)?.State === 'available';
    return { running: up, reachable: up };
  }
  const instance = read.get('ec2/Instance', place);
  const running =
    instance?.State.Name === 'running' && instance.powered && instance.bootedAtMs !== null;
  return { running, reachable: running && instance.reachable };
}
