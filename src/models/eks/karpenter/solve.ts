/**
 * Karpenter's scheduler (kubernetes-sigs/karpenter pkg/controllers/provisioning/scheduling, v1.8): pods by size, the largest
 * first; each onto a node that is there or coming, else onto a new NodeClaim of this round, the emptiest first, else onto one
 * more, of the heaviest NodePool that can. A NodeClaim may grow to any type that its pool allows while it takes pods; what it
 * is in the end is the cheapest that holds them all. Whether a pod fits, kube-scheduler's own filters say, with its preferences as
 * requirements until they must be given up.
 */
import type { Read } from '../../../engine/model';
import {
  amountsOf,
  daemonPodsFor,
  Packer,
  reasonsAgainst,
  withChangedNode,
  withNewNode,
  withoutPodOnNode,
  withPodMoved,
  withPodOnNode,
  type Cluster,
  type PodInfo,
  type Profile,
} from '../../kubernetes/scheduler/simulation';
import type { Node } from '../../kubernetes/types';
import { Domains } from './domains';
import { hasNoMinValues, minValuesMessage, unmetMinValues } from './minValues';
import { offeredNode, type Offering } from './offerings';
import { withWishes } from './preferences';
import type { NodePool } from './types';

export interface PendingPod {
  readonly pod: PodInfo;
  readonly profile: Profile;
}

/** A pod as the filters are asked about it: what it would rather have may be among its demands. */
interface Asking extends PendingPod {
  readonly asking: PodInfo;
}

export interface PoolView {
  readonly pool: NodePool;
  /** That EC2 has, the cheapest first. */
  readonly offerings: readonly Offering[];
  /** Of its limits; missing: no limit. */
  readonly left: {
    readonly cpuMilli?: number;
    readonly memoryBytes?: number;
    readonly nodes?: number;
  };
}

export interface SolveInput {
  readonly pods: readonly PendingPod[];
  /** With what is on its way. */
  readonly cluster: Cluster;
  readonly pools: readonly PoolView[];
  readonly read: Read;
}

export interface PlannedClaim {
  readonly name: string;
  readonly pool: NodePool;
  readonly offering: Offering;
  /** This one and all dearer that would do as well. */
  readonly choices: readonly Offering[];
  readonly pods: readonly PodInfo[];
}

export interface Plan {
  readonly claims: readonly PlannedClaim[];
  /** By key: pods for which there is room already. */
  readonly placed: ReadonlyMap<string, string>;
  readonly errors: readonly { readonly pod: PodInfo; readonly message: string }[];
}

export const solve = (input: SolveInput): Plan => new Solver(input).run();

interface OpenClaim {
  readonly name: string;
  readonly view: PoolView;
  at: number;
  node: Node;
  readonly pods: Asking[];
}

class Solver {
  private readonly packer: Packer;
  private readonly domains: Domains;
  private readonly claims: OpenClaim[] = [];
  private readonly left: Map<NodePool, PoolView['left']>;

  constructor(private readonly input: SolveInput) {
    const names = input.cluster.nodes.toArray().map(({ name }) => name);
    this.packer = new Packer(input.cluster, names);
    this.domains = new Domains(input.pools);
    this.left = new Map(input.pools.map(({ pool, left }) => [pool, left]));
  }

  run(): Plan {
    const placed = new Map<string, string>();
    const errors: { pod: PodInfo; message: string }[] = [];
    for (const pending of [...this.input.pods].sort(larger)) {
      const found = this.settle(pending);
      if (typeof found === 'string') placed.set(pending.pod.key, found);
      else if (found) errors.push({ pod: pending.pod, message: found.join('; ') });
    }
    return { claims: this.claims.map((claim) => this.planned(claim)), placed, errors };
  }

  /** The node that has room, why there is none, or undefined: a new NodeClaim takes it. With every wish first, then with fewer. */
  private settle(pending: PendingPod): string | readonly string[] | undefined {
    let reasons: readonly string[] | undefined;
    for (const asking of withWishes(pending.pod)) {
      for (const node of this.domains.of(asking))
        this.packer.cluster = withNewNode(this.packer.cluster, node);
      const node = this.packer.place(pending.pod, pending.profile, asking);
      if (node !== undefined) return node;
      const one = { ...pending, asking };
      if (this.joins(one)) return undefined;
      reasons = this.opens(one);
      if (!reasons) return undefined;
    }
    return reasons;
  }

  private joins(pending: Asking): boolean {
    const emptiest = [...this.claims].sort((a, b) => a.pods.length - b.pods.length);
    return emptiest.some((claim) => this.takes(claim, pending));
  }

  /** As it is, or as the next dearer type that holds all its pods. */
  private takes(claim: OpenClaim, pending: Asking): boolean {
    const { pod, asking, profile } = pending;
    if (!this.leavesChoice(claim, pod)) return false;
    if (!reasonsAgainst(asking, this.packer.cluster, profile, claim.name))
      return this.add(claim, pending);
    const { offerings, pool } = claim.view;
    for (let at = claim.at + 1; at < offerings.length; at++) {
      const offering = offerings[at] as Offering;
      if (!this.mayHold(claim, pod, offering)) continue;
      const node = offeredNode(claim.name, offering, pool);
      const grown = withChangedNode(this.packer.cluster, claim.node, node);
      if (reasonsAgainst(asking, grown, profile, claim.name)) continue;
      if (!claim.pods.every((one) => staysOn(grown, one, claim.name))) continue;
      this.packer.cluster = grown;
      claim.node = node;
      claim.at = at;
      return this.add(claim, pending);
    }
    return false;
  }

  /** As much as the pool wants there to be. */
  private leavesChoice({ view, at, pods }: OpenClaim, pod: PodInfo): boolean {
    const all = [pod, ...pods.map((one) => one.pod)];
    const { pool, offerings } = view;
    return (
      hasNoMinValues(pool) || unmetMinValues(pool, enoughFor(all, offerings.slice(at))).length === 0
    );
  }

  private add(claim: OpenClaim, pending: Asking): boolean {
    this.packer.cluster = withPodMoved(this.packer.cluster, pending.pod, claim.name);
    claim.pods.push(pending);
    return true;
  }

  /** Only spares the filters work: amounts alone, and the pool's limits. */
  private mayHold(claim: OpenClaim, pod: PodInfo, offering: Offering): boolean {
    if (!this.isWithinLimits(claim.view.pool, offering, claim)) return false;
    const { cpuMilli, memoryBytes } = amountsOf(offering.allocatable);
    const all = [pod, ...claim.pods.map((one) => one.pod)];
    const sum = (of: (one: PodInfo) => number): number => all.reduce((n, one) => n + of(one), 0);
    return (
      sum(({ resources }) => resources.cpuMilli) <= cpuMilli &&
      sum(({ resources }) => resources.memoryBytes) <= memoryBytes
    );
  }

  /** Beside what this round has opened of the pool already; `itself` grows. */
  private isWithinLimits(pool: NodePool, { capacity }: Offering, itself?: OpenClaim): boolean {
    const {
      cpuMilli = Infinity,
      memoryBytes = Infinity,
      nodes = Infinity,
    } = this.left.get(pool) ?? {};
    const others = this.claims.filter((one) => one.view.pool === pool && one !== itself);
    const all = [capacity, ...others.map(({ node }) => node.status.capacity)].map(amountsOf);
    return (
      all.reduce((sum, one) => sum + one.cpuMilli, 0) <= cpuMilli &&
      all.reduce((sum, one) => sum + one.memoryBytes, 0) <= memoryBytes &&
      all.length <= nodes
    );
  }

  /** undefined: one more NodeClaim takes it; otherwise what each pool says. */
  private opens(pending: Asking): readonly string[] | undefined {
    const reasons: string[] = [];
    for (const view of this.input.pools) {
      const refusal = this.opensOf(view, pending);
      if (refusal === undefined) return undefined;
      reasons.push(`incompatible with nodepool "${view.pool.metadata.name}", ${refusal}`);
    }
    return reasons.length === 0 ? ['no nodepools found'] : reasons;
  }

  private opensOf(view: PoolView, pending: Asking): string | undefined {
    const { pool, offerings } = view;
    const name = `new-${this.claims.length}`;
    const allowed = offerings.filter((offering) => this.isWithinLimits(pool, offering));
    if (offerings.length === 0)
      return 'no instance type met the scheduling requirements or had a required offering';
    if (allowed.length === 0)
      return `all available instance types exceed limits for nodepool: "${pool.metadata.name}"`;
    let why: readonly string[] = [];
    const unmet = unmetMinValues(pool, allowed);
    if (unmet.length > 0) return minValuesMessage(unmet);
    for (const offering of allowed) {
      const node = offeredNode(name, offering, pool);
      const trial = daemonPodsFor(this.input.read, node).reduce(
        (c, daemon) => withPodOnNode(c, daemon, name),
        withNewNode(this.packer.cluster, node),
      );
      const reasons = reasonsAgainst(pending.asking, trial, pending.profile, name);
      if (reasons) {
        why = reasons;
        continue;
      }
      const few = unmetMinValues(pool, enoughFor([pending.pod], allowed));
      if (few.length > 0) return minValuesMessage(few);
      this.packer.cluster = withPodMoved(trial, pending.pod, name);
      this.claims.push({ name, view, at: offerings.indexOf(offering), node, pods: [pending] });
      return undefined;
    }
    return `no instance type satisfied resources and requirements (${why.join(', ')})`;
  }

  private planned({ name, view, at, pods }: OpenClaim): PlannedClaim {
    const [offering, ...dearer] = view.offerings.slice(at) as [Offering, ...Offering[]];
    const all = pods.map(({ pod }) => pod);
    return {
      name,
      pool: view.pool,
      offering,
      choices: [offering, ...enoughFor(all, dearer)],
      pods: all,
    };
  }
}

/** The offerings that hold all these pods, by amounts alone. */
function enoughFor(pods: readonly PodInfo[], offerings: readonly Offering[]): readonly Offering[] {
  const cpu = pods.reduce((n, { resources }) => n + resources.cpuMilli, 0);
  const memory = pods.reduce((n, { resources }) => n + resources.memoryBytes, 0);
  return offerings.filter(({ allocatable }) => {
    const { cpuMilli, memoryBytes } = amountsOf(allocatable);
    return cpu <= cpuMilli && memory <= memoryBytes;
  });
}

/** Would the pod come here if it were not here yet? */
function staysOn(cluster: Cluster, { asking, profile }: Asking, node: string): boolean {
  const there = cluster.pods.get(asking.key);
  if (!there) return true;
  return reasonsAgainst(asking, withoutPodOnNode(cluster, there), profile, node) === undefined;
}

/** queue.go byCPUAndMemoryDescending, then the older. */
const larger = ({ pod: a }: PendingPod, { pod: b }: PendingPod): number =>
  b.resources.cpuMilli - a.resources.cpuMilli ||
  b.resources.memoryBytes - a.resources.memoryBytes ||
  (a.key < b.key ? -1 : 1);
