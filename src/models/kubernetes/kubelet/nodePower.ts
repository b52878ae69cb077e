/**
 * What happens to a machine under its kubelet: the network fails or comes back, power goes or comes back. The API server
 * learns of it only by what the kubelet says, or no longer says.
 */
import type { Context, Effect, Read } from '../../../engine/model';
import { newUid } from '../naming';
import { LEASE_RENEW_MS, NETWORK_PLUGIN_READY_MS } from '../timings';
import { putKubelet } from './imagePulls';
import { NETWORK_NOT_READY, nodeReport, renewLease, stopLease } from './nodeObject';
import { noteNode } from './notes';
import { endPodsOf, restartPodsOf, wakePodsOf } from './podsOfNode';
import { NODE_SYNC, type Kubelet } from './types';

/** Containers run on; whatever they do from now on is known to nobody until the kubelet's first report after this. */
export function silenceKubelet(
  { node, silent }: { readonly node: string; readonly silent: boolean },
  ctx: Context,
): readonly Effect[] {
  const kubelet = ctx.get('kubernetes/Kubelet', node);
  if (!kubelet) return [];
  if (silent) return fallSilent(ctx, kubelet);
  if (kubelet.state !== 'silent') return [];
  const nextReportMs = nextBeat(kubelet, ctx.nowMs);
  return [
    putKubelet({ ...kubelet, state: 'reconnecting' }),
    noteNode(node, { type: 'kubeletReturned', data: { nextReportMs } }),
    { do: 'wake', controller: NODE_SYNC, key: node, afterMs: nextReportMs - ctx.nowMs },
  ];
}

function fallSilent(read: Read, kubelet: Kubelet): readonly Effect[] {
  const { state } = kubelet;
  if (state === 'reconnecting') return [putKubelet({ ...kubelet, state: 'silent' })];
  if (state !== 'running') return [];
  const { name } = kubelet.machine;
  const pods = read.count('kubernetes/Pod', 'node', name);
  return [
    putKubelet({ ...kubelet, state: 'silent' }),
    ...stopLease(read, name),
    noteNode(name, { type: 'kubeletSilent', data: { pods } }),
  ];
}

/** Nothing runs any more. If the kubelet had not stopped in order, the cluster has yet to notice. */
export function powerOffNode({ node }: { readonly node: string }, ctx: Context): readonly Effect[] {
  const kubelet = ctx.get('kubernetes/Kubelet', node);
  if (!kubelet || kubelet.state === 'poweredOff') return [];
  const { effects, containersLost } = endPodsOf(ctx, node);
  return [
    ...effects,
    putKubelet({ ...kubelet, state: 'poweredOff', sandboxes: {}, pulls: [] }),
    ...stopLease(ctx, node),
    noteNode(node, { type: 'nodePoweredOff', data: { containersLost } }),
  ];
}

/** The kubelet starts again on a machine that has its Node object. Images are still on its disk. */
export function startKubelet({ node }: { readonly node: string }, ctx: Context): readonly Effect[] {
  const known = ctx.get('kubernetes/Kubelet', node);
  if (!known || (known.state !== 'stopped' && known.state !== 'poweredOff')) return [];
  const random = ctx.random(`kubernetes/kubelet/${node}`);
  const pluginMs = random.between(...NETWORK_PLUGIN_READY_MS);
  const kubelet: Kubelet = {
    ...known,
    state: 'running',
    startedAtMs: ctx.nowMs,
    networkReadyAtMs: ctx.nowMs + pluginMs,
  };
  const { effects, restarted } = restartPodsOf(ctx, node, kubelet);
  return [
    putKubelet(kubelet),
    renewLease(ctx, node, newUid(random)),
    noteNode(node, { type: 'kubeletStarted', data: { podsRestarted: restarted } }),
    ...nodeReport(ctx, kubelet, NETWORK_NOT_READY),
    ...effects,
    ...wakePodsOf(ctx, node),
    { do: 'wake', controller: NODE_SYNC, key: node, afterMs: pluginMs },
  ];
}

/** The next instant at which this kubelet would have renewed its lease. */
function nextBeat({ startedAtMs }: Kubelet, nowMs: number): number {
  const beats = Math.ceil((nowMs - startedAtMs) / LEASE_RENEW_MS);
  return startedAtMs + beats * LEASE_RENEW_MS;
}
