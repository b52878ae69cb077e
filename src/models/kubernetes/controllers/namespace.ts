/**
 * The namespace controller (pkg/controller/namespace/deletion, v1.34): a namespace that is being deleted takes its content
 * with it, pods gracefully, and goes when nothing is left. Events do not keep it.
 */
import type { Command, Context, Controller, Effect, Read, Watch } from '../../../engine/model';
import { defineWatch } from '../../../engine/model';
import { deleteObjectEffects, deletePodEffects, deletedFact } from '../api/deletion';
import { OBJECT_KINDS, type ObjectKind } from '../api/indexes';
import { CONTROLLER_LATENCY_MS } from '../timings';
import type { KubernetesObject, Namespace, Pod } from '../types';
import type { ControllersCommand, ControllersCommandOf } from './commands';

const CONTROLLER = 'kubernetes/namespace';
/** What a namespace can hold and must be rid of; owners before what they own, so that nothing is made again. */
const CONTENT = (['kubernetes/Deployment', 'kubernetes/ReplicaSet'] as const)
  .map((kind): ObjectKind => kind)
  .concat(
    OBJECT_KINDS.filter(
      (kind) =>
        kind !== 'kubernetes/Deployment' &&
        kind !== 'kubernetes/ReplicaSet' &&
        kind !== 'kubernetes/Namespace' &&
        kind !== 'kubernetes/Node' &&
        kind !== 'kubernetes/Event',
    ),
  );

export const namespaceController: Controller = {
  name: CONTROLLER,
  latencyMs: CONTROLLER_LATENCY_MS,
  sync(namespace, ctx) {
    if (!isTerminating(ctx.get('kubernetes/Namespace', namespace))) return undefined;
    const held = CONTENT.filter((kind) => ctx.count(kind, 'namespace', namespace) > 0);
    if (held.length === 0) return { commands: [command({ type: 'finalizeNamespace', namespace })] };
    const commands = held
      .filter((kind) => hasUntouched(ctx, kind, namespace))
      .map((kind) => command({ type: 'deleteNamespaceContent', namespace, kind }));
    return { commands };
  },
};

const isTerminating = (namespace: Namespace | undefined): boolean =>
  namespace !== undefined &&
  (namespace.metadata.deletionTimestamp !== undefined || namespace.status.phase === 'Terminating');

const hasUntouched = (read: Read, kind: ObjectKind, namespace: string): boolean =>
  objectsIn(read, kind, namespace).some(
    ({ object }) => object.metadata.deletionTimestamp === undefined,
  );

/** Deletions: of the namespace itself, and of anything in a namespace that is going. */
export const namespaceWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Namespace',
    wakes: CONTROLLER,
    keys: (after, _before, key) => (isTerminating(after) ? [key] : []),
  }),
  ...CONTENT.map((kind) =>
    defineWatch({
      kind,
      wakes: CONTROLLER,
      keys(after, before, _key, read) {
        const namespace = (before as KubernetesObject | undefined)?.metadata.namespace;
        if (after !== undefined || namespace === undefined) return [];
        return isTerminating(read.get('kubernetes/Namespace', namespace)) ? [namespace] : [];
      },
    }),
  ),
];

export const namespaceCommands = { deleteNamespaceContent, finalizeNamespace };

function deleteNamespaceContent(
  { namespace, kind }: ControllersCommandOf<'deleteNamespaceContent'>,
  ctx: Context,
): readonly Effect[] {
  const objects = objectsIn(ctx, kind, namespace);
  const about = { kind: 'kubernetes/Namespace', key: namespace } as const;
  const data = { remaining: objects.length };
  return [
    { do: 'note', fact: { model: 'kubernetes', type: 'namespaceTerminating', about, data } },
    ...objects.flatMap(({ key, object }) =>
      kind === 'kubernetes/Pod'
        ? deletePodEffects(ctx, object as Pod)
        : deleteObjectEffects(ctx, kind, key, object),
    ),
  ];
}

function finalizeNamespace(
  { namespace }: ControllersCommandOf<'finalizeNamespace'>,
  ctx: Context,
): readonly Effect[] {
  const object = ctx.get('kubernetes/Namespace', namespace);
  if (!object) return [];
  const events = ctx.keysBy('kubernetes/Event', 'namespace', namespace);
  return [
    ...events.map((key): Effect => ({ do: 'remove', kind: 'kubernetes/Event', key })),
    { do: 'remove', kind: 'kubernetes/Namespace', key: namespace },
    deletedFact('kubernetes/Namespace', namespace, object),
  ];
}

function objectsIn(
  read: Read,
  kind: ObjectKind,
  namespace: string,
): readonly { readonly key: string; readonly object: KubernetesObject }[] {
  return read.keysBy(kind, 'namespace', namespace).flatMap((key) => {
    const object = read.get(kind, key) as KubernetesObject | undefined;
    return object ? [{ key, object }] : [];
  });
}

const command = (c: ControllersCommand): Command => ({ model: 'kubernetes', ...c });
