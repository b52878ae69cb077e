/**
 * The resource lists of a container instance: what is left, and what a task takes from it and gives back.
 * In the API `CPU`, `MEMORY` are integers left, `GPU` the ids left, but `PORTS` and `PORTS_UDP` the ports *taken*,
 * the reserved ones included (ECS API, ContainerInstance.remainingResources; Developer Guide, event samples).
 */
import type { Attribute, ContainerInstance, Resource } from '../types';
import type { TaskRequirements } from './requirements';

/** ECS API, PortMapping.hostPort: reserved ports per instance at a time, the default ones included. */
export const RESERVED_PORTS_AT_MOST = 100;
/** Agent, config_unix.go: SSH, Docker, Docker with TLS, introspection, credentials. */
export const RESERVED_PORTS: readonly number[] = [22, 2375, 2376, 51678, 51679];

export interface Remaining {
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly gpus: readonly string[];
  readonly tcpPorts: ReadonlySet<string>;
  readonly udpPorts: ReadonlySet<string>;
}

const read = new WeakMap<readonly Resource[], Remaining>();

export function remainingOf({
  remainingResources,
}: Pick<ContainerInstance, 'remainingResources'>): Remaining {
  const known = read.get(remainingResources);
  if (known) return known;
  const found = (name: string) => remainingResources.find((r) => r.name === name);
  const remaining = {
    cpu: found('CPU')?.integerValue ?? 0,
    memoryMiB: found('MEMORY')?.integerValue ?? 0,
    gpus: found('GPU')?.stringSetValue ?? [],
    tcpPorts: new Set(found('PORTS')?.stringSetValue),
    udpPorts: new Set(found('PORTS_UDP')?.stringSetValue),
  };
  read.set(remainingResources, remaining);
  return remaining;
}

/** Attribute name -> its values; an attribute without a value has an empty one. */
export type AttributeValues = ReadonlyMap<string, readonly string[]>;

const valuesOf = new WeakMap<readonly Attribute[], AttributeValues>();

export function attributeValues(attributes: readonly Attribute[]): AttributeValues {
  const known = valuesOf.get(attributes);
  if (known) return known;
  const values = new Map<string, readonly string[]>();
  for (const { name, value = '' } of attributes)
    values.set(name, [...(values.get(name) ?? []), value]);
  valuesOf.set(attributes, values);
  return values;
}

/** What an instance registers when its agent starts. */
export function registeredResources(size: {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly gpuIds: readonly string[];
}): readonly Resource[] {
  const ports = RESERVED_PORTS.map(String);
  return [
    { name: 'CPU', type: 'INTEGER', integerValue: size.cpuUnits },
    { name: 'MEMORY', type: 'INTEGER', integerValue: size.memoryMiB },
    { name: 'PORTS', type: 'STRINGSET', stringSetValue: ports },
    { name: 'PORTS_UDP', type: 'STRINGSET', stringSetValue: [] },
    ...(size.gpuIds.length > 0
      ? [{ name: 'GPU', type: 'STRINGSET', stringSetValue: size.gpuIds } as const]
      : []),
  ];
}

export function reserve(
  resources: readonly Resource[],
  needs: TaskRequirements,
): readonly Resource[] {
  return resources.map((resource) => {
    const { name, integerValue = 0, stringSetValue = [] } = resource;
    if (name === 'CPU') return { ...resource, integerValue: integerValue - needs.cpu };
    if (name === 'MEMORY') return { ...resource, integerValue: integerValue - needs.memoryMiB };
    if (name === 'GPU') return { ...resource, stringSetValue: stringSetValue.slice(needs.gpus) };
    const ports = name === 'PORTS' ? needs.tcpPorts : name === 'PORTS_UDP' ? needs.udpPorts : [];
    if (ports.length === 0) return resource;
    return { ...resource, stringSetValue: [...stringSetValue, ...ports.map(String)] };
  });
}

/** `registered` names the GPUs that there are: the first ones free again are the first ones missing. */
export function release(
  resources: readonly Resource[],
  registered: readonly Resource[],
  needs: TaskRequirements,
): readonly Resource[] {
  const gpuIds = registered.find((r) => r.name === 'GPU')?.stringSetValue ?? [];
  return resources.map((resource) => {
    const { name, integerValue = 0, stringSetValue = [] } = resource;
    if (name === 'CPU') return { ...resource, integerValue: integerValue + needs.cpu };
    if (name === 'MEMORY') return { ...resource, integerValue: integerValue + needs.memoryMiB };
    if (name === 'GPU') {
      const back = gpuIds.filter((id) => !stringSetValue.includes(id)).slice(0, needs.gpus);
      return {
        ...resource,
        stringSetValue: gpuIds.filter((id) => stringSetValue.includes(id) || back.includes(id)),
      };
    }
    const ports = name === 'PORTS' ? needs.tcpPorts : name === 'PORTS_UDP' ? needs.udpPorts : [];
    if (ports.length === 0) return resource;
    return {
      ...resource,
      stringSetValue: stringSetValue.filter((p) => !ports.includes(Number(p))),
    };
  });
}
