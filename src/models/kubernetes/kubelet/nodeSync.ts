/**
 * The kubelet's work on its own node, beside its pods: Ready once the network plugin answers, the first report after a
 * silence, the phases of a shutdown.
 */
import type { Command, Context, Controller, Effect, Read } from '../../../engine/model';
import { defineWatch } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import { newUid } from '../naming';
import { closeListeners } from './listeners';
import { beginPull, putKubelet } from './imagePulls';
import { NETWORK_NOT_READY, READY, nodeReport, renewLease } from './nodeObject';
import { noteNode } from './notes';
import { reportPod } from './reportPod';
import { shutdownNextPhase, syncShutdown } from './shutdown';
import { NODE_SYNC, POD_WORKER, SANDBOX_CLEANUP, reports, type Kubelet } from './types';

export type NodeSyncCommand =
  | { readonly type: 'reportNode'; readonly node: string }
  | { readonly type: 'shutdownNextPhase'; readonly node: string }
  | { readonly type: 'releaseSandbox'; readonly node: string; readonly uid: string }
  | { readonly type: 'reportPod'; readonly pod: string };

const command = (c: NodeSyncCommand): Command => ({ model: 'kubernetes', ...c });

export const nodeSync: Controller = {
  name: NODE_SYNC,
  latencyMs: 0,
  sync(node, ctx) {
    const kubelet = ctx.get('kubernetes/Kubelet', node);
    if (!kubelet) return undefined;
    if (kubelet.state === 'shuttingDown') return syncShutdown(node, ctx);
    const reportDue = kubelet.state === 'reconnecting' || readyIsNews(ctx, kubelet);
    return reportDue ? { commands: [command({ type: 'reportNode', node })] } : undefined;
  },
};

function readyIsNews(read: Read, { state, networkReadyAtMs, machine }: Kubelet): boolean {
  if (state !== 'running' || read.nowMs < networkReadyAtMs) return false;
  return !isReady(read, machine.name);
}

const isReady = (read: Read, name: string): boolean =>
  read
    .get('kubernetes/Node', name)
    ?.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True') ?? true;

export const nodeSyncCommands = {
  reportNode: ({ node }: { readonly node: string }, ctx: Context) => reportNode(node, ctx),
  shutdownNextPhase: ({ node }: { readonly node: string }, ctx: Context) =>
    shutdownNextPhase(node, ctx),
  reportPod: ({ pod }: { readonly pod: string }, ctx: Context) => reportPod(ctx, pod),
  releaseSandbox({ node, uid }: { readonly node: string; readonly uid: string }, ctx: Context) {
    const kubelet = ctx.get('kubernetes/Kubelet', node);
    return kubelet?.sandboxes[uid] ? dropSandboxes(ctx, kubelet, [uid]) : [];
  },
};

/** Everything that is true here, told at once: node, lease, pods, and the end of pods that are gone meanwhile. */
function reportNode(node: string, ctx: Context): readonly Effect[] {
  const known = ctx.get('kubernetes/Kubelet', node);
  const object = ctx.get('kubernetes/Node', node);
  if (!known || !object) return [];
  const kubelet: Kubelet = { ...known, state: 'running' };
  const networkReady = ctx.nowMs >= kubelet.networkReadyAtMs;
  const becomesReady = networkReady && !isReady(ctx, node);
  const gone = Object.entries(kubelet.sandboxes)
    .filter(([uid, { pod }]) => ctx.get('kubernetes/Pod', pod)?.metadata.uid !== uid)
    .map(([uid]) => uid);
  const keys = ctx.keysBy('kubernetes/Pod', 'node', node);
  const returns = known.state === 'reconnecting';
  return [
    ...(gone.length > 0 ? dropSandboxes(ctx, kubelet, gone) : [putKubelet(kubelet)]),
    ...(returns ? [renewLease(ctx, node, newUid(ctx.random(`kubernetes/kubelet/${node}`)))] : []),
    ...(becomesReady ? [noteNode(node, { type: 'nodeReady', data: {} })] : []),
    ...nodeReport(ctx, kubelet, networkReady ? READY : NETWORK_NOT_READY),
    ...(becomesReady
      ? recordEvent(ctx, object, {
          type: 'Normal',
          reason: 'NodeReady',
          message: `Node ${node} status is now: NodeReady`,
          component: 'kubelet',
          host: node,
        })
      : []),
    ...(returns
      ? keys.map((key): Effect => ({
          do: 'command',
          command: command({ type: 'reportPod', pod: key }),
        }))
      : []),
    ...(returns ? keys.map((key): Effect => ({ do: 'wake', controller: POD_WORKER, key })) : []),
  ];
}

/** A pod's object is gone without its kubelet: what is left of it here is ended. */
export const sandboxWatch = defineWatch({
  kind: 'kubernetes/Pod',
  wakes: SANDBOX_CLEANUP,
  keys(after, before, _key, read) {
    if (!before?.spec.nodeName || after?.metadata.uid === before.metadata.uid) return [];
    const kubelet = read.get('kubernetes/Kubelet', before.spec.nodeName);
    const { uid } = before.metadata;
    return kubelet?.sandboxes[uid] ? [`${before.spec.nodeName}/${uid}`] : [];
  },
});

export const sandboxCleanup: Controller = {
  name: SANDBOX_CLEANUP,
  latencyMs: 0,
  sync(key, ctx) {
    const [node = '', uid = ''] = key.split('/');
    const kubelet = ctx.get('kubernetes/Kubelet', node);
    // A silent kubelet does not hear of it; it looks when it returns.
    if (!reports(kubelet)) return undefined;
    return { commands: [command({ type: 'releaseSandbox', node, uid })] };
  },
};

function dropSandboxes(ctx: Context, kubelet: Kubelet, uids: readonly string[]): readonly Effect[] {
  const dropped = uids.flatMap((uid) => kubelet.sandboxes[uid] ?? []);
  const sandboxes = Object.fromEntries(
    Object.entries(kubelet.sandboxes).filter(([uid]) => !uids.includes(uid)),
  );
  const left = { ...kubelet, sandboxes, pulls: pullsWithout(ctx, kubelet, dropped) };
  const headGone = left.pulls[0] !== kubelet.pulls[0];
  return [
    putKubelet(left),
    ...dropped.flatMap(({ pod, ip }) => closeListeners(ctx, pod, ip)),
    ...(headGone ? beginPull(ctx, left) : []),
  ];
}

/** A namesake that has taken the pod's place on this very node keeps its own pulls. */
const pullsWithout = (
  read: Read,
  { pulls, machine }: Kubelet,
  dropped: readonly { readonly pod: string }[],
): Kubelet['pulls'] =>
  pulls.filter(
    ({ pod }) =>
      !dropped.some((sandbox) => sandbox.pod === pod) ||
      read.get('kubernetes/Pod', pod)?.spec.nodeName === machine.name,
  );
