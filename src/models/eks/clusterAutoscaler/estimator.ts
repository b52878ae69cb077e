/**
 * How many nodes of a group the pods need (estimator/binpacking_estimator.go): first-fit decreasing. Alike pods come
 * together, the largest first; each goes to the first new node that takes it, else to one more.
 */
import {
  amountsOf,
  Packer,
  withNewNode,
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
  const packer = new Packer(cluster, []);
  const used = new Set<string>();
  const placed: PodInfo[] = [];
  const place = (pod: PodInfo, profile: Profile): boolean => {
    const name = packer.place(pod, profile);
    if (name === undefined) return false;
    used.add(name);
    placed.push(pod);
    return true;
  };
  let last: string | undefined;
  let added = 0;
  for (const { pods, profile } of [...groups].sort(larger(fresh(0)))) {
    for (const pod of pods) {
      if (place(pod, profile)) continue;
      // An empty node that did not take it: another of the kind would not either.
      if (last !== undefined && !used.has(last)) break;
      if (added >= most) break;
      const { cluster: next, name } = withFresh(packer.cluster, fresh(added));
      packer.cluster = next;
      packer.addNode(name);
      [last, added] = [name, added + 1];
      if (!place(pod, profile)) break;
    }
  }
  return { nodes: used.size, pods: placed };
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
