/**
 * Storing a new version of an object that exists (rest.BeforeUpdate and the strategies of pkg/registry, v1.34): identity,
 * times and status stay the server's, `generation` rises when `spec` changed, a version that another has overtaken is
 * refused, and the last finalizer taken from a deleted object lets it go.
 */
import type { Context, Effect, Rejection } from '../../../engine/model';
import type { KubernetesAnswer, KubernetesObject, Lease, ObjectMeta, Pod, Service } from '../types';
import { deepEqual } from '../validation/deepEqual';
import { withDefaults } from '../validation/defaulting';
import { defaultPod } from '../validation/podDefaults';
import type { Resource } from '../validation/resources';
import { validateUpdate } from '../validation/update';
import { validateObject } from '../validation/validate';
import { LAST_APPLIED } from './apply';
import { changedPaths } from './changedPaths';
import { COUNTS_GENERATIONS, type Written } from './create';
import { deletedFact } from './deletion';
import { withDefaultTolerations } from './podAdmission';
import { allocateService } from './serviceAllocation';
import { badRequest, conflict, invalidObject, MODIFIED } from './status';
import { put, wireOf, wireWritten, type Stored } from './stored';
import type { Submitted } from './submitted';
import { without } from '../validation/without';

export interface UpdateOptions {
  readonly verb: 'apply' | 'update' | 'patch';
  readonly operation: KubernetesAnswer['operation'];
  /** `status`: only the status is taken from what is submitted; otherwise all but it. */
  readonly subresource?: 'status';
}

type Loose = Readonly<Record<string, unknown>>;

/** `submitted` is the whole new version, decoded. */
export function updateObject(
  ctx: Context,
  resource: Resource,
  before: Stored,
  submitted: Submitted,
  options: UpdateOptions,
): Written | Rejection {
  const { name } = before.object.metadata;
  const refused = staleOrMisnamed(ctx, resource, before, submitted.object);
  if (refused) return refused;
  const prepared = prepare(resource, before.object, submitted.object, options.subresource);
  const allocated = allocate(ctx, resource, prepared, before.object);
  if (allocated.violations) return invalidObject(resource, name, allocated.violations);
  const next = allocated.object;
  const violations = [
    ...validateUpdate(resource.kind, next, before.object),
    ...validateObject(resource, next),
  ];
  if (violations.length > 0) return invalidObject(resource, name, violations);
  const { warnings, notSimulated } = submitted;
  if (deepEqual(next, before.object))
    return {
      answer: {
        operation: 'unchanged',
        object: wireOf(ctx, resource, before),
        warnings,
        notSimulated,
      },
      effects: [],
    };
  return {
    answer: {
      operation: options.operation,
      object: wireWritten(ctx, resource, next),
      warnings,
      notSimulated,
    },
    effects: storeEffects(resource, before, next, options.verb),
  };
}

function storeEffects(
  resource: Resource,
  { kind, key, object }: Stored,
  next: KubernetesObject,
  verb: UpdateOptions['verb'],
): readonly Effect[] {
  const { metadata } = next;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = metadata;
  if (
    deletionTimestamp !== undefined &&
    deletionGracePeriodSeconds === 0 &&
    finalizers.length === 0
  )
    return [{ do: 'remove', kind, key }, deletedFact(kind, key, object)];
  const named = {
    apiKind: resource.kind,
    name: metadata.name,
    namespace: metadata.namespace ?? null,
  };
  const [from, to] = [replicasOf(object), replicasOf(next)];
  const changed = changedPaths(comparable(object), comparable(next));
  const scaled = from !== undefined && to !== undefined && from !== to;
  const onlyScaled = changed.every((path) => path === 'spec.replicas');
  return [
    put(kind, key, next),
    ...(scaled
      ? [note({ type: 'objectScaled', about: { kind, key }, data: { ...named, from, to } })]
      : []),
    ...(scaled && onlyScaled
      ? []
      : [
          note({
            type: 'objectUpdated',
            about: { kind, key },
            data: { ...named, verb, changed, generation: metadata.generation ?? null },
          }),
        ]),
  ];
}

type Note = Extract<Effect, { do: 'note' }>['fact'];
const note = (fact: Omit<Extract<Note, { model: 'kubernetes' }>, 'model'>): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', ...fact } as Note,
});

const replicasOf = (object: KubernetesObject): number | undefined =>
  (object as { spec?: { replicas?: number } }).spec?.replicas;

/** What a reader of the log wants to hear of: not counters, and not kubectl's own annotation. */
function comparable(object: KubernetesObject): Loose {
  const { metadata, ...rest } = object as KubernetesObject & Loose;
  const { labels, annotations } = metadata;
  const own = without(annotations ?? {}, LAST_APPLIED);
  return { metadata: { labels, annotations: own, finalizers: metadata.finalizers }, ...rest };
}

function staleOrMisnamed(
  ctx: Context,
  resource: Resource,
  { kind, key, object }: Stored,
  submitted: KubernetesObject,
): Rejection | undefined {
  const { name } = object.metadata;
  const {
    resourceVersion,
    uid,
    name: given = '',
  } = submitted.metadata as ObjectMeta & {
    resourceVersion?: string;
  };
  if (given !== '' && given !== name)
    return badRequest(
      `the name of the object (${given}) does not match the name on the URL (${name})`,
    );
  if (uid && uid !== object.metadata.uid)
    return conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${object.metadata.uid}`,
    );
  const current = ctx.meta(kind, key)?.revision;
  return resourceVersion && current !== undefined && resourceVersion !== String(current)
    ? conflict(resource, name, MODIFIED)
    : undefined;
}

/** The new version with everything that is not the submitter's business taken from the old one. */
function prepare(
  resource: Resource,
  before: KubernetesObject,
  submitted: KubernetesObject,
  subresource: 'status' | undefined,
): KubernetesObject {
  const statusBefore = (before as { status?: unknown }).status;
  if (subresource === 'status') {
    const { status } = submitted as { status?: unknown };
    return { ...before, status: status ?? statusBefore } as KubernetesObject;
  }
  const object = without(submitted as KubernetesObject & { status?: unknown }, 'status');
  const defaulted = defaults(resource, object);
  const next = {
    ...defaulted,
    ...ownFields(resource, defaulted, before),
    ...(statusBefore === undefined ? {} : { status: statusBefore }),
  } as unknown as KubernetesObject & { spec?: unknown };
  const specChanged = !deepEqual(next.spec, (before as { spec?: unknown }).spec);
  const { generation } = before.metadata;
  const raised =
    generation !== undefined && COUNTS_GENERATIONS.has(resource.kind) && specChanged
      ? generation + 1
      : generation;
  return { ...next, metadata: keptMeta(before.metadata, submitted.metadata, raised) };
}

/** Pods keep what admission has added; a client that sends the whole spec sends it back. */
function defaults(resource: Resource, object: Loose): Loose {
  if (resource.kind !== 'Pod') return withDefaults(resource.kind, object);
  const spec = defaultPod((object as { spec: Pod['spec'] }).spec);
  return {
    ...object,
    spec: { ...spec, tolerations: withDefaultTolerations(spec.tolerations ?? []) },
  };
}

/** What the simulator keeps in a spec and never prints. */
function ownFields(resource: Resource, next: Loose, before: KubernetesObject): Loose {
  if (resource.kind !== 'Lease') return {};
  return { spec: { ...(next['spec'] as Loose), renewing: (before as Lease).spec.renewing } };
}

function keptMeta(
  before: ObjectMeta,
  submitted: Partial<ObjectMeta>,
  generation: number | undefined,
): ObjectMeta {
  const { labels, annotations, finalizers, ownerReferences } = submitted;
  return {
    ...without(before, 'labels', 'annotations', 'finalizers', 'ownerReferences'),
    ...(generation === undefined ? {} : { generation }),
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
    ...(finalizers ? { finalizers } : {}),
    ...(ownerReferences ? { ownerReferences } : {}),
  };
}

function allocate(
  ctx: Context,
  resource: Resource,
  next: KubernetesObject,
  before: KubernetesObject,
) {
  if (resource.kind !== 'Service') return { object: next };
  const allocated = allocateService(ctx, next as Service, before as Service);
  return allocated.violations
    ? { violations: allocated.violations }
    : { object: allocated.service as KubernetesObject };
}
