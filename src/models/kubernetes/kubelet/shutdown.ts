/**
 * Graceful node shutdown (pkg/kubelet/nodeshutdown, v1.34; on in the EKS AMIs from 1.34: 2m30s, of which 30 s for critical
 * pods). The node turns NotReady, takes no pods, ends ordinary pods first and critical ones after them. Ended pods stay
 * in the API as Failed; their controllers replace them.
 */
import type { Context, Controller, Effect, Read } from '../../../engine/model';
import {
  CRITICAL_PRIORITY,
  SHUTDOWN_GRACE_CRITICAL_SECONDS,
  SHUTDOWN_GRACE_SECONDS,
} from '../timings';
import { isPodFinished } from '../api/indexes';
import type { Pod } from '../types';
import { putKubelet } from './imagePulls';
import { SHUTTING_DOWN, nodeReport, stopLease } from './nodeObject';
import { noteNode } from './notes';
import { endPod } from './podWorker';
import { KUBELET_SHUTDOWN, NODE_SYNC, POD_LIFECYCLE, type Kubelet } from './types';

const MESSAGE = 'Pod was terminated in response to imminent node shutdown.';

export function stopKubelet({ node }: { readonly node: string }, ctx: Context): readonly Effect[] {
  const kubelet = ctx.get('kubernetes/Kubelet', node);
  if (!kubelet || kubelet.state === 'poweredOff' || kubelet.state === 'stopped') return [];
  // Without a network nobody can be told; the pods end all the same, with the machine.
  if (kubelet.state !== 'running') return [];
  const after: Kubelet = { ...kubelet, state: 'shuttingDown' };
  const data = { pods: livingPods(ctx, node).length, graceSeconds: SHUTDOWN_GRACE_SECONDS };
  return [
    putKubelet(after),
    noteNode(node, { type: 'kubeletStopping', data }),
    ...nodeReport(ctx, after, SHUTTING_DOWN),
    ...endPods(ctx, node, false),
    { do: 'wake', controller: NODE_SYNC, key: node },
  ];
}

/** Woken when a pod has ended; the next phase begins when the last of this one has. */
export function syncShutdown(node: string, read: Read): ReturnType<Controller['sync']> {
  const left = livingPods(read, node);
  const ending = left.some(([, pod]) => !isCritical(pod) || isEnding(read, pod));
  if (ending) return undefined;
  return { commands: [{ model: 'kubernetes', type: 'shutdownNextPhase', node }] };
}

/** Critical pods, or, when they are gone too, the kubelet itself. */
export function shutdownNextPhase(node: string, ctx: Context): readonly Effect[] {
  const kubelet = ctx.get('kubernetes/Kubelet', node);
  if (kubelet?.state !== 'shuttingDown') return [];
  if (livingPods(ctx, node).length > 0) return endPods(ctx, node, true);
  return [putKubelet({ ...kubelet, state: 'stopped' }), ...stopLease(ctx, node)];
}

const keyOf = ({ metadata }: Pod): string => `${metadata.namespace ?? ''}/${metadata.name}`;

const isCritical = ({ spec }: Pod): boolean => (spec.priority ?? 0) >= CRITICAL_PRIORITY;

const isEnding = (read: Read, pod: Pod): boolean =>
  read.lifecycle(POD_LIFECYCLE, keyOf(pod))?.value === 'Terminating';

/** Pods whose worker has not let go of them. */
function livingPods(read: Read, node: string): readonly (readonly [string, Pod])[] {
  return read.by('kubernetes/Pod', 'node', node).flatMap((pod) => {
    const key = keyOf(pod);
    const worker = read.lifecycle(POD_LIFECYCLE, key);
    const living = worker?.status === 'active' && worker.value !== 'Terminated';
    return living && !isPodFinished(pod) ? [[key, pod] as const] : [];
  });
}

function endPods(read: Read, node: string, critical: boolean): readonly Effect[] {
  const limit = critical ? SHUTDOWN_GRACE_CRITICAL_SECONDS : SHUTDOWN_GRACE_SECONDS;
  return livingPods(read, node)
    .filter(([, pod]) => isCritical(pod) === critical)
    .flatMap(([key, pod]) => {
      const own = pod.spec.terminationGracePeriodSeconds ?? 0;
      const graceMs = Math.min(own, limit) * 1000;
      return endPod(read, key, graceMs, {
        deleted: pod.metadata.deletionTimestamp !== undefined,
        reason: KUBELET_SHUTDOWN,
        message: MESSAGE,
      });
    });
}
