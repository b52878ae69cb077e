/** What a node's pods take of it: added up as they come, taken off as they go (framework.NodeInfo AddPod, RemovePod). */
import { joined, type NodeInfo, type Resources } from './nodeInfo';
import type { HostPort, PodGroup, PodInfo } from './podInfo';

export const withPod = (info: NodeInfo, pod: PodInfo): NodeInfo => account(info, pod, 1);
export const withoutPod = (info: NodeInfo, pod: PodInfo): NodeInfo => account(info, pod, -1);

function account(info: NodeInfo, { resources, hostPorts, group }: PodInfo, sign: 1 | -1): NodeInfo {
  const { requested, nonZeroRequested, usedPorts } = info;
  const { groups, groupIds, groupPods } = groupsAfter(info, group, sign);
  return joined(info, {
    requested: {
      cpuMilli: requested.cpuMilli + sign * resources.cpuMilli,
      memoryBytes: requested.memoryBytes + sign * resources.memoryBytes,
      ephemeralBytes: requested.ephemeralBytes + sign * resources.ephemeralBytes,
      extended: plusExtended(requested.extended, resources.extended, sign),
    },
    nonZeroRequested: {
      cpuMilli: nonZeroRequested.cpuMilli + sign * resources.nonZeroCpuMilli,
      memoryBytes: nonZeroRequested.memoryBytes + sign * resources.nonZeroMemoryBytes,
    },
    podCount: info.podCount + sign,
    usedPorts: hostPorts.length === 0 ? usedPorts : portsAfter(usedPorts, hostPorts, sign),
    groups,
    groupIds,
    groupPods,
  });
}

type Extended = Resources['extended'];

function plusExtended(base: Extended, change: Extended, sign: 1 | -1): Extended {
  let sum: Record<string, number> | undefined;
  for (const name in change) {
    sum ??= { ...base };
    sum[name] = (sum[name] ?? 0) + sign * (change[name] ?? 0);
  }
  return sum ?? base;
}

function portsAfter(
  used: readonly HostPort[],
  ports: readonly HostPort[],
  sign: 1 | -1,
): readonly HostPort[] {
  if (sign === 1) return [...used, ...ports];
  const left = [...used];
  for (const port of ports) {
    const at = left.findIndex(
      (u) => u.port === port.port && u.ip === port.ip && u.protocol === port.protocol,
    );
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

type Groups = Pick<NodeInfo, 'groups' | 'groupIds' | 'groupPods'>;

function groupsAfter(
  { groups, groupIds, groupPods }: Groups,
  group: PodGroup,
  sign: 1 | -1,
): Groups {
  const at = groupIds.indexOf(group.id);
  if (at < 0)
    return {
      groups: [...groups, group],
      groupIds: [...groupIds, group.id],
      groupPods: [...groupPods, 1],
    };
  const count = (groupPods[at] ?? 0) + sign;
  if (count > 0) return { groups, groupIds, groupPods: groupPods.with(at, count) };
  return {
    groups: groups.toSpliced(at, 1),
    groupIds: groupIds.toSpliced(at, 1),
    groupPods: groupPods.toSpliced(at, 1),
  };
}
