/**
 * Dynamic host ports: in bridge mode a mapping without a fixed host port gets one of the instance's ephemeral ports when
 * the container starts. Docker hands them out in ascending order and comes back to a freed one only after a whole round,
 * so that a stale target does not meet the next task.
 * Source: ECS API, PortMapping.hostPort (kernel range from ip_local_port_range, else 49153-65535; Windows 49152-65535);
 * agent, ecs-agent/utils ephemeral port ranges.
 */
import type { NetworkMode, PortMapping } from '../types';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export const EPHEMERAL_PORTS = {
  /** ip_local_port_range of Amazon Linux. */
  linuxKernel: { first: 32768, last: 60999 },
  linuxFallback: { first: 49153, last: 65535 },
  windows: { first: 49152, last: 65535 },
} as const satisfies Record<string, PortRange>;

export const hasDynamicPorts = (
  networkMode: NetworkMode | undefined,
  portMappings: readonly PortMapping[],
): boolean => isBridge(networkMode) && portMappings.some((m) => !m.hostPort);

/** Nothing given means bridge on EC2 Linux. */
export const isBridge = (networkMode: NetworkMode | undefined): boolean =>
  networkMode === undefined || networkMode === 'bridge';

/** The first free port from `next` on, round the range. */
export function nextEphemeralPort(
  { first, last }: PortRange,
  next: number,
  taken: ReadonlySet<number>,
): number {
  const size = last - first + 1;
  for (let n = 0; n < size; n++) {
    const port = first + ((next - first + n) % size);
    if (!taken.has(port)) return port;
  }
  throw new Error(`all ${size} ephemeral ports are taken`);
}
