/**
 * Host ports of a task's containers. In bridge mode a mapping without a fixed host port gets one of the instance's
 * ephemeral ports; Docker hands them out in ascending order and comes back to a freed one only after a whole round, so
 * that a stale target does not meet the next task.
 * Source: ECS API, PortMapping.hostPort (kernel range from ip_local_port_range, else 49153-65535; Windows 49152-65535).
 */
import type { ContainerDefinition, NetworkBinding, NetworkMode, PortMapping } from '../types';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** ip_local_port_range of Amazon Linux; the agent's own range where the kernel tells none. */
const LINUX_KERNEL: PortRange = { first: 32768, last: 60999 };
const LINUX_FALLBACK: PortRange = { first: 49153, last: 65535 };
const WINDOWS: PortRange = { first: 49152, last: 65535 };

export function ephemeralPorts(os: string, kernelRangeAvailable: boolean): PortRange {
  if (os.toLowerCase().startsWith('windows')) return WINDOWS;
  return kernelRangeAvailable ? LINUX_KERNEL : LINUX_FALLBACK;
}

/** Nothing given means bridge on EC2 Linux. */
export const isBridge = (networkMode: NetworkMode | undefined): boolean =>
  networkMode === undefined || networkMode === 'bridge';

export const isDynamic = (networkMode: NetworkMode | undefined, mapping: PortMapping): boolean =>
  isBridge(networkMode) && !mapping.hostPort;

export interface PortChoice {
  /** By container, in the order of the definitions. */
  readonly bindings: readonly (readonly NetworkBinding[])[];
  /** Where the next search begins. */
  readonly nextPort: number;
}

/** The bindings of a task's containers, dynamic ports chosen from `nextPort` on. awsvpc and none bind nothing. */
export function bindPorts(
  containers: readonly Pick<ContainerDefinition, 'portMappings'>[],
  networkMode: NetworkMode | undefined,
  range: PortRange,
  nextPort: number,
  isTaken: (port: number) => boolean,
): PortChoice {
  if (networkMode === 'awsvpc' || networkMode === 'none')
    return { bindings: containers.map(() => []), nextPort };
  let next = nextPort;
  const bindings = containers.map(({ portMappings = [] }) =>
    portMappings.flatMap((mapping): NetworkBinding[] => {
      const { containerPort, protocol = 'tcp' } = mapping;
      if (containerPort === undefined) return [];
      if (!isDynamic(networkMode, mapping))
        return [
          {
            bindIP: '0.0.0.0',
            containerPort,
            hostPort: mapping.hostPort ?? containerPort,
            protocol,
          },
        ];
      const hostPort = nextEphemeralPort(range, next, isTaken);
      next = hostPort === range.last ? range.first : hostPort + 1;
      return [{ bindIP: '0.0.0.0', containerPort, hostPort, protocol }];
    }),
  );
  return { bindings, nextPort: next };
}

/** The first free port from `next` on, round the range. */
function nextEphemeralPort(
  { first, last }: PortRange,
  next: number,
  isTaken: (port: number) => boolean,
): number {
  const size = last - first + 1;
  for (let n = 0; n < size; n++) {
    const port = first + ((next - first + n) % size);
    if (!isTaken(port)) return port;
  }
  throw new Error(`all ${size} ephemeral ports are taken`);
}
