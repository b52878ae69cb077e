/**
 * The garbage collector (pkg/controller/garbagecollector, v1.34): an object whose last owner is gone is deleted in the
 * background. A deletion in the foreground leaves the owner, with its finalizer, until its blocking dependents are gone; an
 * orphaning one takes the owner's name off them first. Dependents are found through the owner index, never by a scan.
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Effect,
  type Read,
} from '../../../engine/model';
import type { ModelPart } from '../../../engine/composeModel';
import { deleteObjectEffects, deletePodEffects } from '../api/deletion';
import { OBJECT_KINDS, OWNED_KINDS, type ObjectKind } from '../api/indexes';
import { objectKey } from '../naming';
import { CONTROLLER_LATENCY_MS } from '../timings';
import type { KubernetesObject, OwnerReference, Pod } from '../types';

const CONTROLLER = 'kubernetes/garbageCollector';
export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

export type GarbageCollectorCommand =
  | { readonly type: 'deleteDependent'; readonly dependent: Dependent; readonly owner: Owner }
  | { readonly type: 'orphanDependent'; readonly dependent: Dependent; readonly owner: Owner }
  | {
      readonly type: 'removeFinalizer';
      readonly object: { readonly kind: ObjectKind; readonly key: string };
      readonly finalizer: string;
    };

interface Dependent {
  readonly kind: ObjectKind;
  readonly key: string;
}
interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Keys are `<uid>` of an owner that is gone, or `<record kind> <key>` of one that waits with a finalizer. */
function syncGarbageCollector(key: string, read: Read) {
  const [kind, objectName] = key.split(' ');
  if (objectName === undefined) return { commands: afterOwner(key, read) };
  const object = read.get(kind as ObjectKind, objectName);
  return object && { commands: beforeOwner(kind as ObjectKind, objectName, object, read) };
}

function afterOwner(uid: string, read: Read): readonly Command[] {
  return dependentsOf(uid, read).flatMap(({ object, ...dependent }) => {
    const owner = ownerReference(object, uid);
    if (!owner) return [];
    const others = (object.metadata.ownerReferences ?? []).filter((o) => o.uid !== uid);
    const type = others.some((o) => exists(o, object, read))
      ? 'orphanDependent'
      : 'deleteDependent';
    return [gc({ type, dependent, owner })];
  });
}

function beforeOwner(
  kind: ObjectKind,
  key: string,
  { kind: apiKind, metadata }: KubernetesObject,
  read: Read,
): readonly Command[] {
  const { deletionTimestamp, finalizers = [], name, uid } = metadata;
  if (deletionTimestamp === undefined) return [];
  const owner = { kind: apiKind, name, uid };
  const dependents = dependentsOf(uid, read);
  if (finalizers.includes(ORPHAN))
    return [
      ...dependents.map(({ kind: k, key: at }) =>
        gc({ type: 'orphanDependent', dependent: { kind: k, key: at }, owner }),
      ),
      gc({ type: 'removeFinalizer', object: { kind, key }, finalizer: ORPHAN }),
    ];
  if (!finalizers.includes(FOREGROUND)) return [];
  const blocking = dependents.filter(
    ({ object }) => ownerReference(object, uid)?.blockOwnerDeletion,
  );
  if (blocking.length === 0)
    return [gc({ type: 'removeFinalizer', object: { kind, key }, finalizer: FOREGROUND })];
  return dependents
    .filter(({ object }) => object.metadata.deletionTimestamp === undefined)
    .map(({ kind: k, key: at }) =>
      gc({ type: 'deleteDependent', dependent: { kind: k, key: at }, owner }),
    );
}

/** The dependent of an owner that goes in the foreground goes in the foreground too, so that its own dependents go first. */
function deleteDependent(
  { dependent, owner }: Extract<GarbageCollectorCommand, { type: 'deleteDependent' }>,
  ctx: Context,
): readonly Effect[] {
  const { kind, key } = dependent;
  const object = ctx.get(kind, key);
  if (!object || object.metadata.deletionTimestamp !== undefined) return [];
  const note: Effect = {
    do: 'note',
    fact: {
      model: 'kubernetes',
      type: 'dependentDeleted',
      about: dependent,
      data: { ownerKind: owner.kind, owner: owner.name },
    },
  };
  if (kind === 'kubernetes/Pod') return [note, ...deletePodEffects(ctx, object as Pod)];
  return [note, ...deleteObjectEffects(ctx, kind, key, object)];
}

function orphanDependent(
  { dependent, owner }: Extract<GarbageCollectorCommand, { type: 'orphanDependent' }>,
  ctx: Context,
): readonly Effect[] {
  const object = ctx.get(dependent.kind, dependent.key);
  if (!object || !ownerReference(object, owner.uid)) return [];
  const { ownerReferences = [], ...metadata } = object.metadata;
  const left = ownerReferences.filter((o) => o.uid !== owner.uid);
  const value = {
    ...object,
    metadata: { ...metadata, ...(left.length > 0 ? { ownerReferences: left } : {}) },
  };
  return [
    { do: 'put', ...dependent, value },
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'dependentOrphaned',
        about: dependent,
        data: { ownerKind: owner.kind, owner: owner.name },
      },
    },
  ];
}

function removeFinalizer(
  { object: ref, finalizer }: Extract<GarbageCollectorCommand, { type: 'removeFinalizer' }>,
  ctx: Context,
): readonly Effect[] {
  const object = ctx.get(ref.kind, ref.key);
  if (!object?.metadata.finalizers?.includes(finalizer)) return [];
  const { finalizers, ...metadata } = object.metadata;
  const left = finalizers.filter((f) => f !== finalizer);
  const note: Effect = {
    do: 'note',
    fact: { model: 'kubernetes', type: 'finalizerRemoved', about: ref, data: { finalizer } },
  };
  if (left.length === 0) return [note, { do: 'remove', ...ref }];
  return [
    note,
    { do: 'put', ...ref, value: { ...object, metadata: { ...metadata, finalizers: left } } },
  ];
}

function dependentsOf(uid: string, read: Read) {
  return OWNED_KINDS.flatMap((kind) =>
    read.keysBy(kind, 'owner', uid).flatMap((key) => {
      const object = read.get(kind, key) as KubernetesObject | undefined;
      return object ? [{ kind, key, object }] : [];
    }),
  );
}

const ownerReference = (object: KubernetesObject, uid: string): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((owner) => owner.uid === uid);

/** Owners live in the dependent's namespace, or are cluster-scoped. */
function exists(owner: OwnerReference, dependent: KubernetesObject, read: Read): boolean {
  const kind = `kubernetes/${owner.kind}` as ObjectKind;
  if (!OBJECT_KINDS.includes(kind)) return true;
  const { namespace } = dependent.metadata;
  const keys = [
    objectKey({ name: owner.name }),
    ...(namespace ? [objectKey({ namespace, name: owner.name })] : []),
  ];
  return keys.some((key) => read.get(kind, key)?.metadata.uid === owner.uid);
}

const gc = (command: GarbageCollectorCommand): Command =>
  ({ model: 'kubernetes', ...command }) as unknown as Command;

/** Who looks when an object changes: its dependents when it goes, itself and its owners while a finalizer waits. */
const watches = OWNED_KINDS.map((kind) =>
  defineWatch({
    kind,
    wakes: CONTROLLER,
    keys: (
      after: KubernetesObject | undefined,
      before: KubernetesObject | undefined,
      key: string,
      read: Read,
    ) => {
      if (!after) return [...(before ? [before.metadata.uid] : []), ...waitingOwners(before, read)];
      const waits = after.metadata.finalizers?.some((f) => f === FOREGROUND || f === ORPHAN);
      return waits && after.metadata.deletionTimestamp !== undefined ? [`${kind} ${key}`] : [];
    },
  }),
);

function waitingOwners(gone: KubernetesObject | undefined, read: Read): readonly string[] {
  return (gone?.metadata.ownerReferences ?? []).flatMap((owner) => {
    const kind = `kubernetes/${owner.kind}` as ObjectKind;
    if (!OBJECT_KINDS.includes(kind)) return [];
    const { namespace } = gone?.metadata ?? {};
    const key = objectKey({ ...(namespace ? { namespace } : {}), name: owner.name });
    return read.get(kind, key)?.metadata.finalizers?.includes(FOREGROUND) ? [`${kind} ${key}`] : [];
  });
}

export const garbageCollectorPart: ModelPart = {
  controllers: [{ name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncGarbageCollector }],
  commands: { deleteDependent, orphanDependent, removeFinalizer },
  watches,
};
