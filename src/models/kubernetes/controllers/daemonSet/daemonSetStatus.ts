/**
 * What a DaemonSet says of itself (pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus, v1.34): how many
 * nodes should have its pod and how many have. Every pod counts as updated, because templates are not rolled out here.
 */
import type { ModelPart } from '../../../../engine/composeModel';
import {
  defineWatch,
  type Command,
  type Context,
  type Effect,
  type Read,
} from '../../../../engine/model';
import { isPodReady } from '../../api/indexes';
import { sameNodeToScheduler } from '../../scheduler/nodeInfo';
import { CONTROLLER_LATENCY_MS } from '../../timings';
import {
  DAEMON_SETS,
  daemonPodsOn,
  daemonSetAt,
  type DaemonSet,
  type DaemonSetCommand,
} from './daemonSetRecord';
import { nodeShouldRunDaemonPod } from './nodeShouldRun';

export const DAEMON_SET_STATUS = 'kubernetes/daemonSetStatus';

function statusOf(daemonSet: DaemonSet, read: Read): Readonly<Record<string, number>> {
  const count = { desired: 0, current: 0, misscheduled: 0, ready: 0 };
  for (const node of read.list('kubernetes/Node')) {
    const { shouldRun } = nodeShouldRunDaemonPod(node, daemonSet.spec.template.spec);
    const pods = daemonPodsOn(read, daemonSet, node.metadata.name);
    if (!shouldRun) {
      if (pods.length > 0) count.misscheduled++;
      continue;
    }
    count.desired++;
    if (pods.length > 0) count.current++;
    if (pods.some(isPodReady)) count.ready++;
  }
  return {
    currentNumberScheduled: count.current,
    numberMisscheduled: count.misscheduled,
    desiredNumberScheduled: count.desired,
    numberReady: count.ready,
    observedGeneration: daemonSet.metadata.generation ?? 1,
    updatedNumberScheduled: count.current,
    numberAvailable: count.ready,
    numberUnavailable: count.desired - count.ready,
  };
}

function syncDaemonSetStatus(key: string, read: Read) {
  const daemonSet = daemonSetAt(read, key);
  if (!daemonSet) return undefined;
  const status = statusOf(daemonSet, read);
  const known = daemonSet.status ?? {};
  if (Object.entries(status).every(([field, n]) => known[field] === n)) return { commands: [] };
  const update: DaemonSetCommand = { type: 'updateDaemonSetStatus', daemonSet: key, status };
  return { commands: [{ model: 'kubernetes', ...update } as unknown as Command] };
}

function updateDaemonSetStatus(
  { daemonSet: key, status }: Extract<DaemonSetCommand, { type: 'updateDaemonSetStatus' }>,
  ctx: Context,
): readonly Effect[] {
  const object = ctx.get('kubernetes/Object', key);
  return object
    ? [{ do: 'put', kind: 'kubernetes/Object', key, value: { ...object, status } }]
    : [];
}

export const daemonSetStatusPart: ModelPart = {
  controllers: [
    { name: DAEMON_SET_STATUS, latencyMs: CONTROLLER_LATENCY_MS, sync: syncDaemonSetStatus },
  ],
  commands: { updateDaemonSetStatus },
  watches: [
    defineWatch({
      kind: 'kubernetes/Object',
      wakes: DAEMON_SET_STATUS,
      keys: (after, before, key) =>
        after && key.startsWith(`${DAEMON_SETS}/`) && after['spec'] !== before?.['spec']
          ? [key]
          : [],
    }),
    defineWatch({
      kind: 'kubernetes/Node',
      wakes: DAEMON_SET_STATUS,
      keys: (after, before, _, read) =>
        after && before && sameNodeToScheduler(after, before)
          ? []
          : read.keysBy('kubernetes/Object', 'resource', DAEMON_SETS),
    }),
  ],
};
