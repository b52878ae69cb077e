/** A node as its controllers look at it. */
import type { Read } from '../../../engine/model';
import { zoneKey } from '../scheduler/nodeInfo';
import type { Condition, Node } from '../types';

const LEASE_NAMESPACE = 'kube-node-lease';

export const readyCondition = ({ status }: Node): Condition | undefined =>
  status.conditions.find((condition) => condition.type === 'Ready');

/** A node that has never reported counts as one whose state is unknown. */
export const readyStatus = (node: Node): Condition['status'] =>
  readyCondition(node)?.status ?? 'Unknown';

/** Region and zone; a node without either is in a zone of its own kind. */
export const zoneOf = ({ metadata }: Node): string => zoneKey(metadata.labels ?? {}) || 'none';

/**
 * When the kubelet was last heard of: by its lease or by posting its status. `renewing`: it is being heard of all the
 * time, later renewals are not written (DECISIONS.md 1.14).
 */
export function lastHeard(
  read: Read,
  node: Node,
): { readonly atMs: number; readonly renewing: boolean } {
  const lease = read.get('kubernetes/Lease', `${LEASE_NAMESPACE}/${node.metadata.name}`)?.spec;
  const posted = readyCondition(node)?.lastHeartbeatTime ?? node.metadata.creationTimestamp;
  return {
    atMs: Math.max(posted, lease?.renewTime ?? 0),
    renewing: lease?.renewing ?? false,
  };
}
