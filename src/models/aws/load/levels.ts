/**
 * What was worked out, as records: one level for all processes of an owner on a machine that use the same, and for each process
 * which level it is at. A process stays at its level while that uses what it uses; only those that part from the others move.
 */
import type { Read } from '../../../engine/model';
import type { Process, Use, UseLevel } from '../../workload/types';
import { useOf } from '../../workload/use';
import type { ObservedIsland } from './observeIsland';
import type { IslandLoad, ProcessUse } from './solveIsland';

export interface ChangedUse {
  /** null: nobody is at it any more. */
  readonly levels: readonly (readonly [string, UseLevel | null])[];
  readonly uses: readonly (readonly [string, Use])[];
}

/** Only what the records do not say already. */
export function changedUse(
  { island, keys, processes }: ObservedIsland,
  results: IslandLoad['uses'],
  read: Read,
): ChangedUse {
  const levels = new Levels(island, read);
  const movers: number[] = [];
  processes.forEach((_process, i) => {
    const use = read.get('workload/Use', keys[i] as string);
    const result = results[i] ?? (use && AT_REST);
    if (result && !(use && levels.stays(use.level, result))) movers.push(i);
  });
  const uses = movers.map((i): readonly [string, Use] => {
    const [key, process] = [keys[i] as string, processes[i] as Process];
    const level = levels.join(process, results[i] ?? AT_REST);
    const cpuMicroBefore = useOf(read, key)?.cpuMicro ?? 0;
    const { about } = process;
    return [key, { about, island, level, sinceMs: read.nowMs, cpuMicroBefore }];
  });
  return { levels: levels.changed(), uses };
}

const AT_REST: ProcessUse = { cpuMicro: 0, wantedMicro: 0, servedRate: 0, inFlightMilli: 0 };

/** The levels of an island as they will be. The first process that is found at one says what it will be. */
class Levels {
  private readonly after = new Map<string, ProcessUse>();
  /** Of new levels, who may join them. */
  private readonly places = new Map<string, Process>();

  constructor(
    private readonly island: string,
    private readonly read: Read,
  ) {}

  stays(level: string, result: ProcessUse): boolean {
    const after = this.after.get(level);
    if (after) return sameUse(after, result);
    this.after.set(level, result);
    return true;
  }

  /** The level with what it uses, or a new one. */
  join(process: Process, result: ProcessUse): string {
    for (let number = 0; ; number++) {
      const level = `${process.box} ${process.owner} ${number}`;
      const after = this.after.get(level);
      if (after && (!sameUse(after, result) || !this.suits(level, process))) continue;
      if (!after && this.read.has('workload/UseLevel', level)) continue;
      this.after.set(level, result);
      if (!after) this.places.set(level, process);
      return level;
    }
  }

  changed(): ChangedUse['levels'] {
    const { read } = this;
    const changed: (readonly [string, UseLevel | null])[] = [];
    for (const key of read.keysBy('workload/UseLevel', 'island', this.island))
      if (!this.after.has(key)) changed.push([key, null]);
    for (const [key, after] of this.after) {
      const before = read.get('workload/UseLevel', key);
      if (before && sameUse(before, after)) continue;
      changed.push([
        key,
        levelOf(before ?? (this.places.get(key) as Process), before, after, read),
      ]);
    }
    return changed;
  }

  private suits(level: string, process: Process): boolean {
    const at = this.read.get('workload/UseLevel', level) ?? this.places.get(level);
    return at?.memoryPerRequestKiB === process.memoryPerRequestKiB;
  }
}

function levelOf(
  { owner, island, box, memoryPerRequestKiB }: UseLevel | Process,
  before: UseLevel | undefined,
  { cpuMicro, wantedMicro, servedRate, inFlightMilli }: ProcessUse,
  { nowMs }: Read,
): UseLevel {
  return {
    owner,
    island,
    box,
    sinceMs: nowMs,
    cpuMicro,
    wantedMicro,
    cpuMicroBefore: before?.cpuMicro ?? 0,
    servedRate,
    inFlightMilli,
    memoryPerRequestKiB,
  };
}

const sameUse = (a: ProcessUse, b: ProcessUse): boolean =>
  a.cpuMicro === b.cpuMicro &&
  a.wantedMicro === b.wantedMicro &&
  a.servedRate === b.servedRate &&
  a.inFlightMilli === b.inFlightMilli;
