/**
 * Writes what processes use as it changes, and what their CPU makes of the requests: at most once a second for an island, and
 * nothing for those at rest.
 */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { timings } from '../../workload/timings';
import type { Process, Use } from '../../workload/types';
import { correctFlow, sameHeld } from '../elasticloadbalancing/traffic';
import type { FlowLoad } from '../elasticloadbalancing/types';
import { observeIsland, type ObservedIsland } from './observeIsland';
import { solveIsland, type IslandLoad, type ProcessUse } from './solveIsland';

const USE = 'aws/use';

/** Key: the island. */
export const useController: Controller = {
  name: USE,
  latencyMs: timings.useMs,
  sync(island, read) {
    const { uses, flows } = workOut(island, read);
    if (uses.length === 0 && flows.length === 0) return undefined;
    return { commands: [{ model: 'aws', type: 'writeUse', uses, flows }] };
  },
};

export const useWatches: readonly Watch[] = [
  defineWatch({
    kind: 'elasticloadbalancing/Flow',
    wakes: USE,
    keys: (after, before) => {
      const island = after?.island ?? before?.island ?? null;
      const same = after?.offeredRate === before?.offeredRate && after?.island === before?.island;
      return island === null || same ? [] : [island];
    },
  }),
  // One more or one less shares the same requests: the flow as a whole may not show it.
  defineWatch({
    kind: 'elasticloadbalancing/TargetHealth',
    wakes: USE,
    keys: (after, before, _key, read) => {
      const island = after?.island ?? before?.island ?? null;
      const same =
        after?.TargetHealth.State === before?.TargetHealth.State &&
        after?.answers === before?.answers &&
        after?.island === before?.island;
      const busy = (name: string) =>
        (read.get('elasticloadbalancing/Flow', name)?.offeredRate ?? 0) > 0;
      if (same || island === null) return [];
      return read.keysBy('elasticloadbalancing/Flow', 'island', island).some(busy) ? [island] : [];
    },
  }),
  defineWatch({
    kind: 'workload/Process',
    wakes: USE,
    keys: (after, before) => {
      const process = after ?? before;
      return process && process.idleMicro > 0 && !(after && before) ? [process.island] : [];
    },
  }),
  // Workers are as busy as their queue keeps them.
  defineWatch({
    kind: 'sqs/Queue',
    wakes: USE,
    keys: (after, before, key, read) =>
      after?.busyPermille === before?.busyPermille && after?.consumers === before?.consumers
        ? []
        : islandsOf(key, read),
  }),
];

const islandsOf = (queue: string, read: Read): readonly string[] => [
  ...new Set(read.by('workload/Process', 'queue', queue).map(({ island }) => island)),
];

/** The one command that carries what it writes: working it out twice would double what load costs. */
export interface WriteUse extends WorkedOut {
  readonly type: 'writeUse';
}

export const writeUse = ({ uses, flows }: WriteUse, ctx: Context): readonly Effect[] => [
  ...uses.map(([key, value]): Effect => ({ do: 'put', kind: 'workload/Use', key, value })),
  ...flows.flatMap(([loadBalancer, held]) => correctFlow(loadBalancer, held, ctx)),
];

interface WorkedOut {
  readonly uses: readonly (readonly [string, Use])[];
  /** By LoadBalancerName. */
  readonly flows: readonly (readonly [string, FlowLoad])[];
}

/** Only what the records do not say already. */
function workOut(island: string, read: Read): WorkedOut {
  const observed = observeIsland(island, read);
  const load = solveIsland(observed);
  const flows = read
    .by('elasticloadbalancing/Flow', 'island', island)
    .flatMap((flow): (readonly [string, FlowLoad])[] => {
      const held = load.flows.get(flow.loadBalancer);
      const rests = flow.offeredRate === 0 || !held || sameHeld(flow.held, held);
      return rests ? [] : [[flow.loadBalancer, held]];
    });
  return { uses: changedUses(observed, load.uses, read), flows };
}

function changedUses(
  { keys, processes }: ObservedIsland,
  uses: IslandLoad['uses'],
  read: Read,
): readonly (readonly [string, Use])[] {
  const changed: (readonly [string, Use])[] = [];
  processes.forEach((process, i) => {
    const key = keys[i] as string;
    const before = read.get('workload/Use', key);
    const after = uses[i] ?? (before && AT_REST);
    if (!after || (before && sameUse(before, after))) return;
    changed.push([key, newUse(process, before, after, read.nowMs)]);
  });
  return changed;
}

const AT_REST: ProcessUse = { cpuMicro: 0, wantedMicro: 0, servedRate: 0, inFlightMilli: 0 };

const sameUse = (a: ProcessUse, b: ProcessUse): boolean =>
  a.cpuMicro === b.cpuMicro &&
  a.wantedMicro === b.wantedMicro &&
  a.servedRate === b.servedRate &&
  a.inFlightMilli === b.inFlightMilli;

function newUse(process: Process, before: Use | undefined, after: ProcessUse, nowMs: number): Use {
  const { about, owner, island, box, memoryPerRequestKiB, startedAtMs } = process;
  return {
    about,
    owner,
    island,
    box,
    sinceMs: nowMs,
    cpuMicro: after.cpuMicro,
    wantedMicro: after.wantedMicro,
    servedRate: after.servedRate,
    inFlightMilli: after.inFlightMilli,
    cpuMicroBefore: before?.cpuMicro ?? 0,
    beforeSinceMs: before?.sinceMs ?? startedAtMs,
    memoryPerRequestKiB,
  };
}
