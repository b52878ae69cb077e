/** The records of processes: how they are found, summed and removed; and the out-of-memory killer. */
import {
  defineIndex,
  defineTally,
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type IndexDef,
  type Read,
  type Ref,
  type TallyDef,
  type Watch,
} from '../../engine/model';
import { memoryKiBAt, outOfMemoryAtMs } from './memoryUse';
import type { Process, ProcessEnd } from './types';
import { BUCKETS, usedBy, useOf, usersOf, type Bucket } from './use';

const ABOUT = 'about';
export const processesOf = (read: Pick<Read, 'keysBy'>, about: Ref): readonly string[] =>
  read.keysBy('workload/Process', ABOUT, aboutKey(about));
const aboutKey = ({ kind, key }: Ref): string => `${kind}/${key}`;

export const processIndexes: readonly IndexDef[] = [
  defineIndex({
    name: ABOUT,
    kind: 'workload/Process',
    dependsOn: ['about'],
    buckets: ({ about }) => [aboutKey(about)],
  }),
  defineIndex({
    name: 'island',
    kind: 'workload/Process',
    dependsOn: ['island'],
    buckets: ({ island }) => [island],
  }),
  // Those that work on a queue, by its name.
  defineIndex({
    name: 'queue',
    kind: 'workload/Process',
    dependsOn: ['consumes'],
    buckets: ({ consumes }) => (consumes ? [consumes.queue] : []),
  }),
];

export function removeProcess(key: string): readonly Effect[] {
  return [
    { do: 'remove', kind: 'workload/Process', key },
    { do: 'remove', kind: 'workload/Use', key },
  ];
}

/** Sums over processes, by owner, island and machine. `leakOffset`: leaks grow from each one's own start. */
const asked = (process: Process) => ({
  processes: 1,
  askedMicro: process.askedMicro,
  askedKiB: process.askedKiB,
  idleMicro: process.idleMicro,
  memoryKiB: process.memoryKiB,
  leakKiBPerMinute: process.leakKiBPerMinute,
  leakOffset: process.leakKiBPerMinute * process.startedAtMs,
});

export const processTallies: readonly TallyDef[] = BUCKETS.map((by) =>
  defineTally({
    name: `workload/asked/${by}`,
    kind: 'workload/Process',
    of: (process) => ({ bucket: process[by], add: asked(process) }),
  }),
);

export interface Load {
  readonly processes: number;
  readonly cpuMicro: number;
  readonly askedMicro: number;
  readonly memoryKiB: number;
  readonly askedKiB: number;
}

/** What all processes of an owner, an island or a machine use and ask for, now. */
export function loadOf(
  read: Pick<Read, 'tally' | 'nowMs' | 'get' | 'keysBy' | 'count'>,
  by: Bucket,
  bucket: string,
): Load {
  const process = read.tally(`workload/asked/${by}`, bucket);
  const used = usedBy(read, by, bucket);
  const leakMs = (process['leakKiBPerMinute'] ?? 0) * read.nowMs - (process['leakOffset'] ?? 0);
  return {
    processes: process['processes'] ?? 0,
    cpuMicro: used.cpuMicro,
    askedMicro: process['askedMicro'] ?? 0,
    memoryKiB: (process['memoryKiB'] ?? 0) + Math.floor(leakMs / 60_000) + used.requestKiB,
    askedKiB: process['askedKiB'] ?? 0,
  };
}

/** Memory of one process now. */
export const memoryOf = (read: Pick<Read, 'get' | 'nowMs'>, key: string): number => {
  const process = read.get('workload/Process', key);
  const inFlight = useOf(read, key)?.inFlightMilli ?? 0;
  return process ? memoryKiBAt(process, inFlight, read.nowMs) : 0;
};

const KILLER = 'workload/outOfMemory';

/** Key: that of the process. */
const outOfMemoryKiller: Controller = {
  name: KILLER,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    if (!process || process.killed !== null) return undefined;
    const inFlight = useOf(read, key)?.inFlightMilli ?? 0;
    const atMs = outOfMemoryAtMs(process, inFlight);
    if (atMs === null) return undefined;
    if (atMs > read.nowMs) return { commands: [], requeueAfterMs: atMs - read.nowMs };
    return { commands: [{ model: 'workload', type: 'killProcess', process: key }] };
  },
};

export type WorkloadCommand =
  | { readonly type: 'killProcess'; readonly process: string }
  /** It exits by itself: a worker that has finished, a client whose request is answered. */
  | ({ readonly type: 'endProcess'; readonly process: string } & ProcessEnd)
  /** SIGTERM reaches it. Only workers listen; of others it is known beforehand when they end. */
  | { readonly type: 'terminateProcess'; readonly process: string };

declare module '../../engine/model' {
  interface CommandTypes {
    workload: WorkloadCommand;
  }
}

export function endProcess(
  { process: key, exitCode, message }: Extract<WorkloadCommand, { type: 'endProcess' }>,
  ctx: Context,
): readonly Effect[] {
  const process = ctx.get('workload/Process', key);
  if (!process || process.ended || process.killed !== null) return [];
  const ended: ProcessEnd = message === undefined ? { exitCode } : { exitCode, message };
  return [{ do: 'put', kind: 'workload/Process', key, value: { ...process, ended } }];
}

export function terminateProcess(
  { process: key }: { readonly process: string },
  ctx: Context,
): readonly Effect[] {
  const process = ctx.get('workload/Process', key);
  if (!process?.consumes || process.stopping) return [];
  return [{ do: 'put', kind: 'workload/Process', key, value: { ...process, stopping: true } }];
}

export function killProcess(
  { process: key }: { readonly process: string },
  ctx: Context,
): readonly Effect[] {
  const process = ctx.get('workload/Process', key);
  if (!process || process.killed !== null) return [];
  const value: Process = { ...process, killed: 'OutOfMemory' };
  const { container, memoryLimitKiB } = process;
  const data = { container, memoryLimitMiB: Math.floor((memoryLimitKiB ?? 0) / 1024) };
  return [
    { do: 'put', kind: 'workload/Process', key, value },
    { do: 'note', fact: { model: 'workload', type: 'outOfMemory', data, about: process.about } },
  ];
}

export const processControllers: readonly Controller[] = [outOfMemoryKiller];

export const processWatches: readonly Watch[] = [
  defineWatch({
    kind: 'workload/Process',
    wakes: KILLER,
    keys: (after, before, key) => (after && !before && after.memoryLimitKiB !== null ? [key] : []),
  }),
  defineWatch({
    kind: 'workload/UseLevel',
    wakes: KILLER,
    keys: (after, before, key, read) =>
      after && after.memoryPerRequestKiB > 0 && after.inFlightMilli !== (before?.inFlightMilli ?? 0)
        ? usersOf(read, key)
        : [],
  }),
  defineWatch({
    kind: 'workload/Use',
    wakes: KILLER,
    keys: (after, _before, key, read) =>
      after && (read.get('workload/UseLevel', after.level)?.memoryPerRequestKiB ?? 0) > 0
        ? [key]
        : [],
  }),
];
