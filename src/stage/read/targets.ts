/**
 * The load balancer before a half, and its targets by where they listen: an address of its own (`10.0.1.9`), or a port
 * of an instance (`i-0c41...:32768`). Eligible targets get equal shares of the requests, so the CPU that one of them
 * spends on requests follows from the flow and from what a request costs there.
 */
import type {
  Flow as FlowRecord,
  LoadBalancer as LoadBalancerRecord,
  TargetHealth,
} from '../../models/aws/elasticloadbalancing/types';
import { remember, type Records } from '../records';
import type { Flow, LoadBalancer, TargetState } from '../view';

export interface Targets {
  readonly loadBalancer: LoadBalancer | null;
  /** The gravest of several. */
  at(endpoints: readonly string[]): Target | undefined;
  atAddress(ip: string): Target | undefined;
}

export interface Target {
  readonly state: TargetState;
  /** A request that is sent there is served. */
  readonly answers: boolean;
  readonly sinceMs: number;
  /** When draining ends. */
  readonly drainedAtMs: number;
  /** Thousandths of a vCPU spent on requests. */
  readonly cpuMilli: number;
}

/** `name`: the load balancer of the half's workload; its target group is what its listener forwards to. */
export function readTargets(records: Records, name: string | null): Targets {
  const record = name === null ? undefined : records.get('elasticloadbalancing/LoadBalancer', name);
  if (!record) return { loadBalancer: null, at: () => undefined, atAddress: () => undefined };
  const group = records.get('elasticloadbalancing/TargetGroup', record.forwardsTo ?? '');
  const drainMs = 1000 * (group?.deregistrationDelaySeconds ?? 0);
  const all = [...records.all('elasticloadbalancing/TargetHealth').values()];
  const mine = all.filter((target) => target.TargetGroupArn === record.forwardsTo);
  const flow = records.get('elasticloadbalancing/Flow', record.LoadBalancerName);
  const counts = countByState(mine);
  const eligible = counts.healthy > 0 ? 'healthy' : 'unhealthy';
  const share = flow && counts[eligible] > 0 ? flow.offeredRate / 1000 / counts[eligible] : 0;
  const byEndpoint = new Map<string, Target>();
  for (const target of mine) {
    const endpoint = endpointOf(target);
    const made = targetOf(target, drainMs, target.TargetHealth.State === eligible ? share : 0);
    const known = byEndpoint.get(endpoint);
    if (!known || GRAVITY[made.state] > GRAVITY[known.state]) byEndpoint.set(endpoint, made);
  }
  const loadBalancer = loadBalancerOf(record, flow ?? null, ...STATES.map((s) => counts[s]));
  return {
    loadBalancer,
    at: (endpoints) => gravest(endpoints, byEndpoint),
    atAddress: (ip) => byEndpoint.get(ip),
  };
}

/** Finer steps cannot be seen, and every step redraws all tiles. */
const STEP = 5;

const targetOf = remember((target: TargetHealth, drainMs: number, share: number): Target => {
  const answers = target.answers === 'accepting';
  return {
    state: target.TargetHealth.State,
    answers,
    sinceMs: target.since,
    drainedAtMs: target.since + drainMs,
    cpuMilli: answers ? STEP * Math.round((share * target.cpuPerRequestMs) / STEP) : 0,
  };
});

function gravest(
  endpoints: readonly string[],
  byEndpoint: ReadonlyMap<string, Target>,
): Target | undefined {
  let found: Target | undefined;
  for (const endpoint of endpoints) {
    const target = byEndpoint.get(endpoint);
    if (target && (!found || GRAVITY[target.state] > GRAVITY[found.state])) found = target;
  }
  return found;
}

/** One tile may be several targets; the gravest state is shown. */
const GRAVITY: Record<TargetState, number> = {
  unused: 0,
  healthy: 1,
  initial: 2,
  draining: 3,
  unhealthy: 4,
};
const STATES: readonly TargetState[] = ['initial', 'healthy', 'unhealthy', 'draining', 'unused'];

function countByState(targets: readonly TargetHealth[]): Record<TargetState, number> {
  const counts = { initial: 0, healthy: 0, unhealthy: 0, draining: 0, unused: 0 };
  for (const target of targets) counts[target.TargetHealth.State]++;
  return counts;
}

const endpointOf = ({ Target: { Id, Port } }: TargetHealth): string =>
  Id.startsWith('i-') ? `${Id}:${Port}` : Id;

const loadBalancerOf = remember(
  (record: LoadBalancerRecord, flow: FlowRecord | null, ...counts: number[]): LoadBalancer => ({
    ref: { kind: 'elasticloadbalancing/LoadBalancer', key: record.LoadBalancerName },
    name: record.LoadBalancerName,
    type: record.Type,
    targets: Object.fromEntries(STATES.map((state, i) => [state, counts[i] ?? 0])) as Record<
      TargetState,
      number
    >,
    flow: flow && flowOf(flow),
  }),
);

const flowOf = (flow: FlowRecord): Flow => ({
  sinceMs: flow.sinceMs,
  offered: flow.offeredRate / 1000,
  served: flow.servedRate / 1000,
  lost: flow.lostRate / 1000,
  lostSoFar: flow.lostMilli / 1000,
  latencyMs: flow.latencyMs,
  p95Ms: flow.servedRate > 0 ? flow.p95Ms : null,
});
