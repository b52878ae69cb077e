/**
 * Keeps the state of each zone (pkg/controller/nodelifecycle handleDisruption, v1.34). Looks when a node has come, gone
 * or changed its readiness, at the 5 s tick of the monitor; what the monitor itself has just found counts at once.
 */
import {
  defineTally,
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type TallyDef,
  type Watch,
} from '../../../engine/model';
import { changeTaints, putZone } from './nodeTaintController';
import { noExecute, NOT_READY, UNREACHABLE } from './nodeTaints';
import { command, noteZone } from './notes';
import { readyStatus, zoneOf } from './observedNode';
import { DISRUPTION, DISRUPTION_KEY, ZONE, type Zone } from './records';
import { NODE_LIFECYCLE_TIMINGS, tickFrom } from './timings';
import { handleDisruption, type DisruptionDecision, type ObservedZone } from './zoneState';

const ZONES = 'kubernetes/zones';
const NODES_BY_ZONE = 'kubernetes/nodesByZone';
const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

export const nodesByZone: TallyDef = defineTally({
  name: NODES_BY_ZONE,
  kind: 'kubernetes/Node',
  of: (node) =>
    node.metadata.labels?.[EXCLUDED] === undefined
      ? { bucket: zoneOf(node), add: readyStatus(node) === 'True' ? { ready: 1 } : { notReady: 1 } }
      : undefined,
});

export const zones: Controller = {
  name: ZONES,
  latencyMs: 0,
  sync(_, ctx) {
    const { nodeMonitorPeriodMs } = NODE_LIFECYCLE_TIMINGS;
    const tickMs = tickFrom(ctx.nowMs, nodeMonitorPeriodMs);
    if (tickMs > ctx.nowMs) return { commands: [], requeueAfterMs: tickMs - ctx.nowMs };
    const { mode, zones: changed } = handleDisruption(observeZones(ctx));
    const isSettled = mode === 'stay' && changed.length === 0 && emptyZones(ctx).length === 0;
    return isSettled ? undefined : { commands: [command({ type: 'updateZoneStates' })] };
  },
};

export const zonesWatch: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: ZONES,
    keys: (after, before) =>
      !after || !before || readyStatus(after) !== readyStatus(before) ? [DISRUPTION_KEY] : [],
  }),
  defineWatch({
    kind: ZONE,
    wakes: ZONES,
    keys: (after, before) => (after && !before ? [DISRUPTION_KEY] : []),
  }),
];

export function registerZone({ zone }: { readonly zone: string }, ctx: Context): readonly Effect[] {
  if (ctx.has(ZONE, zone)) return [];
  const { evictionsPer1000Seconds } = NODE_LIFECYCLE_TIMINGS;
  return [
    putZone({ zone, state: 'Initial', evictionsPer1000Seconds, nextEvictionMs: 0, queue: [] }),
  ];
}

export function updateZoneStates(_: unknown, ctx: Context): readonly Effect[] {
  const observed = observeZones(ctx);
  const decision = handleDisruption(observed);
  const isFull = decision.mode === 'enter';
  return [
    ...(decision.mode === 'stay' ? [] : [putDisruption(isFull, ctx.nowMs)]),
    ...decision.zones.flatMap((next) => changeZone(next, observed, isFull, ctx)),
    ...(isFull ? allReachable(ctx) : []),
    ...emptyZones(ctx).map((key): Effect => ({ do: 'remove', kind: ZONE, key })),
  ];
}

const observeZones = (read: Read): readonly ObservedZone[] =>
  read
    .list(ZONE)
    .map(({ zone, state }) => {
      const { ready = 0, notReady = 0 } = read.tally(NODES_BY_ZONE, zone);
      return { zone, state, ready, notReady };
    })
    .filter(({ ready, notReady }) => ready + notReady > 0);

/** Zones whose last node is gone are forgotten, and begin anew when one comes. */
function emptyZones(read: Read): readonly string[] {
  const inhabited = observeZones(read).map(({ zone }) => zone);
  return read.keys(ZONE).filter((zone) => !inhabited.includes(zone));
}

const putDisruption = (isFull: boolean, nowMs: number): Effect => ({
  do: 'put',
  kind: DISRUPTION,
  key: DISRUPTION_KEY,
  value: { isFull, endedMs: isFull ? 0 : nowMs },
});

function changeZone(
  next: DisruptionDecision['zones'][number],
  observed: readonly ObservedZone[],
  isFull: boolean,
  ctx: Context,
): readonly Effect[] {
  const zone = ctx.get(ZONE, next.zone);
  const health = observed.find((o) => o.zone === next.zone);
  if (!zone || !health) return [];
  const { evictionsPer1000Seconds, state: to } = next;
  const { ready, notReady } = health;
  return [
    putZone({
      ...swapLimiter(zone, evictionsPer1000Seconds, ctx.nowMs),
      state: to,
      queue: isFull ? [] : zone.queue,
    }),
    ...(zone.state === to
      ? []
      : [
          noteZone(next.zone, {
            type: 'zoneStateChanged',
            data: {
              zone: next.zone,
              from: zone.state,
              to,
              ready,
              notReady,
              evictionsPer1000Seconds,
            },
          }),
        ]),
  ];
}

/** A new rate begins with an empty bucket where the old one was empty. */
function swapLimiter(zone: Zone, evictionsPer1000Seconds: number, nowMs: number): Zone {
  if (zone.evictionsPer1000Seconds === evictionsPer1000Seconds) return zone;
  const isDrained = zone.evictionsPer1000Seconds === 0 || zone.nextEvictionMs > nowMs;
  const waitMs = evictionsPer1000Seconds === 0 ? 0 : Math.ceil(1_000_000 / evictionsPer1000Seconds);
  return { ...zone, evictionsPer1000Seconds, nextEvictionMs: isDrained ? nowMs + waitMs : 0 };
}

/** Nobody is to be evicted because the control plane cannot see its nodes. */
function allReachable(ctx: Context): readonly Effect[] {
  const remove = [noExecute(NOT_READY), noExecute(UNREACHABLE)];
  return ctx
    .list('kubernetes/Node')
    .flatMap((node) => changeTaints(node, { add: [], remove }, ctx));
}
