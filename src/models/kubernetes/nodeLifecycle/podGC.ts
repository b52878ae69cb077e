/**
 * Pod garbage collection (pkg/controller/podgc, v1.34): pods whose node no longer exists. A pass every 20 s finds the
 * missing node; 40 s later, if it is still missing, its pods are removed by force, because no kubelet is left to say
 * that they ended. Looked at only while such pods exist.
 * Left out: the threshold of terminated pods (12,500), the out-of-service taint.
 */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Watch,
} from '../../../engine/model';
import { isPodFinished } from '../api/indexes';
import { deletePod, setPodCondition } from '../commands';
import { objectKey } from '../naming';
import type { Pod } from '../types';
import { command, notePod } from './notes';
import { MISSING_NODE } from './records';
import { NODE_LIFECYCLE_TIMINGS, tickFrom } from './timings';

const POD_GC = 'kubernetes/podGC';

export const podGC: Controller = {
  name: POD_GC,
  latencyMs: 0,
  sync(node, ctx) {
    const missing = ctx.get(MISSING_NODE, node);
    const isOver =
      ctx.has('kubernetes/Node', node) || ctx.count('kubernetes/Pod', 'node', node) === 0;
    if (isOver) return missing && { commands: [command({ type: 'forgetMissingNode', node })] };
    const { podGCPeriodMs, podGCQuarantineMs } = NODE_LIFECYCLE_TIMINGS;
    const quarantineEndsMs = missing ? missing.discoveredMs + podGCQuarantineMs : 0;
    const passMs = tickFrom(Math.max(quarantineEndsMs, ctx.nowMs), podGCPeriodMs);
    if (passMs > ctx.nowMs) return { commands: [], requeueAfterMs: passMs - ctx.nowMs };
    return {
      commands: [command({ type: missing ? 'collectOrphanedPods' : 'noteMissingNode', node })],
      ...(missing ? {} : { requeueAfterMs: podGCQuarantineMs }),
    };
  },
};

export const podGCWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: POD_GC,
    keys: (after, before, key, read) =>
      !after || (!before && read.has(MISSING_NODE, key)) ? [key] : [],
  }),
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: POD_GC,
    keys(after, before, _key, read) {
      const node = after?.spec.nodeName ?? before?.spec.nodeName;
      const moved = after?.spec.nodeName !== before?.spec.nodeName;
      return node !== undefined && moved && !read.has('kubernetes/Node', node) ? [node] : [];
    },
  }),
];

interface OfNode {
  readonly node: string;
}

export const noteMissingNode = ({ node: key }: OfNode, ctx: Context): readonly Effect[] => [
  { do: 'put', kind: MISSING_NODE, key, value: { discoveredMs: ctx.nowMs } },
];

export const forgetMissingNode = ({ node: key }: OfNode): readonly Effect[] => [
  { do: 'remove', kind: MISSING_NODE, key },
];

export function collectOrphanedPods({ node }: OfNode, ctx: Context): readonly Effect[] {
  if (ctx.has('kubernetes/Node', node)) return [];
  return [
    { do: 'remove', kind: MISSING_NODE, key: node },
    ...ctx.by('kubernetes/Pod', 'node', node).flatMap((pod) => collected(pod, node)),
  ];
}

function collected(pod: Pod, node: string): readonly Effect[] {
  const { namespace = 'default', name, uid } = pod.metadata;
  const key = objectKey({ namespace, name });
  const about = { kind: 'kubernetes/Pod', key } as const;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  } as const;
  return [
    notePod(key, { type: 'podOrphaned', data: { node } }),
    ...(isPodFinished(pod)
      ? []
      : [
          {
            do: 'command',
            command: setPodCondition({ namespace, name, condition }, about),
          } as const,
        ]),
    { do: 'command', command: deletePod({ namespace, name, uid, gracePeriodSeconds: 0 }, about) },
  ];
}
