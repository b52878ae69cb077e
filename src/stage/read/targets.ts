/**
 * The load balancer before a half, and which tile each of its targets is: target -> address -> what listens there.
 * Requests are spread evenly over healthy targets, so the CPU that one of them spends on requests follows from the
 * flow and from what a request costs there.
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
  /** By record key of the task or pod. */
  readonly byTile: ReadonlyMap<string, Target>;
}

export interface Target {
  readonly state: TargetState;
  readonly sinceMs: number;
  /** When draining ends. */
  readonly drainedAtMs: number;
  /** Thousandths of a vCPU spent on requests. */
  readonly cpuMilli: number;
}

/** `name`: the load balancer of the half's workload; its target group is what its listener forwards to. */
export function readTargets(
  records: Records,
  name: string | null,
  tileKind: 'ecs/Task' | 'kubernetes/Pod',
): Targets {
  const record = name === null ? undefined : records.get('elasticloadbalancing/LoadBalancer', name);
  if (!record) return { loadBalancer: null, byTile: new Map() };
  const group = records.get('elasticloadbalancing/TargetGroup', record.forwardsTo ?? '');
  const targets = [...records.all('elasticloadbalancing/TargetHealth').values()].filter(
    (target) => target.TargetGroupArn === record.forwardsTo,
  );
  const flow = records.get('elasticloadbalancing/Flow', record.LoadBalancerName);
  const counts = countByState(targets);
  const perTarget = flow && counts.healthy > 0 ? flow.servedRate / 1000 / counts.healthy : 0;
  const byTile = new Map<string, Target>();
  for (const target of targets) {
    const listener = records.get('workload/Listener', addressOf(records, target));
    if (listener?.about.kind !== tileKind) continue;
    const state = target.TargetHealth.State;
    const known = byTile.get(listener.about.key);
    if (known && GRAVITY[known.state] >= GRAVITY[state]) continue;
    byTile.set(listener.about.key, {
      state,
      sinceMs: target.since,
      drainedAtMs: target.since + 1000 * (group?.deregistrationDelaySeconds ?? 0),
      cpuMilli: state === 'healthy' ? perTarget * listener.cpuPerRequestMs : 0,
    });
  }
  return {
    loadBalancer: loadBalancerOf(record, flow ?? null, ...STATES.map((s) => counts[s])),
    byTile,
  };
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

function addressOf(records: Records, { Target: { Id, Port } }: TargetHealth): string {
  const ip = Id.startsWith('i-') ? records.get('ec2/Instance', Id)?.PrivateIpAddress : Id;
  return `${ip ?? ''}:${Port}`;
}

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
  p95Ms: null,
});

/** CPU used of CPU asked, in steps of a fortieth: finer steps cannot be seen, and every step redraws a tile. */
export function useOf(target: Target | undefined, askedMilli: number): number | null {
  if (!target || askedMilli <= 0) return null;
  return Math.round((40 * target.cpuMilli) / askedMilli) / 40;
}
