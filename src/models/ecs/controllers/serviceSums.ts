/** A service's tasks added up as the scheduler counts them. */
import type { Counts } from './deploymentArithmetic';
import type { DeploymentTasks, ObservedService } from './observeService';

export interface Sums extends Counts {
  /** Of the newest deployment, on instances that stay. */
  readonly unhealthyHere: number;
  readonly healthyHere: number;
}

/** Running tasks that are to leave count as healthy unless their checks say otherwise: they serve. */
export function summed({ desired, primary, others }: ObservedService): Sums {
  const unhealthyHere = primary.unhealthy - primary.drainingUnhealthy;
  const healthyHere = primary.healthy - primary.drainingHealthy;
  const drainingServing = primary.draining - primary.drainingPending - primary.drainingUnhealthy;
  const leavingHealthy = tasksIn(others, (d) => d.running - d.unhealthy) + drainingServing;
  return {
    desired,
    current: primary.pending + primary.running - primary.draining - unhealthyHere,
    total: primary.pending + primary.running + tasksIn(others, (d) => d.pending + d.running),
    healthy: healthyHere + leavingHealthy,
    leavingHealthy,
    unhealthyHere,
    healthyHere,
  };
}

export const tasksIn = (
  deployments: readonly DeploymentTasks[],
  of: (tasks: DeploymentTasks) => number,
): number => deployments.reduce((n, tasks) => n + of(tasks), 0);
