/** How long requests take on each half: the mean over its load balancers, weighted by what each serves. */
import type { Read } from '../engine/model';
import type { Flow } from '../models/aws/elasticloadbalancing/types';
import type { Half } from '../models/aws/pricing/types';

export interface Latency {
  readonly latencyMs: number;
  readonly p95Ms: number;
}

export function latencyOf(read: Read, half: Half): Latency {
  const flows = read
    .list('elasticloadbalancing/Flow')
    .filter((flow) => flow.servedRate > 0 && halfOf(flow) === half);
  const served = flows.reduce((sum, { servedRate }) => sum + servedRate, 0);
  const mean = (of: (flow: Flow) => number) =>
    served === 0
      ? 0
      : Math.round(flows.reduce((sum, flow) => sum + of(flow) * flow.servedRate, 0) / served);
  return { latencyMs: mean(({ latencyMs }) => latencyMs), p95Ms: mean(({ p95Ms }) => p95Ms) };
}

/** By where the targets run that serve it. */
const halfOf = ({ island }: Flow): Half => (island === 'kubernetes' ? 'kubernetes' : 'ecs');
