/**
 * What one task of a definition needs of a container instance.
 * Sources: ECS API, RegisterTaskDefinition (cpu, memory, memoryReservation, PortMapping.hostPort); agent,
 * Task.ToHostResources (ports of bridge and host mode only, by protocol).
 */
import { parseCpu, parseMemory } from '../fargateSizes';
import type { ContainerDefinition, NetworkMode, TaskDefinition } from '../types';

export interface TaskRequirements {
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly gpus: number;
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  /** awsvpc: the task brings a network interface of its own. */
  readonly networkInterface: boolean;
  readonly attributes: readonly { readonly name: string; readonly value?: string }[];
}

export interface SizeOverride {
  readonly cpu?: string;
  readonly memory?: string;
}

const computed = new WeakMap<TaskDefinition, TaskRequirements>();

/** The same, computed once for a definition; a RunTask may override its size. */
export function requirementsOf(
  definition: TaskDefinition,
  override?: SizeOverride,
): TaskRequirements {
  if (override?.cpu !== undefined || override?.memory !== undefined)
    return taskRequirements(definition, override);
  const known = computed.get(definition) ?? taskRequirements(definition);
  computed.set(definition, known);
  return known;
}

export function taskRequirements(
  definition: Pick<
    TaskDefinition,
    | 'containerDefinitions'
    | 'cpu'
    | 'memory'
    | 'networkMode'
    | 'requiresAttributes'
    | 'runtimePlatform'
  >,
  override: SizeOverride = {},
): TaskRequirements {
  const { containerDefinitions: containers, networkMode } = definition;
  const ports = containers.flatMap((c) => hostPorts(c, networkMode));
  return {
    cpu: amount(override.cpu ?? definition.cpu, parseCpu) ?? sum(containers, (c) => c.cpu ?? 0),
    memoryMiB:
      amount(override.memory ?? definition.memory, parseMemory) ??
      sum(containers, (c) => c.memoryReservation ?? c.memory ?? 0),
    gpus: sum(containers, gpusOf),
    tcpPorts: ports.filter((p) => p.protocol === 'tcp').map((p) => p.hostPort),
    udpPorts: ports.filter((p) => p.protocol === 'udp').map((p) => p.hostPort),
    networkInterface: networkMode === 'awsvpc',
    attributes: [...(definition.requiresAttributes ?? []), ...platformAttributes(definition)],
  };
}

/** Fixed host ports; 0 or nothing in bridge mode is the agent's choice and reserves nothing. */
function hostPorts(
  { portMappings = [] }: ContainerDefinition,
  networkMode: NetworkMode | undefined,
): { readonly hostPort: number; readonly protocol: 'tcp' | 'udp' }[] {
  if (networkMode === 'awsvpc' || networkMode === 'none') return [];
  return portMappings.flatMap(({ containerPort, hostPort, protocol = 'tcp' }) => {
    const port = networkMode === 'host' ? (hostPort ?? containerPort) : hostPort;
    return port ? [{ hostPort: port, protocol }] : [];
  });
}

const gpusOf = ({ resourceRequirements = [] }: ContainerDefinition): number =>
  resourceRequirements.reduce((n, r) => n + (r.type === 'GPU' ? Number(r.value) : 0), 0);

const ARCHITECTURES: Readonly<Record<string, string>> = { X86_64: 'x86_64', ARM64: 'arm64' };

/** runtimePlatform names an architecture; container instances name theirs in an attribute. */
function platformAttributes({ runtimePlatform }: Pick<TaskDefinition, 'runtimePlatform'>) {
  const value = ARCHITECTURES[runtimePlatform?.cpuArchitecture ?? ''];
  return value ? [{ name: 'ecs.cpu-architecture', value }] : [];
}

const amount = (text: string | undefined, parse: (text: string) => number | undefined) =>
  text === undefined ? undefined : parse(text);

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((n, item) => n + of(item), 0);
