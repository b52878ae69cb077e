/**
 * Traffic as a flow (DECISIONS.md 1.14): rates are constant between changes, counts are their exact integrals.
 *
 * A load balancer sends new requests to the healthy targets in equal shares; a request that reaches one whose process is
 * gone, silent or failing is lost. With no healthy target but unhealthy ones it fails open and sends to all of those
 * (ALB User Guide, target group health checks). With neither it answers 503 itself. Simplified: cross-zone load balancing
 * is on; targets in `initial` never get requests, also when it fails open.
 *
 * What a target has no CPU for is lost too, and latency rises with its use (`load/solveIsland.ts`).
 */
import { timings } from '../timings';
import type { ObservedFlow } from '../load/observeIsland';
import type { Flow, FlowLoad, TargetHealth } from './types';

/**
 * Tally of a target group's targets. `...Work`: microseconds of CPU per request, summed over accepting ones. `...Safe <n>`:
 * how many of these have a safe rate of n; `island <name>`: how many targets run there.
 */
export const TARGETS = 'elasticloadbalancing/targets';

export function tallied({
  TargetHealth,
  answers,
  cpuPerRequestMs,
  island,
  safeRate,
}: TargetHealth): Readonly<Record<string, number>> {
  const { State } = TargetHealth;
  const there = island === null ? {} : { [ISLAND + island]: 1 };
  const accepts = answers === 'accepting';
  if (State !== 'healthy' && State !== 'unhealthy') return { ...there, [State]: 1 };
  return {
    ...there,
    ...(accepts && safeRate !== null ? { [`${State}Safe ${safeRate}`]: 1 } : {}),
    [State]: 1,
    [`${State}Accepting`]: accepts ? 1 : 0,
    [`${State}Work`]: accepts ? Math.round(cpuPerRequestMs * 1000) : 0,
  };
}

export interface Shares {
  readonly eligible: number;
  readonly accepting: number;
  readonly failsOpen: boolean;
  /** Mean CPU time of a served request, microseconds. */
  readonly workMicros: number;
  /** Milli-requests a second that every target serves whatever else its machine does. */
  readonly safeRate: number;
  readonly island: string | null;
}

export function shares(targets: Readonly<Record<string, number>>): Shares {
  const failsOpen = (targets['healthy'] ?? 0) === 0 && (targets['unhealthy'] ?? 0) > 0;
  const among = failsOpen ? 'unhealthy' : 'healthy';
  const accepting = targets[`${among}Accepting`] ?? 0;
  const work = targets[`${among}Work`] ?? 0;
  return {
    eligible: targets[among] ?? 0,
    accepting,
    failsOpen,
    workMicros: accepting === 0 ? 0 : Math.round(work / accepting),
    safeRate: Math.min(...namesOf(targets, `${among}Safe `).map(Number)),
    island: namesOf(targets, ISLAND)[0] ?? null,
  };
}

const ISLAND = 'island ';

/** What follows the prefix in the names whose count is not 0. */
const namesOf = (targets: Readonly<Record<string, number>>, prefix: string): readonly string[] =>
  Object.keys(targets)
    .filter((name) => name.startsWith(prefix) && targets[name] !== 0)
    .map((name) => name.slice(prefix.length));

type Rates = Pick<Flow, 'offeredRate' | 'servedRate' | 'lostRate' | 'latencyMs' | 'p95Ms'>;

/** `load` null: nobody measures the targets, so each serves whatever it gets, in the time of its CPU work. */
export function ratesOf(
  { offeredRate, shares: { eligible, accepting, workMicros } }: ObservedFlow,
  load: FlowLoad | null,
): Rates {
  const reached = eligible === 0 ? 0 : Math.floor((offeredRate * accepting) / eligible);
  const servedRate = Math.max(0, reached - (load?.overflowRate ?? 0));
  const measured = load !== null && load.responseMicros > 0;
  const inMs = (micros: number) =>
    servedRate === 0 ? 0 : timings.elasticloadbalancing.hopMs + Math.round(micros / 1000);
  return {
    offeredRate,
    servedRate,
    lostRate: offeredRate - servedRate,
    latencyMs: inMs(measured ? load.responseMicros : workMicros),
    p95Ms: inMs(measured ? load.p95Micros : 3 * workMicros),
  };
}

export const sameRates = (a: Rates, b: Rates): boolean =>
  a.offeredRate === b.offeredRate &&
  a.servedRate === b.servedRate &&
  a.lostRate === b.lostRate &&
  a.latencyMs === b.latencyMs &&
  a.p95Ms === b.p95Ms;

export const noFlow = (loadBalancer: string, nowMs: number): Flow => ({
  loadBalancer,
  sinceMs: nowMs,
  wantedRate: 0,
  offeredRate: 0,
  servedRate: 0,
  lostRate: 0,
  servedMilli: 0,
  lostMilli: 0,
  servedRemainder: 0,
  lostRemainder: 0,
  latencyMs: 0,
  p95Ms: 0,
  island: null,
  held: null,
});

/** The same flow with its counts brought up to `nowMs`. */
export function flowAt(flow: Flow, nowMs: number): Flow {
  const elapsedMs = nowMs - flow.sinceMs;
  const served = flow.servedRemainder + flow.servedRate * elapsedMs;
  const lost = flow.lostRemainder + flow.lostRate * elapsedMs;
  return {
    ...flow,
    sinceMs: nowMs,
    servedMilli: flow.servedMilli + Math.floor(served / 1000),
    lostMilli: flow.lostMilli + Math.floor(lost / 1000),
    servedRemainder: served % 1000,
    lostRemainder: lost % 1000,
  };
}
