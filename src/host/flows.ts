/** The requests of each half: what comes, what is served and lost, and how long it takes, the mean weighted by what each load balancer serves. */
import type { Read } from '../engine/model';
import type { Flow } from '../models/aws/elasticloadbalancing/types';
import type { Half } from '../models/aws/pricing/types';

export interface HalfFlows {
  /** Thousandths of a request per second. */
  readonly offeredMilli: number;
  readonly servedMilli: number;
  readonly lostMilli: number;
  readonly latencyMs: number;
  readonly p95Ms: number;
}

export function flowsOf(read: Read, half: Half): HalfFlows {
  const flows = read
    .list('elasticloadbalancing/Flow')
    .filter((flow) => halfOf(flow, read) === half);
  const sum = (of: (flow: Flow) => number) => flows.reduce((total, flow) => total + of(flow), 0);
  const servedMilli = sum(({ servedRate }) => servedRate);
  const mean = (of: (flow: Flow) => number) =>
    servedMilli === 0 ? 0 : Math.round(sum((flow) => of(flow) * flow.servedRate) / servedMilli);
  return {
    offeredMilli: sum(({ offeredRate }) => offeredRate),
    servedMilli,
    lostMilli: sum(({ lostRate }) => lostRate),
    latencyMs: mean(({ latencyMs }) => latencyMs),
    p95Ms: mean(({ p95Ms }) => p95Ms),
  };
}

/** By where the targets run that serve it; before there is one, by the name that the AWS Load Balancer Controller gives its groups. */
function halfOf({ island, loadBalancer }: Flow, read: Read): Half {
  if (island !== null) return island === 'kubernetes' ? 'kubernetes' : 'ecs';
  const group = read.get('elasticloadbalancing/LoadBalancer', loadBalancer)?.forwardsTo ?? '';
  return group.includes(':targetgroup/k8s-') ? 'kubernetes' : 'ecs';
}
