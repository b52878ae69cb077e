/** What a scheduler of the cloud's own says of its pods: that one has a node now, or why it has none. */
import type { Context, Effect } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import { withPodCondition } from '../scheduler/podCondition';
import type { Pod } from '../types';
import type { PodAssignment, PodNotice } from './commands';

/** The Binding subresource (registry/core/pod/storage.go BindingREST, v1.34), with the annotations that it may carry. */
export function assignPod(
  { pod: key, uid, node, scheduler, annotations }: PodAssignment,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  if (pod?.metadata.uid !== uid || pod.spec.nodeName !== undefined) return [];
  const bound: Pod = {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } },
    spec: { ...pod.spec, nodeName: node },
  };
  const about = { kind: 'kubernetes/Pod', key } as const;
  const value = withPodCondition(bound, { type: 'PodScheduled', status: 'True' }, ctx.nowMs);
  return [
    { do: 'put', ...about, value },
    {
      do: 'note',
      fact: { model: 'kubernetes', type: 'podAssigned', about, data: { node, scheduler } },
    },
    ...recordEvent(ctx, pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${key} to ${node}`,
      component: scheduler,
    }),
  ];
}

export function tellPod(
  { pod: key, uid, event: type, reason, message, component }: PodNotice,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', key);
  if (pod?.metadata.uid !== uid) return [];
  return recordEvent(ctx, pod, { type, reason, message, component });
}
