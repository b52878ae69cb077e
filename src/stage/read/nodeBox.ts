/** Kubernetes nodes as boxes, and the instances that are still on their way to be one. */
import type { Condition, Node } from '../../models/kubernetes/types';
import { remember, type ReadOptions, type Records } from '../records';
import type { Amount, Badge, Box, BoxState, Tile } from '../view';
import { launchingBoxes } from './launching';
import { withMarket } from './market';
import { amountOf } from './podRequests';

const ZONE = 'topology.kubernetes.io/zone';
const TYPE = 'node.kubernetes.io/instance-type';
const COMPUTE = 'eks.amazonaws.com/compute-type';

export const zoneOfNode = (node: Node): string => node.metadata.labels?.[ZONE] ?? '';
/** A Fargate node is the machine of one pod: the pod floats, and no box is drawn. */
export const isFargate = (node: Node): boolean => node.metadata.labels?.[COMPUTE] === 'fargate';
export const readyOf = (node: Node): Condition | undefined =>
  node.status.conditions.find((each) => each.type === 'Ready');

export function nodeBoxes(
  records: Records,
  options: ReadOptions,
  cluster: string,
  byNode: ReadonlyMap<string, readonly Tile[]>,
): readonly Box[] {
  const boxes: Box[] = [];
  const joined = new Set<string>();
  for (const [key, node] of records.all('kubernetes/Node')) {
    joined.add(instanceIdOf(node));
    if (isFargate(node)) continue;
    const due = options.due?.({ kind: 'kubernetes/Node', key });
    boxes.push(nodeBox(node, key, byNode.get(node.metadata.name) ?? [], due?.dueAtMs ?? null));
  }
  const sizes = new Map(boxes.map((box) => [box.type, box]));
  const launching = launchingBoxes(records, options, 'eks-node', cluster, joined, sizes);
  return withMarket(records, [...boxes, ...launching]);
}

const nodeBox = remember(
  (node: Node, key: string, tiles: readonly Tile[], dueAtMs: number | null): Box => {
    const { state, badge } = boxState(node);
    const asked = (name: 'cpuMilli' | 'memoryMiB'): number =>
      tiles.reduce((sum, tile) => sum + (tile.endedAtMs === null ? tile[name] : 0), 0);
    const sinceMs = readyOf(node)?.lastTransitionTime ?? node.metadata.creationTimestamp;
    return {
      ref: { kind: 'kubernetes/Node', key },
      id: instanceIdOf(node) || node.metadata.uid,
      name: node.metadata.name.split('.')[0] ?? node.metadata.name,
      type: node.metadata.labels?.[TYPE] ?? '',
      zone: zoneOfNode(node),
      state,
      badge,
      cpuMilli: amount(node, 'cpu', 1000, asked('cpuMilli')),
      memoryMiB: amount(node, 'memory', 1 / (1024 * 1024), asked('memoryMiB')),
      tiles,
      launch:
        state === 'launching'
          ? { state: 'NotReady', span: { startedAtMs: sinceMs, dueAtMs } }
          : null,
    };
  },
);

/** Ready `Unknown`: no lease came. Ready `False` from the start: it is still joining. */
function boxState(node: Node): { readonly state: BoxState; readonly badge: Badge | null } {
  const ready = readyOf(node);
  const sinceMs = ready?.lastTransitionTime ?? null;
  if (ready?.status !== 'True') {
    const joining =
      ready?.status !== 'Unknown' && (sinceMs ?? 0) <= node.metadata.creationTimestamp;
    if (joining) return { state: 'launching', badge: null };
    return { state: 'lost', badge: { tone: 'broken', label: 'NotReady', sinceMs } };
  }
  if (!node.spec.unschedulable) return { state: 'ok', badge: null };
  const cordonedAtMs = node.spec.taints?.find(
    (taint) => taint.key === 'node.kubernetes.io/unschedulable',
  )?.timeAdded;
  return {
    state: 'draining',
    badge: {
      tone: 'leaving',
      label: 'SchedulingDisabled',
      sinceMs: cordonedAtMs ?? null,
    },
  };
}

function amount(node: Node, name: string, factor: number, asked: number): Amount {
  const capacity = amountOf(node.status.capacity[name] ?? 0) * factor;
  const allocatable = amountOf(node.status.allocatable[name] ?? 0) * factor;
  return { capacity, reserved: Math.max(0, capacity - allocatable), asked };
}

/** `aws:///us-east-1a/i-0c41...` -> `i-0c41...` */
const instanceIdOf = (node: Node): string => {
  const id = node.spec.providerID ?? '';
  return id.slice(id.lastIndexOf('/') + 1);
};
