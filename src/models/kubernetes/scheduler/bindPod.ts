/** DefaultBinder: the pod gets its node, and everybody can see why (plugins/defaultbinder, registry/core/pod, v1.34). */
import type { Context, Effect } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import type { Pod, PodSpec } from '../types';
import { without } from '../validation/without';
import type { SchedulerCommand } from './commands';
import { withPodCondition } from './podCondition';
import { note } from './queueCommands';
import { DECISION, QUEUED_POD } from './records';

type BindPod = Extract<SchedulerCommand, { type: 'bindPod' }>;

export function bindPod({ decision, figures }: BindPod, ctx: Context): readonly Effect[] {
  const { key, uid, nodeName, message, schedulerName } = decision;
  const pod = ctx.get('kubernetes/Pod', key);
  const entry = ctx.get(QUEUED_POD, key);
  if (pod?.metadata.uid !== uid || pod.spec.nodeName !== undefined || !entry) return [];
  const waitedMs = ctx.nowMs - entry.initialAttemptMs;
  return [
    // First, so that it keeps the cluster as it was without this pod.
    { do: 'put', kind: DECISION, key, value: decision },
    { do: 'put', kind: 'kubernetes/Pod', key, value: assigned(pod, nodeName, ctx.nowMs) },
    { do: 'remove', kind: QUEUED_POD, key },
    note(key, { type: 'podBound', data: { ...figures, waitedMs } }),
    ...recordEvent(ctx, pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message,
      component: schedulerName,
    }),
  ];
}

function assigned(pod: Pod, nodeName: string, nowMs: number): Pod {
  const promised = pod.status.nominatedNodeName !== undefined;
  const status = promised ? without(pod.status, 'nominatedNodeName') : pod.status;
  const bound = { ...pod, spec: assignedSpec(pod.spec, nodeName), status };
  return withPodCondition(bound, { type: 'PodScheduled', status: 'True' }, nowMs);
}

/** Pods of one template on one node share their spec, so that what is computed from it is computed once. */
function assignedSpec(spec: PodSpec, nodeName: string): PodSpec {
  const byNode = assignedSpecs.get(spec) ?? new Map<string, PodSpec>();
  assignedSpecs.set(spec, byNode);
  let assigned = byNode.get(nodeName);
  if (!assigned) {
    assigned = { ...spec, nodeName };
    byNode.set(nodeName, assigned);
  }
  return assigned;
}
const assignedSpecs = new WeakMap<PodSpec, Map<string, PodSpec>>();
