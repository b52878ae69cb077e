/**
 * Taints of nodes: NoSchedule at once by condition and cordon, NoExecute from the queue of the zone, one at a time at
 * the zone's rate (pkg/controller/nodelifecycle doNoScheduleTaintingPass, doNoExecuteTaintingPass, v1.34).
 */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Watch,
} from '../../../engine/model';
import type { Node } from '../types';
import {
  applyTaints,
  hasNoExecute,
  noExecute,
  NOT_READY,
  taintsByCondition,
  UNREACHABLE,
  type TaintChange,
} from './nodeTaints';
import { command, noteNode } from './notes';
import { readyStatus, zoneOf } from './observedNode';
import { ZONE, type Zone } from './records';
import { NODE_LIFECYCLE_TIMINGS, tickFrom } from './timings';

const NODE_TAINTS = 'kubernetes/nodeTaints';
const NO_EXECUTE_TAINTER = 'kubernetes/noExecuteTainter';

export const nodeTaints: Controller = {
  name: NODE_TAINTS,
  latencyMs: NODE_LIFECYCLE_TIMINGS.latencyMs,
  sync(name, ctx) {
    const node = ctx.get('kubernetes/Node', name);
    if (!node || isEmpty(wanted(node))) return undefined;
    return { commands: [command({ type: 'reconcileNodeTaints', node: name })] };
  },
};

export const nodeTaintsWatch: Watch = defineWatch({
  kind: 'kubernetes/Node',
  wakes: NODE_TAINTS,
  keys: (after, _before, key) => (after && !isEmpty(wanted(after)) ? [key] : []),
});

/** One pass later than the monitor, so that the state of the zones is known when a node's turn comes. */
export const noExecuteTainter: Controller = {
  name: NO_EXECUTE_TAINTER,
  latencyMs: NODE_LIFECYCLE_TIMINGS.nodeEvictionPeriodMs,
  sync(key, ctx) {
    const zone = ctx.get(ZONE, key);
    if (!zone || zone.queue.length === 0 || zone.evictionsPer1000Seconds === 0) return undefined;
    const { nodeEvictionPeriodMs: periodMs } = NODE_LIFECYCLE_TIMINGS;
    const passMs = tickFrom(Math.max(zone.nextEvictionMs, ctx.nowMs), periodMs);
    if (passMs > ctx.nowMs) return { commands: [], requeueAfterMs: passMs - ctx.nowMs };
    return { commands: [command({ type: 'taintNextNode', zone: key })] };
  },
};

export const noExecuteTainterWatch: Watch = defineWatch({
  kind: ZONE,
  wakes: NO_EXECUTE_TAINTER,
  keys: (after, before, key) => (after && after.queue.length > 0 && after !== before ? [key] : []),
});

interface OfNode {
  readonly node: string;
}

export function reconcileNodeTaints({ node: name }: OfNode, ctx: Context): readonly Effect[] {
  const node = ctx.get('kubernetes/Node', name);
  return node ? changeTaints(node, wanted(node), ctx) : [];
}

export function markNodeReachable({ node: name }: OfNode, ctx: Context): readonly Effect[] {
  const node = ctx.get('kubernetes/Node', name);
  if (!node) return [];
  const remove = [noExecute(NOT_READY), noExecute(UNREACHABLE)];
  return [...leaveQueue(node, ctx), ...changeTaints(node, { add: [], remove }, ctx)];
}

export function swapNoExecuteTaint({ node: name }: OfNode, ctx: Context): readonly Effect[] {
  const node = ctx.get('kubernetes/Node', name);
  return node ? changeTaints(node, noExecuteOf(node), ctx) : [];
}

export function queueNodeForTainting({ node: name }: OfNode, ctx: Context): readonly Effect[] {
  const node = ctx.get('kubernetes/Node', name);
  const zone = node && ctx.get(ZONE, zoneOf(node));
  if (!zone || zone.queue.includes(name)) return [];
  return [putZone({ ...zone, queue: [...zone.queue, name] })];
}

/** A node that is gone or Ready again only leaves the queue: that uses no turn. */
export function taintNextNode(
  { zone: key }: { readonly zone: string },
  ctx: Context,
): readonly Effect[] {
  const zone = ctx.get(ZONE, key);
  const [name, ...queue] = zone?.queue ?? [];
  if (!zone || name === undefined) return [];
  const node = ctx.get('kubernetes/Node', name);
  if (!node || readyStatus(node) === 'True') return [putZone({ ...zone, queue })];
  const nextEvictionMs = ctx.nowMs + Math.ceil(1_000_000 / zone.evictionsPer1000Seconds);
  return [
    putZone({ ...zone, queue, nextEvictionMs }),
    ...changeTaints(node, noExecuteOf(node), ctx),
  ];
}

export const putZone = (value: Zone): Effect => ({ do: 'put', kind: ZONE, key: value.zone, value });

export function leaveQueue(node: Node, ctx: Context): readonly Effect[] {
  const zone = ctx.get(ZONE, zoneOf(node));
  const { name } = node.metadata;
  if (!zone?.queue.includes(name)) return [];
  return [putZone({ ...zone, queue: zone.queue.filter((queued) => queued !== name) })];
}

const wanted = ({ status, spec }: Node): TaintChange =>
  taintsByCondition(status.conditions, spec.unschedulable ?? false, spec.taints ?? []);

const isEmpty = ({ add, remove }: TaintChange): boolean => add.length + remove.length === 0;

/** Not-ready and unreachable exclude each other, as the condition's states do. */
function noExecuteOf(node: Node): TaintChange {
  const [key, opposite] =
    readyStatus(node) === 'False' ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
  return { add: [noExecute(key)], remove: [noExecute(opposite)] };
}

/** Only what is really added or removed is written and told. */
export function changeTaints(
  node: Node,
  { add, remove }: TaintChange,
  ctx: Context,
): readonly Effect[] {
  const { name: key } = node.metadata;
  const { taints: existing = [], ...spec } = node.spec;
  const has = (taint: TaintChange['add'][number]): boolean =>
    taint.effect === 'NoExecute'
      ? hasNoExecute(existing, taint.key)
      : existing.some((t) => t.key === taint.key && t.effect === taint.effect);
  const change = { add: add.filter((t) => !has(t)), remove: remove.filter(has) };
  if (isEmpty(change)) return [];
  const taints = applyTaints(existing, change, ctx.nowMs);
  const value: Node = { ...node, spec: { ...spec, ...(taints.length > 0 && { taints }) } };
  const data = (list: TaintChange['add']) => ({
    taints: list.map((t) => ({ key: t.key, effect: t.effect })),
  });
  return [
    { do: 'put', kind: 'kubernetes/Node', key, value },
    ...(change.add.length > 0
      ? [noteNode(key, { type: 'nodeTainted', data: data(change.add) })]
      : []),
    ...(change.remove.length > 0
      ? [noteNode(key, { type: 'nodeUntainted', data: data(change.remove) })]
      : []),
  ];
}
