/** What processes use, read: of one, and summed over those of an owner, an island or a machine. */
import { defineIndex, type IndexDef, type Read } from '../../engine/model';
import type { UseLevel } from './types';

export type Bucket = 'owner' | 'island' | 'box';
export const BUCKETS: readonly Bucket[] = ['owner', 'island', 'box'];

const LEVEL = 'level';

export const useIndexes: readonly IndexDef[] = [
  defineIndex({
    name: LEVEL,
    kind: 'workload/Use',
    dependsOn: ['level'],
    buckets: ({ level }) => [level],
  }),
  ...BUCKETS.map((by) =>
    defineIndex({
      name: by,
      kind: 'workload/UseLevel',
      dependsOn: [by],
      buckets: (level) => [level[by]],
    }),
  ),
];

/** Keys of the processes at a level. */
export const usersOf = (read: Pick<Read, 'keysBy'>, level: string): readonly string[] =>
  read.keysBy('workload/Use', LEVEL, level);

/** What one process uses; undefined: nothing but its memory. */
export function useOf(read: Pick<Read, 'get'>, process: string): UseLevel | undefined {
  const use = read.get('workload/Use', process);
  const level = use && read.get('workload/UseLevel', use.level);
  if (!level || level.sinceMs > use.sinceMs) return level;
  return { ...level, sinceMs: use.sinceMs, cpuMicroBefore: use.cpuMicroBefore };
}

export interface Used {
  readonly cpuMicro: number;
  /** For the requests that are being served. */
  readonly requestKiB: number;
}

export function usedBy(
  read: Pick<Read, 'get' | 'keysBy' | 'count'>,
  by: Bucket,
  bucket: string,
): Used {
  let [cpuMicro, requestMemory] = [0, 0];
  for (const key of read.keysBy('workload/UseLevel', by, bucket)) {
    const level = read.get('workload/UseLevel', key) as UseLevel;
    const users = read.count('workload/Use', LEVEL, key);
    cpuMicro += users * level.cpuMicro;
    requestMemory += users * level.inFlightMilli * level.memoryPerRequestKiB;
  }
  return { cpuMicro, requestKiB: Math.floor(requestMemory / 1000) };
}
