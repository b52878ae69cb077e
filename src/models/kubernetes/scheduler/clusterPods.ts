/** How the cluster follows its Pods, and what it would be if a pod came or went. */
import type { Pod } from '../types';
import { accountOf, moved, nodeNamed, replaceNode, type Cluster } from './cluster';
import { withoutPod, withPod } from './nodeAccount';
import { isTerminal, podInfo, sameToScheduler, type PodInfo } from './podInfo';
import { byCodeUnit } from './sortedMap';

export function clusterAfterPod(
  cluster: Cluster,
  key: string,
  before: Pod | undefined,
  after: Pod | undefined,
): Cluster {
  if (before && after && sameToScheduler(before, after)) return cluster;
  const known = cluster.pods.get(key);
  const without = known ? removePod(cluster, known) : cluster;
  return after && !isTerminal(after) ? addPod(without, podInfo(after)) : without;
}

/** A pod placed or taken away in thought only: what if preemption did this? */
export const withPodOnNode = (cluster: Cluster, pod: PodInfo, nodeName: string): Cluster =>
  addPod(cluster, { ...pod, nodeName, nominatedNodeName: '' });
export const withoutPodOnNode = (cluster: Cluster, pod: PodInfo): Cluster =>
  removePod(cluster, pod);

function addPod(cluster: Cluster, seen: PodInfo): Cluster {
  const known = cluster.groups.get(seen.group.key);
  const group = known?.group ?? { ...seen.group, id: cluster.groupCount };
  const pod = { ...seen, group };
  const entry = known ?? { group, pods: 0, byZone: {} };
  const zone = nodeNamed(cluster, pod.nodeName)?.zoneName;
  const next: Cluster = {
    ...cluster,
    groupCount: cluster.groupCount + (known ? 0 : 1),
    pods: cluster.pods.set(pod.key, pod),
    groups: cluster.groups.set(group.key, { ...moved(entry, zone, 1), pods: entry.pods + 1 }),
    podsWithAffinity: cluster.podsWithAffinity + (pod.nodeName && group.affinity ? 1 : 0),
  };
  if (pod.nodeName) return replaceNode(next, withPod(accountOf(next, pod.nodeName), pod));
  if (!pod.nominatedNodeName) return next;
  const promised = next.nominated.get(pod.nominatedNodeName) ?? [];
  const sorted = [...promised, pod].sort((a, b) => byCodeUnit(a.key, b.key));
  return { ...next, nominated: next.nominated.set(pod.nominatedNodeName, sorted) };
}

function removePod(cluster: Cluster, pod: PodInfo): Cluster {
  const { group } = pod;
  const entry = cluster.groups.get(group.key);
  const zone = nodeNamed(cluster, pod.nodeName)?.zoneName;
  const next: Cluster = {
    ...cluster,
    pods: cluster.pods.delete(pod.key),
    groups:
      !entry || entry.pods === 1
        ? cluster.groups.delete(group.key)
        : cluster.groups.set(group.key, { ...moved(entry, zone, -1), pods: entry.pods - 1 }),
    podsWithAffinity: cluster.podsWithAffinity - (pod.nodeName && group.affinity ? 1 : 0),
  };
  if (pod.nodeName) return replaceNode(next, withoutPod(accountOf(next, pod.nodeName), pod));
  if (!pod.nominatedNodeName) return next;
  const left = (next.nominated.get(pod.nominatedNodeName) ?? []).filter((p) => p.key !== pod.key);
  return {
    ...next,
    nominated:
      left.length === 0
        ? next.nominated.delete(pod.nominatedNodeName)
        : next.nominated.set(pod.nominatedNodeName, left),
  };
}
