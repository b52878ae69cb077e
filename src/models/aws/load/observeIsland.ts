/**
 * What there is to work out the load of: the machines of one island with the processes on them, and the requests that load
 * balancers send there. Reads once; knows no arithmetic.
 */
import type { Read } from '../../../engine/model';
import type { Process } from '../../workload/types';
import { shares, TARGETS, type Shares } from '../elasticloadbalancing/flow';
import type { Flow } from '../elasticloadbalancing/types';
import { wantedMicro } from '../sqs/messageTime';
import type { Queue } from '../sqs/types';

export interface ObservedIsland {
  readonly island: string;
  readonly keys: readonly string[];
  /** In the order of their keys. */
  readonly processes: readonly Process[];
  /** What workers want for the messages in their hands, millionths of a vCPU. */
  readonly consuming: ReadonlyMap<string, number>;
  readonly flows: readonly ObservedFlow[];
}

export interface ObservedFlow {
  readonly loadBalancer: string;
  readonly offeredRate: number;
  readonly shares: Shares;
  /** Milli-requests a second that each eligible target gets. */
  readonly perTarget: number;
  /** Processes behind the targets that take requests, once for each target. */
  readonly receivers: readonly string[];
}

export function observeIsland(island: string, read: Read): ObservedIsland {
  const keys = read.keysBy('workload/Process', 'island', island);
  const processes = read.by('workload/Process', 'island', island);
  const flows = read
    .by('elasticloadbalancing/Flow', 'island', island)
    .map((flow) => withReceivers(flow, observeFlow(flow, read), read));
  return { island, keys, processes, consuming: consumingOf(keys, processes, read), flows };
}

function consumingOf(
  keys: readonly string[],
  processes: readonly Process[],
  read: Read,
): ReadonlyMap<string, number> {
  const wants = new Map<string, number>();
  if (read.size('sqs/Queue') === 0) return wants;
  const queues = new Map<string, Queue | undefined>();
  processes.forEach((process, i) => {
    if (!process.consumes) return;
    const key = keys[i] as string;
    const { queue: name } = process.consumes;
    if (!queues.has(name)) queues.set(name, read.get('sqs/Queue', name));
    const queue = queues.get(name);
    if (queue?.consumers[key]) wants.set(key, wantedMicro(process, queue.busyPermille));
  });
  return wants;
}

/** What a load balancer that is active is offered, and how it is shared; not yet by whom. */
export function observeFlow(flow: Flow, read: Read): ObservedFlow {
  const record = read.get('elasticloadbalancing/LoadBalancer', flow.loadBalancer);
  const group = record?.forwardsTo ?? null;
  const share = shares(group === null ? {} : read.tally(TARGETS, group));
  const offeredRate = record?.State.Code === 'active' ? flow.wantedRate : 0;
  const perTarget = share.eligible === 0 ? 0 : Math.floor(offeredRate / share.eligible);
  const { loadBalancer } = flow;
  return { loadBalancer, offeredRate, shares: share, perTarget, receivers: [] };
}

export function withReceivers(flow: Flow, observed: ObservedFlow, read: Read): ObservedFlow {
  const group = read.get('elasticloadbalancing/LoadBalancer', flow.loadBalancer)?.forwardsTo;
  if (observed.perTarget === 0 || group == null) return observed;
  return { ...observed, receivers: receiversOf(group, observed.shares, read) };
}

function receiversOf(group: string, { failsOpen }: Shares, read: Read): readonly string[] {
  const state = failsOpen ? 'unhealthy' : 'healthy';
  const found: string[] = [];
  for (const target of read.by('elasticloadbalancing/TargetHealth', 'targetGroup', group)) {
    if (target.TargetHealth.State !== state || target.answers !== 'accepting') continue;
    const process = read.get('workload/Listener', target.address)?.process;
    if (process !== undefined) found.push(process);
  }
  return found;
}
