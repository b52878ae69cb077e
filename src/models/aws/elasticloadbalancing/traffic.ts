/** Traffic through a load balancer: what clients want to send, and what becomes of it as targets come and go. */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { rateAt, type Traffic } from '../../workload/traffic';
import { readTraffic } from '../../workload/trafficInput';
import {
  observeFlow,
  observeIsland,
  withReceivers,
  type ObservedFlow,
} from '../load/observeIsland';
import { solveIsland } from '../load/solveIsland';
import { answer, refuse } from '../refusal';
import { inputOf, requiredText } from '../requestInput';
import { flowAt, noFlow, ratesOf, sameRates } from './flow';
import type { Flow, FlowLoad } from './types';

/**
 * quayside `setTraffic`: from now on clients send requests to a load balancer, by name: `requestsPerSecond`, or a shape that
 * changes by itself (`ramp`, `wave`, `spike`, `schedule`, `replay`). One that does not exist yet gets them as soon as it is
 * active.
 */
export const setTraffic = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = requiredText(given, 'loadBalancer');
    const read = readTraffic(given);
    if ('error' in read) return refuse('InvalidParameterValue', read.error, read.path);
    const traffic: Traffic = { ...read.traffic, startedAtMs: ctx.nowMs };
    const wantedRate = rateAt(traffic, ctx.nowMs);
    const about = { kind: 'elasticloadbalancing/Flow', key: name } as const;
    const exists = ctx.has('elasticloadbalancing/LoadBalancer', name);
    const requestsPerSecond = wantedRate / 1000;
    const shape = traffic.shape === 'steady' ? {} : { shape: traffic.shape };
    const data = { requestsPerSecond, ...shape };
    return {
      ok: true,
      output: { loadBalancer: name, requestsPerSecond, exists },
      effects: [
        { do: 'put', ...about, value: { ...flowNow(ctx, name), wantedRate } },
        ...remember(name, traffic, ctx),
        { do: 'note', fact: { model: 'aws', type: 'trafficSet', data, about } },
        { do: 'command', command: { model: 'aws', type: 'updateFlow', loadBalancer: name } },
      ],
    };
  });

/** Steady traffic needs no record: nothing will happen to it. */
function remember(key: string, value: Traffic, ctx: Context): readonly Effect[] {
  const kind = 'workload/Traffic';
  if (value.shape !== 'steady') return [{ do: 'put', kind, key, value }];
  return ctx.has(kind, key) ? [{ do: 'remove', kind, key }] : [];
}

/** true: what the record says is no longer so. */
export function flowIsStale(name: string, read: Read): boolean {
  const flow = read.get('elasticloadbalancing/Flow', name);
  return flow !== undefined && !sameFlow(flow, fresh(flow, read));
}

export function updateFlow(name: string, ctx: Context): readonly Effect[] {
  const flow = ctx.get('elasticloadbalancing/Flow', name);
  return flow ? changeFlow(flow, flow.wantedRate, ctx) : [];
}

/** The shape of the traffic has come to its next step. */
export function stepTraffic(name: string, ctx: Context): readonly Effect[] {
  const flow = ctx.get('elasticloadbalancing/Flow', name);
  const traffic = ctx.get('workload/Traffic', name);
  return flow && traffic ? changeFlow(flow, rateAt(traffic, ctx.nowMs), ctx) : [];
}

function changeFlow(before: Flow, wantedRate: number, ctx: Context): readonly Effect[] {
  const wanted = { ...before, wantedRate };
  const { observed, ...rates } = fresh(wanted, ctx);
  if (wantedRate === before.wantedRate && sameFlow(before, { observed, ...rates })) return [];
  const now = flowAt(before, ctx.nowMs);
  return changed(now, { ...now, wantedRate, ...rates }, observed);
}

function changed(before: Flow, flow: Flow, observed: ObservedFlow): readonly Effect[] {
  const about = { kind: 'elasticloadbalancing/Flow', key: flow.loadBalancer } as const;
  const put: Effect = { do: 'put', ...about, value: flow };
  if (!isNews(before, flow)) return [put];
  const { offeredRate, servedRate, lostRate } = flow;
  const { eligible, accepting, failsOpen } = observed.shares;
  const data = { offeredRate, servedRate, lostRate, eligible, accepting, failsOpen };
  return [put, { do: 'note', fact: { model: 'aws', type: 'flowChanged', data, about } }];
}

/** Traffic that rises and falls as it was told to is not news; that requests begin or cease to be lost is. */
function isNews(before: Flow, after: Flow): boolean {
  if (before.wantedRate !== after.wantedRate)
    return (before.lostRate === 0) !== (after.lostRate === 0);
  return after.lostRate !== before.lostRate || after.servedRate !== before.servedRate;
}

type Fresh = ReturnType<typeof ratesOf> &
  Pick<Flow, 'island' | 'held'> & { readonly observed: ObservedFlow };

const sameFlow = (flow: Flow, now: Fresh): boolean =>
  sameRates(flow, now) &&
  flow.island === now.island &&
  (flow.held === null) === (now.held === null) &&
  flow.held?.overflowRate === now.held?.overflowRate;

function fresh(flow: Flow, read: Read): Fresh {
  const observed = observeFlow(flow, read);
  // Whose requests are lost is still known when no target is left.
  const island = observed.shares.island ?? flow.island;
  const held = heldBack(flow, observed, read);
  return { ...ratesOf(observed, held), island, held, observed };
}

/** Beyond so many targets what is held back is worked out once a second only (`load/use.ts`). */
const AT_ONCE = 50;

/**
 * While each target gets no more than its own part of the CPU, nothing is held back, and nobody has to look at every one of
 * them. Times are those that were last worked out.
 */
function heldBack(flow: Flow, observed: ObservedFlow, read: Read): FlowLoad | null {
  const { shares, perTarget } = observed;
  if (shares.island === null || perTarget === 0) return null;
  if (perTarget <= shares.safeRate) return flow.held && { ...flow.held, overflowRate: 0 };
  if (shares.eligible > AT_ONCE) return flow.held;
  return worked(flow, observed, read);
}

function worked(flow: Flow, observed: ObservedFlow, read: Read): FlowLoad | null {
  const { island } = observed.shares;
  if (island === null) return null;
  const there = observeIsland(island, read);
  const others = there.flows.filter((other) => other.loadBalancer !== flow.loadBalancer);
  const own = withReceivers(flow, observed, read);
  return solveIsland({ ...there, flows: [...others, own] }).flows.get(flow.loadBalancer) ?? null;
}

/** Worked out anew, of every load balancer of an island; what a flow's record says otherwise is corrected. */
export function correctFlow(name: string, held: FlowLoad, ctx: Context): readonly Effect[] {
  const flow = ctx.get('elasticloadbalancing/Flow', name);
  if (!flow) return [];
  const observed = observeFlow(flow, ctx);
  const rates = ratesOf(observed, held);
  if (sameHeld(flow.held, held) && sameRates(flow, rates)) return [];
  const now = flowAt(flow, ctx.nowMs);
  return changed(now, { ...now, ...rates, held }, observed);
}

export const sameHeld = (a: FlowLoad | null, b: FlowLoad): boolean =>
  a !== null &&
  a.overflowRate === b.overflowRate &&
  a.responseMicros === b.responseMicros &&
  a.p95Micros === b.p95Micros;

function flowNow(read: Read, name: string): Flow {
  const flow = read.get('elasticloadbalancing/Flow', name);
  return flow ? flowAt(flow, read.nowMs) : noFlow(name, read.nowMs);
}
