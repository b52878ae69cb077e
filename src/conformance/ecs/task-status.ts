/** `category`: `mapping`, `known-status`, `backend` or `health`, each one function of the agent. */
import {
  containerBackendStatus,
  type ContainerStatus,
  type SteadyState,
} from '../../models/ecs/agent/containerStatus';
import {
  mapContainerToTaskStatus,
  taskBackendStatus,
  taskHealth,
  updateTaskKnownStatus,
  type AgentTaskStatus,
} from '../../models/ecs/agent/taskStatus';
import type { HealthStatus } from '../../models/ecs/types';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly container: ContainerStatus;
  readonly steady: SteadyState;
  readonly taskKnown: AgentTaskStatus;
  readonly containerKnown?: ContainerStatus;
  readonly containers: readonly {
    readonly known: ContainerStatus;
    readonly essential?: boolean;
    readonly steady?: SteadyState;
    readonly health: HealthStatus;
  }[];
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'task-status',
  check: ({ input, category = '', expect }: Case) =>
    differences(expect, answer(category, input as unknown as Input)),
};

function answer(category: string, input: Input): Readonly<Record<string, unknown>> {
  switch (category) {
    case 'mapping':
      return { task: mapContainerToTaskStatus(input.container, input.steady) };
    case 'backend':
      return {
        backendStatus:
          input.containerKnown === undefined
            ? taskBackendStatus(input.taskKnown)
            : containerBackendStatus(input.containerKnown),
      };
    case 'health':
      return {
        health: taskHealth(
          input.containers.map((c) => ({ ...c, essential: c.essential ?? false })),
        ),
      };
    default:
      return knownStatus(input);
  }
}

function knownStatus({ taskKnown, containers }: Input) {
  const after = updateTaskKnownStatus(
    taskKnown,
    containers.map(({ known, essential = false, steady = 'RUNNING' }) => ({
      known,
      essential,
      steady,
    })),
  );
  return { taskKnown: after, changed: after !== taskKnown };
}
