/**
 * Traffic as a flow (DECISIONS.md 1.14): rates are constant between changes, counts are their exact integrals.
 *
 * A load balancer sends new requests to the healthy targets in equal shares; a request that reaches one whose process is
 * gone, silent or failing is lost. With no healthy target but unhealthy ones it fails open and sends to all of those
 * (ALB User Guide, target group health checks). With neither it answers 503 itself. Simplified: cross-zone load balancing
 * is on; targets in `initial` never get requests, also when it fails open.
 */
import { timings } from '../timings';
import type { Flow, LoadBalancer, TargetHealth } from './types';

/** Tally of a target group's targets. `...Work`: microseconds of CPU per request, summed over accepting ones. */
export const TARGETS = 'elasticloadbalancing/targets';

export function tallied({ TargetHealth, answers, cpuPerRequestMs }: TargetHealth) {
  const { State } = TargetHealth;
  const accepts = answers === 'accepting';
  if (State !== 'healthy' && State !== 'unhealthy') return { [State]: 1 };
  return {
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
  };
}

type Rates = Pick<Flow, 'offeredRate' | 'servedRate' | 'lostRate' | 'latencyMs'>;

/** Nobody knows the address of a load balancer before it is active, so nothing is offered then. */
export function ratesOf(
  wantedRate: number,
  loadBalancer: LoadBalancer | undefined,
  { eligible, accepting, workMicros }: Shares,
): Rates {
  const offeredRate = loadBalancer?.State.Code === 'active' ? wantedRate : 0;
  const servedRate = eligible === 0 ? 0 : Math.floor((offeredRate * accepting) / eligible);
  const latencyMs =
    servedRate === 0 ? 0 : timings.elasticloadbalancing.hopMs + Math.round(workMicros / 1000);
  return { offeredRate, servedRate, lostRate: offeredRate - servedRate, latencyMs };
}

export const sameRates = (a: Rates, b: Rates): boolean =>
  a.offeredRate === b.offeredRate &&
  a.servedRate === b.servedRate &&
  a.lostRate === b.lostRate &&
  a.latencyMs === b.latencyMs;

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
