/** On which ports of its host, or of its own address, a container can be reached. */
import type { ContainerDefinition, NetworkBinding, NetworkMode } from '../types';

/**
 * `listens`: what the program in the image opens; empty: whatever the definition maps; null: nothing. In bridge mode only
 * mapped ports lead in; in awsvpc and host mode every open port does.
 */
export function listeningPorts(
  listens: readonly number[] | null,
  { portMappings = [] }: Pick<ContainerDefinition, 'portMappings'>,
  networkMode: NetworkMode | undefined,
  bindings: readonly NetworkBinding[],
): readonly number[] {
  if (listens === null || networkMode === 'none') return [];
  const mapped = portMappings.flatMap((m) =>
    m.containerPort === undefined ? [] : [m.containerPort],
  );
  const open = listens.length > 0 ? listens : mapped;
  if (networkMode === 'awsvpc' || networkMode === 'host') return [...new Set(open)];
  return bindings.filter((b) => open.includes(b.containerPort)).map((b) => b.hostPort);
}
