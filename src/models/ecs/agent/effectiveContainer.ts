/** The container that a task runs: its definition with the overrides of RunTask or StartTask over it. */
import type { ContainerDefinition, Task, TaskDefinition } from '../types';

interface ContainerOverride {
  readonly name?: string;
  readonly command?: readonly string[];
  readonly cpu?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
}

export function effectiveContainers(
  definition: TaskDefinition,
  overrides: Task['overrides'],
): readonly ContainerDefinition[] {
  const changes = (overrides?.['containerOverrides'] ?? []) as readonly ContainerOverride[];
  if (changes.length === 0) return definition.containerDefinitions;
  return definition.containerDefinitions.map((container) => {
    const own = changes.find((change) => change.name === container.name);
    return own ? { ...container, ...own, name: container.name } : container;
  });
}
