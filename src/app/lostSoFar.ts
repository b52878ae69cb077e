import type { WorldCopy } from './world.svelte';

/** Requests lost up to the shown moment, by load balancer. */
export const lostSoFar = ({ nowMs, records }: WorldCopy): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...records.all('elasticloadbalancing/Flow')].map(([name, flow]) => [
      name,
      (flow.lostMilli + (flow.lostRate * (nowMs - flow.sinceMs)) / 1000) / 1000,
    ]),
  );
