/**
 * How long a worker needs for a message: it waits for others, and it computes. Computing takes longer where the container may
 * have less than a vCPU, and where all messages together want more CPU than there is; waiting does not.
 */
import type { Process, UseLevel } from '../../workload/types';

const VCPU = 1_000_000;

export function messageMs(
  process: Pick<Process, 'consumes' | 'limitMicro' | 'cellLimitMicro'>,
  use: Pick<UseLevel, 'cpuMicro' | 'wantedMicro'> | undefined,
): number {
  const { consumes } = process;
  if (!consumes) return 0;
  const { waitMs, cpuMs, concurrency } = consumes;
  const most = Math.min(VCPU, process.limitMicro ?? VCPU, process.cellLimitMicro ?? VCPU);
  const alone = waitMs + Math.ceil((cpuMs * VCPU) / Math.max(1, most));
  if (!use || use.cpuMicro >= use.wantedMicro || cpuMs === 0) return alone;
  return Math.max(alone, Math.ceil((concurrency * cpuMs * VCPU) / Math.max(1, use.cpuMicro)));
}

/** CPU that it wants while it is busy for so many thousandths of the time, millionths of a vCPU. */
export function wantedMicro({ consumes }: Pick<Process, 'consumes'>, busyPermille: number): number {
  if (!consumes) return 0;
  const { waitMs, cpuMs, concurrency } = consumes;
  const busy = Math.floor((concurrency * cpuMs * VCPU) / (waitMs + cpuMs));
  return Math.floor((busy * busyPermille) / 1000);
}
