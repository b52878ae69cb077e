/** What a look finds about each node, and what it is found from. */
import type { Read } from '../../../engine/model';
import { podInfo, type Cluster, type NodeInfo } from '../../kubernetes/scheduler/simulation';
import type { Node } from '../../kubernetes/types';
import type { NodeGroup } from './nodeGroups';
import type { AutoscalerOptions } from './options';
import type { ClusterAutoscaler, UnremovableReason } from './types';

export type Load = Pick<NodeInfo, 'requested' | 'allocatable'>;

export interface ObservedNode {
  readonly name: string;
  readonly node: Node;
  /** What is counted of it: all, or all but its DaemonSets' pods. */
  readonly info: Load;
  readonly group: NodeGroup | undefined;
  readonly isReady: boolean;
  readonly isDeleting: boolean;
}

export interface ScaleDownInput {
  readonly nodes: readonly ObservedNode[];
  /** With pending pods placed that fit on what is there. */
  readonly cluster: Cluster;
  readonly state: Pick<ClusterAutoscaler, 'unneeded' | 'unremovable'>;
  /** Nodes that are being drained: their pods need a place too. */
  readonly draining: readonly string[];
  readonly options: AutoscalerOptions;
  readonly read: Read;
}

export interface Utilization {
  readonly cpuPermille: number;
  readonly memoryPermille: number;
}

export interface NodeFinding extends Utilization {
  readonly node: string;
  readonly group: string | null;
  /** null: it could go. */
  readonly reason: UnremovableReason | null;
  readonly message: string;
  readonly pod: string | null;
  /** Found by a simulation, and not to be simulated again before then. */
  readonly recheckAtMs: number | null;
  /** Pods that would move. */
  readonly moves: number;
}

/** utilization.Calculate with --ignore-daemonsets-utilization: neither what they ask for nor the room that they take. */
export function withoutDaemons(info: NodeInfo, read: Read): Load {
  const daemons = read
    .by('kubernetes/Pod', 'node', info.name)
    .filter(({ metadata }) =>
      (metadata.ownerReferences ?? []).some(
        ({ controller, kind }) => controller && kind === 'DaemonSet',
      ),
    )
    .map((pod) => podInfo(pod).resources);
  const cpu = daemons.reduce((sum, { cpuMilli }) => sum + cpuMilli, 0);
  const memory = daemons.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const less = <T extends { readonly cpuMilli: number; readonly memoryBytes: number }>(
    of: T,
  ): T => ({
    ...of,
    cpuMilli: of.cpuMilli - cpu,
    memoryBytes: of.memoryBytes - memory,
  });
  return { requested: less(info.requested), allocatable: less(info.allocatable) };
}

export function utilization({ requested, allocatable }: Load): Utilization {
  const share = (used: number, of: number): number =>
    of === 0 ? 0 : Math.floor((1000 * used) / of);
  return {
    cpuPermille: share(requested.cpuMilli, allocatable.cpuMilli),
    memoryPermille: share(requested.memoryBytes, allocatable.memoryBytes),
  };
}

export function finding(
  { name, info, group }: ObservedNode,
  of: {
    readonly reason: UnremovableReason | null;
    readonly message?: string;
    readonly pod?: string | null;
    readonly recheckAtMs?: number;
    readonly moves?: number;
  },
): NodeFinding {
  return {
    node: name,
    group: group?.name ?? null,
    ...utilization(info),
    reason: of.reason,
    message: of.message ?? '',
    pod: of.pod ?? null,
    recheckAtMs: of.recheckAtMs ?? null,
    moves: of.moves ?? 0,
  };
}
