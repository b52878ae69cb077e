/**
 * How many nodes of a group the pods need (estimator/binpacking_estimator.go): first-fit decreasing. Alike pods come
 * together, the largest first; each goes to the first new node that takes it, else to one more.
 */
import {
  amountsOf,
  firstFit,
  reasonsAgainst,
  withNewNode,
  withoutPodOnNode,
  withPodOnNode,
  type Cluster,
  type PodInfo,
  type Profile,
} from '../../kubernetes/scheduler/simulation';
import type { TemplateNode } from './templateNode';

/** Pods that a node would take or refuse alike: of one controller and one spec. */
export interface PodGroup {
  readonly pods: readonly PodInfo[];
  readonly profile: Profile;
}

export interface Estimate {
  readonly nodes: number;
  readonly pods: readonly PodInfo[];
}

export interface EstimateInput {
  readonly cluster: Cluster;
  /** A fresh copy of the template, the n-th. */
  readonly fresh: (n: number) => TemplateNode;
  readonly groups: readonly PodGroup[];
  /** How many nodes the group may still get. */
  readonly most: number;
}

export function estimate({ cluster, fresh, groups, most }: EstimateInput): Estimate {
  const state = { cluster, names: [] as string[], used: new Set<string>(), pods: [] as PodInfo[] };
  const place = (pod: PodInfo, name: string) => {
    state.cluster = withPodOnNode(withoutPodOnNode(state.cluster, pod), pod, name);
    state.used.add(name);
    state.pods.push(pod);
  };
  for (const { pods, profile } of [...groups].sort(larger(fresh(0)))) {
    for (const pod of pods) {
      const there = firstFit(pod, state.cluster, profile, state.names);
      if (there !== undefined) {
        place(pod, there);
        continue;
      }
      const last = state.names.at(-1);
      // An empty node that did not take it: another of the kind would not either.
      if (last !== undefined && !state.used.has(last)) break;
      if (state.names.length >= most) break;
      const { cluster: next, name } = withFresh(state.cluster, fresh(state.names.length));
      state.cluster = next;
      state.names.push(name);
      if (reasonsAgainst(pod, state.cluster, profile, name)) break;
      place(pod, name);
    }
  }
  return { nodes: state.used.size, pods: state.pods };
}

export function withFresh(
  cluster: Cluster,
  { node, daemons }: TemplateNode,
): { readonly cluster: Cluster; readonly name: string } {
  const { name } = node.metadata;
  const next = daemons.reduce((c, pod) => withPodOnNode(c, pod, name), withNewNode(cluster, node));
  return { cluster: next, name };
}

/** DecreasingPodOrderer: by the shares of CPU and memory that one pod takes of the node, summed. */
const larger =
  ({ node }: TemplateNode) =>
  (a: PodGroup, b: PodGroup): number => {
    const { cpuMilli, memoryBytes } = amountsOf(node.status.allocatable);
    const share = ({ pods: [pod] }: PodGroup): number =>
      (pod?.resources.cpuMilli ?? 0) / Math.max(1, cpuMilli) +
      (pod?.resources.memoryBytes ?? 0) / Math.max(1, memoryBytes);
    const key = ({ pods: [pod] }: PodGroup): string => pod?.key ?? '';
    return share(b) - share(a) || (key(a) < key(b) ? -1 : 1);
  };
