/**
 * The cloud's node lifecycle controller (kubernetes/cloud-provider, node_lifecycle_controller.go): every five seconds it
 * looks at the nodes that are not Ready, and deletes those whose instance is no more. A node that is Ready is not looked
 * at, so a terminated instance is missed only when its lease has run out, unless its kubelet said goodbye. Key: node name.
 * Simplified: the shutdown taint of a stopped instance is left out.
 */
import { defineWatch, type Controller, type Read, type Watch } from '../../../engine/model';
import { deleteNode } from '../../kubernetes/commands';
import type { Node } from '../../kubernetes/types';
import { timings } from '../timings';
import { instanceIdOf, nodeName } from './nodeRegistration';

const CLOUD_NODE_LIFECYCLE = 'eks/cloudNodeLifecycle';

export const cloudNodeLifecycle: Controller = {
  name: CLOUD_NODE_LIFECYCLE,
  latencyMs: 0,
  sync(key, read) {
    const node = read.get('kubernetes/Node', key);
    if (!node || isReady(node) || existsInCloud(node, read)) return undefined;
    const sinceLookMs = read.nowMs % timings.nodeMonitorPeriodMs;
    if (sinceLookMs > 0)
      return { commands: [], requeueAfterMs: timings.nodeMonitorPeriodMs - sinceLookMs };
    const because = {
      kind: 'ec2/Instance',
      key: instanceIdOf(node.spec.providerID ?? ''),
    } as const;
    return { commands: [deleteNode(key, because)] };
  },
};

export const cloudNodeLifecycleWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: CLOUD_NODE_LIFECYCLE,
    keys: (after, before, key) =>
      after && isReady(after) !== (before && isReady(before)) ? [key] : [],
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: CLOUD_NODE_LIFECYCLE,
    keys: (after, before) =>
      before?.bootstrap?.as === 'eks-node' && after?.State.Name !== before.State.Name
        ? [nodeName(before)]
        : [],
  }),
];

const isReady = ({ status }: Node): boolean =>
  status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');

/** Nodes without a providerID of this cloud are not its business. */
function existsInCloud({ spec }: Node, read: Read): boolean {
  if (!spec.providerID?.startsWith('aws:///')) return true;
  // On Fargate: as long as its machine is known.
  const name = instanceIdOf(spec.providerID);
  if (name.startsWith('fargate-')) return read.count('eks/FargatePod', 'node', name) > 0;
  const instance = read.get('ec2/Instance', instanceIdOf(spec.providerID));
  return instance !== undefined && instance.State.Name !== 'terminated';
}
