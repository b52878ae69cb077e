/**
 * What state the nodes are in (clusterstate.Readiness, IsClusterHealthy, 1.34): the autoscaler does nothing while more than
 * `--max-total-unready-percentage` (45 %) and more than `--ok-total-unready-count` (3) of all nodes are unready.
 */
import type { Read } from '../../../engine/model';
import type { Node } from '../../kubernetes/types';
import { hasTaint, isReadyNode, isStarting, TO_BE_DELETED, type NodeGroup } from './nodeGroups';
import type { AutoscalerOptions } from './options';

export interface NodeCounts {
  readonly total: number;
  readonly ready: number;
  /** Not Ready for the first time yet. */
  readonly notStarted: number;
  readonly beingDeleted: number;
  readonly unready: number;
  /** Instances without a Node. */
  readonly unregistered: number;
}

export const countAll = (read: Read): NodeCounts => counted(read.list('kubernetes/Node'), 0, read);

export function countGroup({ members }: NodeGroup, read: Read): NodeCounts {
  const nodes = members.flatMap(({ nodeName }) => read.get('kubernetes/Node', nodeName) ?? []);
  return counted(nodes, members.length - nodes.length, read);
}

function counted(nodes: readonly Node[], unregistered: number, { nowMs }: Read): NodeCounts {
  const counts = { ready: 0, notStarted: 0, beingDeleted: 0, unready: 0 };
  for (const node of nodes) counts[stateOf(node, nowMs)] += 1;
  return { total: nodes.length, ...counts, unregistered };
}

function stateOf(node: Node, nowMs: number): 'ready' | 'notStarted' | 'beingDeleted' | 'unready' {
  if (hasTaint(node, TO_BE_DELETED)) return 'beingDeleted';
  if (isReadyNode(node)) return 'ready';
  return isStarting(node, nowMs) ? 'notStarted' : 'unready';
}

export const isClusterHealthy = (
  { total, unready }: NodeCounts,
  { okUnreadyCount, maxUnreadyPercent }: AutoscalerOptions,
): boolean => unready <= okUnreadyCount || unready * 100 <= maxUnreadyPercent * total;
