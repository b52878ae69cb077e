/** What the scheduler sees of a service when it looks: sums kept by the store, and lists only where somebody must choose. */
import type { Read } from '../../../engine/model';
import type { Deployment, Service, Time } from '../types';
import { boundsOf, percentsOf, type Bounds } from './deploymentArithmetic';
import { primaryOf } from './deployments';
import { observeDaemon, type ObservedDaemon } from './observeDaemon';
import { schedulingOf, type ServiceScheduling } from './scheduling';
import { attentionBucket, STANDINGS } from './serviceTask';

export interface DeploymentTasks {
  readonly deployment: Deployment;
  readonly pending: number;
  readonly running: number;
  readonly healthy: number;
  readonly unhealthy: number;
  /** On DRAINING instances, and parts of it. */
  readonly draining: number;
  readonly drainingPending: number;
  readonly drainingHealthy: number;
  readonly drainingUnhealthy: number;
}

export interface ObservedService {
  readonly key: string;
  readonly service: Service;
  readonly scheduling: ServiceScheduling;
  readonly desired: number;
  readonly bounds: Bounds;
  readonly primary: DeploymentTasks;
  readonly others: readonly DeploymentTasks[];
  /** Tasks of the service that are not STOPPED, those asked to stop included. */
  readonly present: number;
  readonly presentRunning: number;
  readonly presentPending: number;
  readonly daemon: ObservedDaemon | null;
  /** Keys of tasks whose containers run and whose targets are not registered. */
  readonly awaitingTargets: readonly string[];
  keysOf(deployment: string, what: 'notHealthy' | 'unhealthy' | 'draining'): readonly string[];
  standingOf(task: string): 'PENDING' | 'WAITING' | 'HEALTHY' | 'UNHEALTHY';
  readonly nowMs: Time;
}

/** By service key, every task that is not STOPPED. */
export const SERVICE_TASKS = 'ecs/serviceTasks';

export function observeService(key: string, read: Read): ObservedService | undefined {
  const service = read.get('ecs/Service', key);
  const primary = service && primaryOf(service);
  if (!primary || service.status === 'INACTIVE') return undefined;
  if (service.deploymentController.type !== 'ECS') return undefined;
  const daemon =
    service.schedulingStrategy === 'DAEMON' ? observeDaemon(key, service, primary, read) : null;
  const desired = daemon && service.status === 'ACTIVE' ? daemon.wanted : service.desiredCount;
  const tasks = read.tally(SERVICE_TASKS, key);
  return {
    key,
    service,
    scheduling: schedulingOf(read, key),
    desired,
    bounds: boundsOf(
      desired,
      percentsOf(service.schedulingStrategy, service.deploymentConfiguration),
    ),
    primary: tasksOf(primary, read),
    others: service.deployments.filter((d) => d.id !== primary.id).map((d) => tasksOf(d, read)),
    present: tasks['present'] ?? 0,
    presentRunning: tasks['running'] ?? 0,
    presentPending: tasks['pending'] ?? 0,
    daemon,
    awaitingTargets:
      read.count('ecs/Task', 'awaitingTargets', key) > 0
        ? read.keysBy('ecs/Task', 'awaitingTargets', key)
        : [],
    keysOf: (deployment, what) => {
      const bucket = attentionBucket(deployment, what);
      if (read.count('ecs/ServiceTask', 'attention', bucket) === 0) return [];
      return read.keysBy('ecs/ServiceTask', 'attention', bucket).toSorted();
    },
    standingOf: (task) => read.get('ecs/ServiceTask', task)?.standing ?? 'PENDING',
    nowMs: read.nowMs,
  };
}

function tasksOf(deployment: Deployment, read: Read): DeploymentTasks {
  const sums = read.tally(STANDINGS, deployment.id);
  const sum = (name: string) => sums[name] ?? 0;
  return {
    deployment,
    pending: sum('pending'),
    running: sum('running'),
    healthy: sum('healthy'),
    unhealthy: sum('unhealthy'),
    draining: sum('draining'),
    drainingPending: sum('drainingPending'),
    drainingHealthy: sum('drainingHealthy'),
    drainingUnhealthy: sum('drainingUnhealthy'),
  };
}
