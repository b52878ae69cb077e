/** `patch`: strategic (kubectl's default), merge or JSON patch on the live object, then an ordinary update. */
import type { Context, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import type { Resource } from '../validation/resources';
import { asJson, isJson, type Json } from './apply';
import type { Written } from './create';
import { jsonPatch, mergePatch } from './patches';
import { badRequest, rejection } from './status';
import { wireOf, type Stored } from './stored';
import { PatchError, strategicMerge } from './strategicMerge';
import { decodeBody, isRejection } from './submitted';
import { updateObject } from './update';

export function patchObject(
  ctx: Context,
  resource: Resource,
  before: Stored,
  request: KubernetesRequest,
): Written | Rejection {
  const patched = applyPatch(resource.type, wireOf(ctx, resource, before), request);
  if (isRejection(patched)) return patched;
  const submitted = decodeBody(resource, patched, request.query);
  if (isRejection(submitted)) return submitted;
  return updateObject(
    ctx,
    resource,
    before,
    { ...submitted, notSimulated: [], warnings: [] },
    {
      verb: 'patch',
      operation: 'patched',
      ...(request.subresource === 'status' ? { subresource: 'status' as const } : {}),
    },
  );
}

/** `query.patchType`: strategic, merge or json, or the content type that means one of them. */
export function applyPatch(
  type: string,
  live: Json,
  { body, query = {} }: KubernetesRequest,
): Json | Rejection {
  const given = query['patchType'] ?? (Array.isArray(body) ? 'json' : 'strategic');
  const kind = /json-patch|^json$/.test(given)
    ? 'json'
    : given.includes('strategic')
      ? 'strategic'
      : given.includes('merge')
        ? 'merge'
        : undefined;
  if (kind === undefined)
    return rejection(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json (${given})`,
    );
  try {
    if (kind === 'json') return asJson(jsonPatch(live, Array.isArray(body) ? body : []));
    if (!isJson(body)) return badRequest('the patch is not a JSON object');
    return kind === 'merge' ? asJson(mergePatch(live, body)) : strategicMerge(type, live, body);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    return rejection(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${error.message}`,
    );
  }
}
