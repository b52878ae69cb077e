/**
 * Emptying nodes in thought (simulator/cluster.go SimulateNodeRemoval, core/scaledown/planner, 1.34): nothing on a node may
 * block, and each pod must find another node. What has been moved stays moved for the nodes that come after.
 */
import { budgetsOf } from '../../kubernetes/commands';
import {
  firstFit,
  podInfo,
  profileOf,
  withoutPodOnNode,
  withPodOnNode,
  type Cluster,
} from '../../kubernetes/scheduler/simulation';
import type { Pod, PodDisruptionBudget } from '../../kubernetes/types';
import { judgePod, type RemainingBudget } from './drainability';
import { finding, type NodeFinding, type ObservedNode, type ScaleDownInput } from './findings';
import type { AutoscalerOptions } from './options';
import type { UnremovableReason } from './types';

/** What a simulation depends on: while all of it is the same, its findings are. */
interface Remembered {
  readonly on: readonly unknown[];
  readonly untilMs: number;
  readonly findings: readonly NodeFinding[];
}
const remembered = new WeakMap<Cluster, Remembered>();

export function simulateRemovals(
  eligible: readonly ObservedNode[],
  input: ScaleDownInput,
): readonly NodeFinding[] {
  if (eligible.length === 0) return [];
  const { cluster, read, draining, options } = input;
  const pods = new Map(
    [...eligible.map(({ name }) => name), ...draining].map((name) => [
      name,
      read.by('kubernetes/Pod', 'node', name),
    ]),
  );
  const budgets = read.by('kubernetes/Object', 'resource', 'poddisruptionbudgets.policy');
  const wanted = new Set(input.state.unneeded.map(({ node }) => node));
  const on = [
    ...[options, eligible.map(({ name }) => name + String(wanted.has(name))).join(' ')],
    ...[...budgets, ...draining, ...[...pods.values()].flat()],
  ];
  const known = remembered.get(cluster);
  if (known && known.untilMs > read.nowMs && same(known.on, on)) return known.findings;
  const findings = new RemovalSimulator(input, pods, wanted).run(eligible);
  remembered.set(cluster, { on, untilMs: read.nowMs + options.unremovableRecheckMs, findings });
  return findings;
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

class RemovalSimulator {
  private cluster: Cluster;
  private readonly destinations: Set<string>;
  /** By namespace and name: how many evictions have been promised to nodes that go before. */
  private readonly promised = new Map<PodDisruptionBudget, number>();

  constructor(
    private readonly input: ScaleDownInput,
    private readonly pods: ReadonlyMap<string, readonly Pod[]>,
    private readonly wanted: ReadonlySet<string>,
  ) {
    this.cluster = input.cluster;
    const nodes = input.nodes.filter(({ isDeleting }) => !isDeleting);
    this.destinations = new Set(nodes.map(({ name }) => name));
  }

  run(eligible: readonly ObservedNode[]): readonly NodeFinding[] {
    for (const name of this.input.draining) this.move(name, this.movable(name).pods);
    const ranked = eligible.map((observed) => ({ observed, rank: this.rank(observed) }));
    return ranked.sort((a, b) => a.rank - b.rank).map(({ observed }) => this.remove(observed));
  }

  /** Empty nodes first, then those that were found before. */
  private rank({ name }: ObservedNode): number {
    const empty = this.movable(name).pods.length === 0;
    return (empty ? 0 : 2) + (this.wanted.has(name) ? 0 : 1);
  }

  private remove(observed: ObservedNode): NodeFinding {
    const { name } = observed;
    const { read, options } = this.input;
    const recheckAtMs = read.nowMs + options.unremovableRecheckMs;
    const { pods, blocked } = this.movable(name);
    if (blocked) return finding(observed, { ...blocked, recheckAtMs });
    const homeless = this.move(name, pods);
    if (homeless)
      return finding(observed, {
        reason: 'NoPlaceToMovePods',
        message: `can reschedule only ${homeless.placed} out of ${pods.length} pods`,
        pod: homeless.pod,
        recheckAtMs,
      });
    this.destinations.delete(name);
    for (const pod of pods)
      for (const { budget } of this.budgets(pod))
        this.promised.set(budget, (this.promised.get(budget) ?? 0) + 1);
    return finding(observed, { reason: null, moves: pods.length });
  }

  private budgets(pod: Pod): readonly RemainingBudget[] {
    return budgetsOf(this.input.read, pod).map((budget) => ({
      budget,
      left: (budget.status?.disruptionsAllowed ?? 0) - (this.promised.get(budget) ?? 0),
    }));
  }

  private movable(name: string) {
    return podsToMove(this.pods.get(name) ?? [], (pod) => this.budgets(pod), this.input.options);
  }

  /** All of them or none; the first without a place, and how many had one. */
  private move(name: string, pods: readonly Pod[]) {
    let trial = this.cluster;
    const others = [...this.destinations].filter((other) => other !== name);
    for (const [placed, pod] of pods.entries()) {
      const known = trial.pods.get(`${pod.metadata.namespace ?? 'default'}/${pod.metadata.name}`);
      const info = { ...(known ?? podInfo(pod)), nodeName: '', nominatedNodeName: '' };
      const profile = profileOf(this.input.read, info);
      if (known) trial = withoutPodOnNode(trial, known);
      const to = profile && firstFit(info, trial, profile, others);
      if (to === undefined) return { pod: info.key, placed };
      trial = withPodOnNode(trial, info, to);
    }
    this.cluster = trial;
    return undefined;
  }
}

/** drain.GetPodsToMove: those that must find another node, and the first that cannot leave. */
export function podsToMove(
  pods: readonly Pod[],
  budgets: (pod: Pod) => readonly RemainingBudget[],
  options: AutoscalerOptions,
): {
  readonly pods: readonly Pod[];
  readonly blocked:
    | { readonly reason: UnremovableReason; readonly message: string; readonly pod: string }
    | undefined;
} {
  const moving: Pod[] = [];
  for (const pod of pods) {
    const verdict = judgePod(pod, budgets(pod), options);
    if (verdict.is === 'movable') moving.push(pod);
    if (verdict.is !== 'blocking') continue;
    const { reason, message } = verdict;
    const { namespace = 'default', name } = pod.metadata;
    return { pods: moving, blocked: { reason, message, pod: `${namespace}/${name}` } };
  }
  return { pods: moving, blocked: undefined };
}
