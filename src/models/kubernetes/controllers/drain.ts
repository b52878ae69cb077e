/**
 * `quayside drainNode { node }`: what `kubectl drain --ignore-daemonsets --delete-emptydir-data --force` does (kubectl
 * pkg/drain, v1.34). The node is cordoned, every pod that is not a DaemonSet's is evicted, refused evictions are tried
 * again every five seconds, and it is over when the pods are gone.
 */
import type {
  Admission,
  AnyRequest,
  Command,
  Context,
  Controller,
  Effect,
  Read,
} from '../../../engine/model';
import { defineWatch } from '../../../engine/model';
import { controllerOf } from '../api/indexes';
import { objectKey } from '../naming';
import { DRAIN_RETRY_MS } from '../timings';
import type { Node, Pod } from '../types';
import type { ControllersCommand, ControllersCommandOf } from './commands';

/** A drain that is under way: the command line that somebody has left running. */
export interface Drain {
  readonly node: string;
  readonly sinceMs: number;
  /** Keys of pods that have been asked for, so that a refusal is told once. */
  readonly asked: readonly string[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: node name. */
    'kubernetes/Drain': Drain;
  }
}

const CONTROLLER = 'kubernetes/drain';
const MIRROR_POD = 'kubernetes.io/config.mirror';

export function admitDrain(request: AnyRequest, ctx: Context): Admission | undefined {
  const { api, action, input } = request as AnyRequest & {
    readonly action?: string;
    readonly input?: { readonly node?: unknown };
  };
  if (api !== 'quayside' || action !== 'drainNode') return undefined;
  const name = String(input?.node);
  const node = ctx.get('kubernetes/Node', name);
  if (!node) {
    const message = `nodes "${name}" not found`;
    return { ok: false, status: 404, error: { name: 'NotFound', message, causes: [] } };
  }
  const pods = podsToEvict(ctx, name).length;
  return { ok: true, output: { node: name, pods }, effects: beginDrain(name, node, pods, ctx) };
}

function beginDrain(name: string, node: Node, pods: number, { nowMs }: Read): readonly Effect[] {
  const drain: Drain = { node: name, sinceMs: nowMs, asked: [] };
  const cordoned: Node = { ...node, spec: { ...node.spec, unschedulable: true } };
  const about = { kind: 'kubernetes/Node', key: name } as const;
  return [
    ...(node.spec.unschedulable
      ? []
      : [{ do: 'put' as const, kind: about.kind, key: name, value: cordoned }]),
    { do: 'put', kind: 'kubernetes/Drain', key: name, value: drain },
    { do: 'note', fact: { model: 'kubernetes', type: 'nodeDrainBegun', about, data: { pods } } },
    { do: 'wake', controller: CONTROLLER, key: name },
  ];
}

export const drainController: Controller = {
  name: CONTROLLER,
  latencyMs: 0,
  sync(node, ctx) {
    const drain = ctx.get('kubernetes/Drain', node);
    if (!drain) return undefined;
    const pods = podsToEvict(ctx, node);
    if (pods.length === 0 || !ctx.has('kubernetes/Node', node))
      return { commands: [command({ type: 'finishDrain', node })] };
    const waiting = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
    if (waiting.length === 0) return undefined;
    const keys = waiting.map((pod) => objectKey(pod.metadata));
    const fresh = keys.filter((pod) => !drain.asked.includes(pod));
    return {
      commands: [
        ...keys.map((pod) => {
          const again = drain.asked.includes(pod);
          return command({ type: 'evictPod', pod, ...(again ? { again } : {}) });
        }),
        ...(fresh.length > 0 ? [command({ type: 'rememberAsked', node, pods: fresh })] : []),
      ],
      requeueAfterMs: DRAIN_RETRY_MS,
    };
  },
};

/** The drain goes on when one of its pods has gone. */
export const drainWatch = defineWatch({
  kind: 'kubernetes/Pod',
  wakes: CONTROLLER,
  keys(after, before, _key, read) {
    const node = before?.spec.nodeName;
    return !after && node !== undefined && read.has('kubernetes/Drain', node) ? [node] : [];
  },
});

export function rememberAsked(
  { node, pods }: ControllersCommandOf<'rememberAsked'>,
  ctx: Context,
): readonly Effect[] {
  const drain = ctx.get('kubernetes/Drain', node);
  if (!drain) return [];
  const value: Drain = { ...drain, asked: [...drain.asked, ...pods] };
  return [{ do: 'put', kind: 'kubernetes/Drain', key: node, value }];
}

export function finishDrain(
  { node }: ControllersCommandOf<'finishDrain'>,
  ctx: Context,
): readonly Effect[] {
  const drain = ctx.get('kubernetes/Drain', node);
  if (!drain) return [];
  const data = { tookMs: ctx.nowMs - drain.sinceMs };
  const about = { kind: 'kubernetes/Node', key: node } as const;
  return [
    { do: 'remove', kind: 'kubernetes/Drain', key: node },
    { do: 'note', fact: { model: 'kubernetes', type: 'nodeDrained', about, data } },
  ];
}

const podsToEvict = (read: Read, node: string): readonly Pod[] =>
  read
    .by('kubernetes/Pod', 'node', node)
    .filter(
      ({ metadata }) =>
        controllerOf(metadata.ownerReferences)?.kind !== 'DaemonSet' &&
        metadata.annotations?.[MIRROR_POD] === undefined,
    );

const command = (c: ControllersCommand): Command => ({ model: 'kubernetes', ...c });
