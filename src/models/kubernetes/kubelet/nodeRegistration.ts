/** Nodes come and go: a kubelet registers its machine, the cloud takes a machine away for good. */
import type { Context, Effect } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import { newUid } from '../naming';
import { NETWORK_PLUGIN_READY_MS } from '../timings';
import type { NodeRegistration } from '../commands';
import { freeAddressBlock } from './addresses';
import { putKubelet } from './imagePulls';
import { leaseKey, newNode, renewLease } from './nodeObject';
import { startKubelet } from './nodePower';
import { noteNode } from './notes';
import { endPodsOf, wakePodsOf } from './podsOfNode';
import { NODE_SYNC, type Kubelet } from './types';

/**
 * A world begins with clusters that have been there for a while: nodes that register at time 0 are Ready at once. Later
 * ones wait for their network plugin.
 */
export function registerNode(
  {
    type: _type,
    model: _model,
    because: _because,
    ...machine
  }: NodeRegistration & {
    readonly type: 'registerNode';
    readonly model?: string;
    readonly because?: unknown;
  },
  ctx: Context,
): readonly Effect[] {
  const { name } = machine;
  const known = ctx.get('kubernetes/Kubelet', name);
  if (known && ctx.has('kubernetes/Node', name)) return startKubelet({ node: name }, ctx);
  const random = ctx.random(`kubernetes/kubelet/${name}`);
  const uid = newUid(random);
  const ready = ctx.nowMs === 0 || machine.networkReady === true;
  const networkReadyAtMs = ready
    ? ctx.nowMs
    : ctx.nowMs + random.between(...NETWORK_PLUGIN_READY_MS);
  const kubelet: Kubelet = {
    machine,
    state: 'running',
    startedAtMs: ctx.nowMs,
    networkReadyAtMs,
    addressBlock: known?.addressBlock ?? freeAddressBlock(ctx),
    nextAddress: known?.nextAddress ?? 0,
    sandboxes: known?.sandboxes ?? {},
    images: known?.images ?? {},
    pulls: known?.pulls ?? [],
  };
  const node = newNode(kubelet, uid, ctx.nowMs, ready);
  const { zone, instanceType, instanceId } = machine;
  return [
    putKubelet(kubelet),
    { do: 'put', kind: 'kubernetes/Node', key: name, value: node },
    renewLease(ctx, name, newUid(random)),
    noteNode(name, { type: 'nodeRegistered', data: { zone, instanceType, instanceId } }),
    ...(ready ? [noteNode(name, { type: 'nodeReady', data: {} })] : []),
    ...recordEvent(ctx, node, {
      type: 'Normal',
      reason: 'Starting',
      message: 'Starting kubelet.',
      component: 'kubelet',
      host: name,
    }),
    ...wakePodsOf(ctx, name),
    ...(ready
      ? []
      : [
          {
            do: 'wake' as const,
            controller: NODE_SYNC,
            key: name,
            afterMs: networkReadyAtMs - ctx.nowMs,
          },
        ]),
  ];
}

/** The machine is gone and so is everything on it. Its Pods stay until pod garbage collection finds them. */
export function deleteNode({ name }: { readonly name: string }, ctx: Context): readonly Effect[] {
  return [
    ...endPodsOf(ctx, name).effects,
    { do: 'remove', kind: 'kubernetes/Kubelet', key: name },
    { do: 'remove', kind: 'kubernetes/Lease', key: leaseKey(name) },
    { do: 'remove', kind: 'kubernetes/Node', key: name },
    noteNode(name, { type: 'nodeDeleted', data: {} }),
  ];
}
