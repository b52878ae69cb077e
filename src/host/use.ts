/** What a half's processes use and ask for, all machines together. */
import type { Read } from '../engine/model';
import { loadOf } from '../models/workload/processes';
import type { Half } from '../models/aws/pricing/types';

export interface HalfUse {
  readonly cpuMilli: number;
  readonly cpuAskedMilli: number;
  readonly memoryMiB: number;
  readonly memoryAskedMiB: number;
}

export function useOf(read: Read, half: Half): HalfUse {
  const islands =
    half === 'kubernetes' ? [half] : read.keys('ecs/Cluster').map((cluster) => `ecs/${cluster}`);
  const loads = islands.map((island) => loadOf(read, 'island', island));
  const sum = (of: (load: (typeof loads)[number]) => number, unit: number) =>
    Math.round(loads.reduce((total, load) => total + of(load), 0) / unit);
  return {
    cpuMilli: sum(({ cpuMicro }) => cpuMicro, 1_000),
    cpuAskedMilli: sum(({ askedMicro }) => askedMicro, 1_000),
    memoryMiB: sum(({ memoryKiB }) => memoryKiB, 1_024),
    memoryAskedMiB: sum(({ askedKiB }) => askedKiB, 1_024),
  };
}
