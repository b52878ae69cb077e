/**
 * Container dependencies: they must name other containers of the definition, never go round in a circle, and ask of a
 * container only what it can reach. Messages as the service answers (observed 2026), but for the circle.
 */
import type { FieldError } from '../../../engine/model';
import { isEssential } from './containers';
import { clientException } from './exceptions';
import type { ContainerRequest } from './requestTypes';

export function dependencyErrors(containers: readonly ContainerRequest[]): FieldError[] {
  const named = new Map(containers.map((container) => [container.name, container]));
  const errors = containers.flatMap((container, i) =>
    (container.dependsOn ?? []).flatMap(({ containerName, condition }, j) => {
      const message = dependencyError(named.get(containerName), containerName, condition);
      return message === undefined ? [] : [clientException([i, 'dependsOn', j], message)];
    }),
  );
  return errors.length > 0 ? errors : circleErrors(containers, named);
}

function dependencyError(
  on: ContainerRequest | undefined,
  containerName: string,
  condition: string,
): string | undefined {
  if (!on) return `Cannot depend on container + '${containerName}' because it does not exist`;
  if ((condition === 'SUCCESS' || condition === 'COMPLETE') && isEssential(on))
    return 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container';
  if (condition === 'HEALTHY' && !on.healthCheck)
    return 'A dependency container with HEALTHY condition must have health check configured';
  return undefined;
}

/** Takes away what waits for nothing until nothing changes; what is left waits for itself. */
function circleErrors(
  containers: readonly ContainerRequest[],
  named: ReadonlyMap<string | undefined, ContainerRequest>,
): FieldError[] {
  const waiting = new Set(named.keys());
  const waitsFor = (container: ContainerRequest) =>
    (container.dependsOn ?? []).some((dependency) => waiting.has(dependency.containerName));
  for (let before = -1; before !== waiting.size;) {
    before = waiting.size;
    for (const [name, container] of named) if (!waitsFor(container)) waiting.delete(name);
  }
  const first = containers.findIndex((container) => waiting.has(container.name));
  if (first < 0) return [];
  const names = [...waiting].join(', ');
  return [
    clientException([first, 'dependsOn'], `Containers depend on each other in a circle: ${names}.`),
  ];
}
