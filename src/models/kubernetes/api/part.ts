/**
 * The API server: requests in the Kubernetes API's own words, each admitted whole or refused (DECISIONS.md 1.3). Reading
 * changes nothing and is never journalled. `pods/eviction` and `explain` belong to other parts.
 *
 * Writing answers with a `KubernetesAnswer`. `apply` and `create` go by the kind in the body; all else by the URL's parts.
 * `query`: `fieldValidation`, `dryRun=All`, `patchType` (strategic, merge, json), `gracePeriodSeconds`,
 * `propagationPolicy`; for reading `labelSelector`, `fieldSelector`, `limit`, `continue`, and `as=Table` for the columns of
 * `kubectl get`. Listing the resource `''` answers what `kubectl api-resources` asks.
 */
import type { Admission, AnyRequest, Context, Read, Rejection } from '../../../engine/model';
import type { ModelPart } from '../../../engine/composeModel';
import type { KubernetesRequest } from '../../../host/protocol';
import { tableOf } from '../printers/table';
import type { Resource } from '../validation/resources';
import { applyObject } from './applyObject';
import { createObject, type Written } from './create';
import { deleteObject } from './deleteObject';
import { apiResources } from './discovery';
import { eventTtlPart } from './eventTtl';
import { indexes, tallies } from './indexes';
import { listObjects } from './list';
import { patchObject } from './patchObject';
import { scaleObject, scaleOf } from './scale';
import { badRequest, methodNotAllowed, notFound } from './status';
import { stored, wireOf, type Stored } from './stored';
import { decodeBody, isKubernetesRequest, isRejection, resourceOfRequest } from './submitted';
import { updateObject } from './update';

export const apiPart: ModelPart = {
  ...eventTtlPart,
  indexes,
  tallies,
  admit,
  query,
};

const OWN_SUBRESOURCES: ReadonlySet<string | undefined> = new Set([undefined, 'scale', 'status']);

function admit(request: AnyRequest, ctx: Context): Admission | undefined {
  if (!isKubernetesRequest(request) || !OWN_SUBRESOURCES.has(request.subresource)) return undefined;
  if (request.verb === 'explain') return undefined;
  const resource = resourceOfRequest(request);
  if (isRejection(resource)) return resource;
  const written = write(ctx, resource, request);
  if (isRejection(written)) return written;
  const dryRun = request.query?.['dryRun'] === 'All';
  return { ok: true, output: written.answer, effects: dryRun ? [] : written.effects };
}

function write(ctx: Context, resource: Resource, request: KubernetesRequest): Written | Rejection {
  switch (request.verb) {
    case 'apply':
      return applyObject(ctx, resource, request);
    case 'create':
      return create(ctx, resource, request);
    case 'update':
    case 'patch':
    case 'delete':
      return change(ctx, resource, request);
    default:
      return methodNotAllowed(resource, request.verb);
  }
}

function create(ctx: Context, resource: Resource, request: KubernetesRequest): Written | Rejection {
  const submitted = decodeBody(resource, request.body, request.query);
  if (isRejection(submitted)) return submitted;
  return createObject(ctx, resource, submitted, { namespace: request.namespace, verb: 'create' });
}

function change(ctx: Context, resource: Resource, request: KubernetesRequest): Written | Rejection {
  const target = find(ctx, resource, request);
  if (isRejection(target)) return target;
  if (request.verb === 'delete') return deleteObject(ctx, resource, target, request);
  if (request.subresource === 'scale') return scaleObject(ctx, resource, target, request);
  if (request.verb === 'patch') return patchObject(ctx, resource, target, request);
  const submitted = decodeBody(resource, request.body, request.query);
  if (isRejection(submitted)) return submitted;
  return updateObject(ctx, resource, target, submitted, {
    verb: 'update',
    operation: 'configured',
    ...(request.subresource === 'status' ? { subresource: 'status' as const } : {}),
  });
}

function query(request: AnyRequest, read: Read): Admission | undefined {
  if (!isKubernetesRequest(request) || !OWN_SUBRESOURCES.has(request.subresource)) return undefined;
  if (request.verb !== 'get' && request.verb !== 'list') return undefined;
  if (request.resource === '') return answer(apiResources());
  const resource = resourceOfRequest(request);
  if (isRejection(resource)) return resource;
  return answer(
    request.verb === 'list'
      ? listObjects(read, resource, request)
      : getObject(read, resource, request),
  );
}

function getObject(
  read: Read,
  resource: Resource,
  request: KubernetesRequest,
): Readonly<Record<string, unknown>> | Rejection {
  const target = find(read, resource, request);
  if (isRejection(target)) return target;
  if (request.subresource === 'scale') return scaleOf(read, resource, target);
  if (request.query?.['as'] === 'Table') return tableOf(read, resource, [target]);
  return wireOf(read, resource, target);
}

function find(read: Read, resource: Resource, request: KubernetesRequest): Stored | Rejection {
  const { name = '' } = request;
  if (name === '') return badRequest('resource name may not be empty');
  const namespace = resource.namespaced ? (request.namespace ?? 'default') : undefined;
  return stored(read, resource, namespace, name) ?? notFound(resource, name);
}

const answer = (output: Readonly<Record<string, unknown>> | Rejection): Admission =>
  isRejection(output) ? output : { ok: true, output, effects: [] };
