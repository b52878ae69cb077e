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
import { correctFlow, sameHeld } from '../elasticloadbalancing/traffic';
import type { FlowLoad } from '../elasticloadbalancing/types';
import { changedUse, type ChangedUse } from './levels';
import { observeIsland } from './observeIsland';
import { solveIsland } from './solveIsland';

const USE = 'aws/use';

/** Key: the island. */
export const useController: Controller = {
  name: USE,
  latencyMs: timings.useMs,
  sync(island, read) {
    const found = workOut(island, read);
    const { levels, uses, flows } = found;
    if (levels.length + uses.length + flows.length === 0) return undefined;
    return { commands: [{ model: 'aws', type: 'writeUse', ...found }] };
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

export const writeUse = ({ levels, uses, flows }: WriteUse, ctx: Context): readonly Effect[] => [
  ...levels.map(([key, value]): Effect =>
    value === null
      ? { do: 'remove', kind: 'workload/UseLevel', key }
      : { do: 'put', kind: 'workload/UseLevel', key, value },
  ),
  ...uses.map(([key, value]): Effect => ({ do: 'put', kind: 'workload/Use', key, value })),
  ...flows.flatMap(([loadBalancer, held]) => correctFlow(loadBalancer, held, ctx)),
];

interface WorkedOut extends ChangedUse {
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
  return { ...changedUse(observed, load.uses, read), flows };
}
