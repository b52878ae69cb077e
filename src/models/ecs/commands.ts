/**
 * Everything that the running half of ECS can be told to do. Requests, the service scheduler and the agents emit
 * these; each handler reads the records again before it acts.
 *
 * A request that must answer with what it made calls the pure function that the command uses as well:
 * - RunTask, StartTask: `launchTasks(ctx, launch)` of `placement/launch.ts` -> { tasks, failures, effects }.
 * - CreateService, UpdateService: `withNewDeployment(service, ctx)` of `controllers/deployments.ts` -> the service
 *   with a fresh PRIMARY deployment of what it now asks for. The request puts it; the scheduler sees the change.
 * - DeleteService puts status DRAINING and desiredCount 0; the scheduler stops the tasks and ends at INACTIVE.
 */
import type { StopCode } from './types';
import type { AgentCommand } from './agent/agentCommand';
import type { CapacityCommand } from './capacityProviders/capacityCommand';
import type { ServiceCommand } from './controllers/serviceCommand';

export type EcsCommand =
  TaskCommand | ContainerInstanceCommand | ServiceCommand | AgentCommand | CapacityCommand;

/** `task` is the key `<cluster>/<task id>`. */
export type TaskCommand =
  /** Desired status STOPPED. Nothing happens when it already is. StopTask: stopCode `UserInitiated`. */
  | {
      readonly type: 'stopTask';
      readonly task: string;
      readonly stopCode: StopCode;
      readonly reason: string;
    }
  /** Its targets have been deregistered and drained. */
  | { readonly type: 'finishDraining'; readonly task: string };

/** `containerInstance` is the key `<cluster>/<id>`. */
export type ContainerInstanceCommand =
  /** UpdateContainerInstancesState. */
  | {
      readonly type: 'setContainerInstanceStatus';
      readonly containerInstance: string;
      readonly status: 'ACTIVE' | 'DRAINING';
    }
  /** DeregisterContainerInstance (with force: its tasks are lost), and the end of its EC2 instance. */
  | {
      readonly type: 'deregisterContainerInstance';
      readonly containerInstance: string;
      /** Why its tasks end. */
      readonly reason: string;
      /** `UserInitiated` when left out. */
      readonly stopCode?: StopCode;
    };

declare module '../../engine/model' {
  interface CommandTypes {
    ecs: EcsCommand;
  }
}
