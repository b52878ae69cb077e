/** Everything that runs on one machine, taken together: when power goes, and when it comes back. */
import type { Context, Effect, Read } from '../../../engine/model';
import { isPodFinished } from '../api/indexes';
import type { Pod } from '../types';
import type { EndedRun } from './container.machine';
import { shouldRestart } from './computePodActions';
import { closeListeners } from './listeners';
import { containersOf, podView } from './podView';
import { startPod, type PastRun } from './podWorker';
import {
  CONTAINER_LIFECYCLE,
  POD_LIFECYCLE,
  POD_WORKER,
  containerKey,
  type Kubelet,
} from './types';

/** Every machine of this node's pods forgotten, every port closed, at once. */
export function endPodsOf(
  read: Read,
  node: string,
): { readonly effects: readonly Effect[]; readonly containersLost: number } {
  const kubelet = read.get('kubernetes/Kubelet', node);
  let containersLost = 0;
  const effects: Effect[] = Object.values(kubelet?.sandboxes ?? {}).flatMap(({ pod, ip }) =>
    closeListeners(read, pod, ip),
  );
  for (const key of read.keysBy('kubernetes/Pod', 'node', node)) {
    const view = podView(read, key);
    if (!view) continue;
    effects.push({ do: 'end', lifecycle: POD_LIFECYCLE, key });
    for (const { container, state } of view.containers) {
      if (state === 'Running' || state === 'PreStop' || state === 'Terminating')
        containersLost += 1;
      const lifecycle = CONTAINER_LIFECYCLE;
      effects.push({ do: 'end', lifecycle, key: containerKey(key, container.name) });
    }
  }
  return { effects, containersLost };
}

/**
 * Power is back: the kubelet finds its pods without sandbox and starts them anew, per restart policy. What ran is found
 * exited with code 255, reason Unknown, as containerd reports tasks that it lost.
 */
export function restartPodsOf(
  ctx: Context,
  node: string,
  kubelet: Kubelet,
): { readonly effects: readonly Effect[]; readonly restarted: number } {
  const effects: Effect[] = [];
  let restarted = 0;
  for (const pod of ctx.by('kubernetes/Pod', 'node', node)) {
    if (isPodFinished(pod) || pod.metadata.deletionTimestamp !== undefined) continue;
    if (pod.status.startTime === undefined) continue;
    const key = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
    effects.push(...startPod(ctx, key, pod, kubelet, pastRuns(pod, ctx.nowMs)));
    restarted += 1;
  }
  return { effects, restarted };
}

/** Pods that were bound before the kubelet looked. */
export const wakePodsOf = (read: Read, node: string): readonly Effect[] =>
  read
    .keysBy('kubernetes/Pod', 'node', node)
    .map((key) => ({ do: 'wake', controller: POD_WORKER, key }));

function pastRuns(pod: Pod, nowMs: number): readonly PastRun[] {
  const statuses = [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ];
  return containersOf(pod).flatMap(({ container: { name }, role }) => {
    const status = statuses.find((s) => s.name === name);
    const lastRun = lastRunOf(status, nowMs);
    if (!status || !lastRun) return [];
    // Init containers run again in a new sandbox, however they ended before.
    const over = role === 'app' && !shouldRestart(role, pod.spec.restartPolicy, lastRun.exitCode);
    return [{ name, lastRun, restartCount: status.restartCount, over }];
  });
}

function lastRunOf(
  status: NonNullable<Pod['status']['containerStatuses']>[number] | undefined,
  nowMs: number,
): EndedRun | undefined {
  const { state, lastState } = status ?? {};
  if (state?.running)
    return {
      exitCode: 255,
      reason: 'Unknown',
      startedAtMs: state.running.startedAt,
      finishedAtMs: nowMs,
    };
  const ended = state?.terminated ?? lastState?.terminated;
  if (!ended) return undefined;
  return {
    exitCode: ended.exitCode,
    reason: ended.exitCode === 0 ? 'Completed' : 'Error',
    startedAtMs: ended.startedAt ?? nowMs,
    finishedAtMs: ended.finishedAt ?? nowMs,
  };
}
