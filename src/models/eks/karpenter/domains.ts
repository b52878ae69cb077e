/**
 * The domains over which pods are spread (kubernetes-sigs/karpenter pkg/controllers/provisioning/scheduling/topology.go,
 * topologygroup.go, v1.8): those of the nodes that are there, and all that the NodePools could open; one more host is always to
 * be had. kube-scheduler's filter knows nodes only, so each domain is shown to it as an empty node that nobody may use.
 */
import { nodeSelection, type PodInfo } from '../../kubernetes/scheduler/simulation';
import type { Node, PodSpec } from '../../kubernetes/types';
import { offeredNode } from './offerings';
import type { PoolView } from './solve';

const HOSTNAME = 'kubernetes.io/hostname';

export class Domains {
  private readonly known = new Set<PodSpec>();
  private made = 0;

  constructor(private readonly pools: readonly PoolView[]) {}

  /** Nodes that stand for the domains of such a pod, the first time it is seen. */
  of({ spec }: PodInfo): readonly Node[] {
    const keys = (spec.topologySpreadConstraints ?? []).flatMap((one) =>
      one.whenUnsatisfiable === 'DoNotSchedule' ? [one.topologyKey] : [],
    );
    if (keys.length === 0 || this.known.has(spec)) return [];
    this.known.add(spec);
    return keys.flatMap((key) => this.ofKey(key, spec));
  }

  private ofKey(key: string, spec: PodSpec): readonly Node[] {
    const mayUse = nodeSelection(spec);
    const found = new Map<string, Node>();
    for (const { pool, offerings } of this.pools)
      for (const offering of offerings) {
        const value = key === HOSTNAME ? '' : offering.labels[key];
        if (value === undefined || found.has(value)) continue;
        const node = offeredNode(`domain-${this.made}`, offering, pool);
        if (!mayUse(node)) continue;
        this.made += 1;
        found.set(value, node);
      }
    return [...found.values()];
  }
}
