/** Traffic through a load balancer: what clients want to send, and what becomes of it as targets come and go. */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { answer, refuse } from '../refusal';
import { inputOf, requiredText } from '../requestInput';
import { flowAt, noFlow, ratesOf, sameRates, shares, TARGETS, type Shares } from './flow';
import type { Flow } from './types';

/** A bound far above any lesson, so that the integrals stay exact integers for years of virtual time. */
const MAX_REQUESTS_PER_SECOND = 100_000;

/**
 * quayside `setTraffic`: from now on clients send that many requests a second to a load balancer, by name. One that does
 * not exist yet gets them as soon as it is active.
 */
export const setTraffic = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = requiredText(given, 'loadBalancer');
    const requestsPerSecond = given['requestsPerSecond'];
    if (
      typeof requestsPerSecond !== 'number' ||
      !(requestsPerSecond >= 0 && requestsPerSecond <= MAX_REQUESTS_PER_SECOND)
    )
      refuse(
        'InvalidParameterValue',
        `requestsPerSecond must be a number from 0 to ${MAX_REQUESTS_PER_SECOND}.`,
        ['requestsPerSecond'],
      );
    const now = flowNow(ctx, name);
    const wanted = { ...now, wantedRate: Math.round(requestsPerSecond * 1000) };
    const about = { kind: 'elasticloadbalancing/Flow', key: name } as const;
    const exists = ctx.has('elasticloadbalancing/LoadBalancer', name);
    return {
      ok: true,
      output: { loadBalancer: name, requestsPerSecond, exists },
      effects: [
        { do: 'put', ...about, value: wanted },
        {
          do: 'note',
          fact: { model: 'aws', type: 'trafficSet', data: { requestsPerSecond }, about },
        },
        { do: 'command', command: { model: 'aws', type: 'updateFlow', loadBalancer: name } },
      ],
    };
  });

/** true: what the record says is no longer so. */
export function flowIsStale(name: string, read: Read): boolean {
  const flow = read.get('elasticloadbalancing/Flow', name);
  return flow !== undefined && !sameRates(flow, freshRates(flow, sharesOf(name, read), read));
}

export function updateFlow(name: string, ctx: Context): readonly Effect[] {
  if (!flowIsStale(name, ctx)) return [];
  const now = flowNow(ctx, name);
  const share = sharesOf(name, ctx);
  const flow: Flow = { ...now, ...freshRates(now, share, ctx) };
  const about = { kind: 'elasticloadbalancing/Flow', key: name } as const;
  const put: Effect = { do: 'put', ...about, value: flow };
  if (flow.lostRate === now.lostRate && flow.servedRate === now.servedRate) return [put];
  const { offeredRate, servedRate, lostRate } = flow;
  const { eligible, accepting, failsOpen } = share;
  const data = { offeredRate, servedRate, lostRate, eligible, accepting, failsOpen };
  return [put, { do: 'note', fact: { model: 'aws', type: 'flowChanged', data, about } }];
}

function sharesOf(name: string, read: Read): Shares {
  const group = read.get('elasticloadbalancing/LoadBalancer', name)?.forwardsTo ?? null;
  return shares(group === null ? {} : read.tally(TARGETS, group));
}

const freshRates = (flow: Flow, share: Shares, read: Read) =>
  ratesOf(flow.wantedRate, read.get('elasticloadbalancing/LoadBalancer', flow.loadBalancer), share);

function flowNow(read: Read, name: string): Flow {
  const flow = read.get('elasticloadbalancing/Flow', name);
  return flow ? flowAt(flow, read.nowMs) : noFlow(name, read.nowMs);
}
