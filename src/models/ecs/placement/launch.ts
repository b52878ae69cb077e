/** Starts tasks: placement on container instances or into Fargate's zones, and the records that follow. */
import type { Context, Effect } from '../../../engine/model';
import type {
  LaunchType,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  Tag,
  Task,
  TaskDefinition,
} from '../types';

export interface TaskLaunch {
  readonly cluster: string;
  readonly taskDefinition: TaskDefinition;
  readonly count: number;
  /** `service:<name>` or, for RunTask without a group, `family:<family>`. */
  readonly group: string;
  readonly startedBy?: string;
  readonly launchType: LaunchType;
  readonly platformVersion?: string;
  readonly networkConfiguration?: NetworkConfiguration;
  /** The call's or the service's; the definition's own are added here. */
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly tags: readonly Tag[];
  /** StartTask: one task on each of these (keys), without a choice. */
  readonly containerInstances?: readonly string[];
}

export interface LaunchFailure {
  readonly arn?: string;
  readonly reason: string;
  readonly detail?: string;
}

export interface Launched {
  readonly tasks: readonly Task[];
  readonly failures: readonly LaunchFailure[];
  readonly effects: readonly Effect[];
}

/** Places what it can: partial success is normal. */
export declare function launchTasks(ctx: Context, launch: TaskLaunch): Launched;
