/**
 * `kubectl apply -f`: creates what is not there, otherwise merges three ways and stores the result. The configuration is
 * remembered in the last-applied annotation.
 */
import type { Context, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import type { ObjectMeta } from '../types';
import type { Resource } from '../validation/resources';
import { without } from '../validation/without';
import { asJson, isJson, LAST_APPLIED, lastAppliedText, threeWayMerge, type Json } from './apply';
import { createObject, namespaceOf, type Written } from './create';
import { badRequest } from './status';
import { stored, wireOf } from './stored';
import { decodeBody, isRejection } from './submitted';
import { updateObject } from './update';

export function applyObject(
  ctx: Context,
  resource: Resource,
  request: KubernetesRequest,
): Written | Rejection {
  const checked = decodeBody(resource, request.body, request.query);
  if (isRejection(checked)) return checked;
  const { metadata } = checked.object;
  if ((metadata.name ?? '') === '' && metadata.generateName)
    return badRequest(`from ${metadata.generateName}: cannot use generate name with apply`, [
      {
        path: ['metadata', 'generateName'],
        reason: 'BadRequest',
        message: 'kubectl create takes it, kubectl apply does not',
      },
    ]);
  const namespace = namespaceOf(resource, metadata, request.namespace);
  if (typeof namespace === 'object') return namespace;
  const next = withNamespace(asJson(request.body), namespace);
  const annotated = withAnnotation(next, lastAppliedText(withoutServerFields(next)));
  const before = stored(ctx, resource, namespace, metadata.name);
  if (!before) {
    const submitted = decodeBody(resource, annotated, request.query);
    if (isRejection(submitted)) return submitted;
    return createObject(
      ctx,
      resource,
      { ...submitted, notSimulated: checked.notSimulated, warnings: checked.warnings },
      { namespace, verb: 'apply' },
    );
  }
  const live = wireOf(ctx, resource, before);
  const lastApplied = lastAppliedOf(before.object.metadata);
  const merged = threeWayMerge(resource.type, live, lastApplied, annotated);
  const submitted = decodeBody(resource, merged, request.query);
  if (isRejection(submitted)) return submitted;
  const warnings = lastApplied === undefined ? [missingAnnotation(resource, metadata.name)] : [];
  return updateObject(
    ctx,
    resource,
    before,
    {
      object: submitted.object,
      warnings: [...warnings, ...checked.warnings],
      notSimulated: checked.notSimulated,
    },
    { verb: 'apply', operation: 'configured' },
  );
}

function lastAppliedOf({ annotations }: ObjectMeta): Json | undefined {
  const text = annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const missingAnnotation = (resource: Resource, name: string): string =>
  `resource ${resource.resource}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;

function withNamespace(body: Json, namespace: string | undefined): Json {
  if (namespace === undefined) return body;
  return { ...body, metadata: { ...asJson(body['metadata']), namespace } };
}

function withAnnotation(body: Json, text: string): Json {
  const metadata = asJson(body['metadata']);
  const annotations = { ...asJson(metadata['annotations']), [LAST_APPLIED]: text };
  return { ...body, metadata: { ...metadata, annotations } };
}

/** A file made with `kubectl get -o yaml` carries what only the server may say; it is not part of the configuration. */
function withoutServerFields(body: Json): Json {
  const metadata = without(
    asJson(body['metadata']),
    'creationTimestamp',
    'resourceVersion',
    'uid',
    'generation',
    'managedFields',
  );
  return { ...without(body, 'status'), metadata };
}
