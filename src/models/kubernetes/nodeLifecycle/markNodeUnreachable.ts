/**
 * What the API shows of a node that nobody hears of (pkg/controller/nodelifecycle tryUpdateNodeHealth, MarkPodsNotReady,
 * v1.34): its conditions are Unknown, and its pods are not Ready, so they leave the endpoints.
 */
import type { Context, Effect } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import { withCondition, withPodCondition, type ConditionText } from '../scheduler/podCondition';
import type { Condition, Node, Pod } from '../types';
import { noteNode } from './notes';
import { lastHeard, readyStatus } from './observedNode';
import { NODE_LIFECYCLE_TIMINGS } from './timings';

const COMPONENT = 'node-controller';
/** NetworkUnavailable is the control plane's own, and stays. */
const KUBELETS_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export function markNodeUnreachable(
  { node: name }: { readonly node: string },
  ctx: Context,
): readonly Effect[] {
  const node = ctx.get('kubernetes/Node', name);
  if (!node) return [];
  const wasReady = readyStatus(node) === 'True';
  const pods = ctx.by('kubernetes/Pod', 'node', name);
  return [
    { do: 'put', kind: 'kubernetes/Node', key: name, value: silent(node, ctx.nowMs) },
    noteNode(name, {
      type: 'nodeUnreachable',
      data: {
        lastRenewalMs: lastHeard(ctx, node).atMs,
        graceMs: NODE_LIFECYCLE_TIMINGS.nodeMonitorGracePeriodMs,
        pods: pods.length,
      },
    }),
    ...(wasReady
      ? recordEvent(ctx, node, {
          type: 'Normal',
          reason: 'NodeNotReady',
          message: `Node ${name} status is now: NodeNotReady`,
          component: COMPONENT,
        })
      : []),
    ...(wasReady ? pods.flatMap((pod) => notReady(pod, name, ctx)) : []),
  ];
}

function silent(node: Node, nowMs: number): Node {
  const conditions = KUBELETS_CONDITIONS.reduce(
    (list, type) => withCondition(list, unknown(list, type), nowMs),
    node.status.conditions,
  );
  return { ...node, status: { ...node.status, conditions } };
}

const unknown = (conditions: readonly Condition[], type: string): ConditionText =>
  conditions.some((c) => c.type === type)
    ? {
        type,
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      }
    : {
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
      };

function notReady(pod: Pod, node: string, ctx: Context): readonly Effect[] {
  const ready = pod.status.conditions?.find((c) => c.type === 'Ready');
  if (ready?.status !== 'True') return [];
  const { namespace = 'default', name } = pod.metadata;
  const key = `${namespace}/${name}`;
  const value = withPodCondition(pod, { type: 'Ready', status: 'False' }, ctx.nowMs);
  return [
    { do: 'put', kind: 'kubernetes/Pod', key, value },
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'podNotReady',
        about: { kind: 'kubernetes/Pod', key },
        because: { kind: 'kubernetes/Node', key: node },
        data: { reason: 'NodeNotReady', message: 'Node is not ready' },
      },
    },
    ...recordEvent(ctx, pod, {
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      component: COMPONENT,
    }),
  ];
}
