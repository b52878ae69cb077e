/**
 * How far a rolling update may go. Source: API, DeploymentConfiguration (minimum rounds up, maximum rounds down; the
 * maximum counts RUNNING and PENDING tasks); Developer Guide, "Amazon ECS service event messages".
 */
import type { Service } from '../types';
import { deploymentDefaults } from '../validation/service';

export interface Percents {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

export interface Bounds {
  /** Healthy tasks that must stay. */
  readonly lower: number;
  /** Tasks that may be RUNNING or PENDING. */
  readonly upper: number;
}

export const percentsOf = (
  schedulingStrategy: Service['schedulingStrategy'],
  { minimumHealthyPercent, maximumPercent }: Service['deploymentConfiguration'] = {},
): Percents => {
  const defaults = deploymentDefaults(schedulingStrategy);
  return {
    minimumHealthyPercent: minimumHealthyPercent ?? defaults.minimumHealthyPercent,
    maximumPercent: maximumPercent ?? defaults.maximumPercent,
  };
};

export const boundsOf = (desired: number, percents: Percents): Bounds => ({
  lower: Math.ceil((desired * percents.minimumHealthyPercent) / 100),
  upper: Math.floor((desired * percents.maximumPercent) / 100),
});

export interface Counts {
  readonly desired: number;
  /** Tasks of the newest deployment that count toward the desired number. */
  readonly current: number;
  /** Everything RUNNING or PENDING. */
  readonly total: number;
  /** Everything healthy, and the part of it that is to leave. */
  readonly healthy: number;
  readonly leavingHealthy: number;
}

export const mayStart = ({ desired, current, total }: Counts, { upper }: Bounds): number =>
  Math.max(0, Math.min(desired - current, upper - total));

export const mayStop = ({ healthy, leavingHealthy }: Counts, { lower }: Bounds): number =>
  Math.max(0, Math.min(leavingHealthy, healthy - lower));

/** A deployment over a steady service that can neither start nor stop anything never ends. */
export const isBlocked = (desired: number, { lower, upper }: Bounds): boolean =>
  desired > 0 && upper <= desired && lower >= desired;
