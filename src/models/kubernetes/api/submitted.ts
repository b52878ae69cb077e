/**
 * The first steps of every request: which resource is meant, and what the body says once decoded. Errors as the API
 * server and kubectl word them.
 */
import type { AnyRequest, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import type { KubernetesObject } from '../types';
import { asStored } from '../validation/conversion';
import { decodeObject } from '../validation/decode';
import { LIMITS, OURS } from '../validation/limits';
import { fieldsWithoutEffect, isSimulated } from '../validation/notSimulated';
import { apiVersionOf, resourceByKind, resourceByName } from '../validation/resources';
import type { Resource } from '../validation/resources';
import { unknownKind } from '../validation/unknownKind';
import { kindOf } from '../validation/validate';
import { dotted } from '../validation/decode';
import { badRequest, rejection } from './status';

export const isKubernetesRequest = (request: AnyRequest): request is KubernetesRequest =>
  request.api === 'kubernetes';

/** The resource of a request, from its body's kind where it has one, otherwise from its URL. */
export function resourceOfRequest(request: KubernetesRequest): Resource | Rejection {
  if (
    request.subresource === undefined &&
    (request.verb === 'apply' || request.verb === 'create')
  ) {
    const named = kindOf(request.body);
    if ('error' in named) return badRequest(named.error.message, [named.error]);
    const found = resourceByKind(named.apiVersion, named.kind);
    return found ?? noMatch(named.apiVersion, named.kind);
  }
  const { group, version, resource } = request;
  return (
    resourceByName(group, version, resource) ??
    rejection(404, 'NotFound', 'the server could not find the requested resource')
  );
}

function noMatch(apiVersion: string, kind: string): Rejection {
  const { message, hint } = unknownKind(apiVersion, kind);
  return rejection(404, 'NotFound', message, [
    { path: ['kind'], reason: 'NoKindMatch', message: hint },
  ]);
}

export interface Submitted {
  /** Decoded: times are virtual milliseconds, unknown fields are gone. */
  readonly object: KubernetesObject;
  readonly warnings: readonly string[];
  /** Places without effect in this world; `[[]]` for a kind that nothing acts on. */
  readonly notSimulated: readonly (readonly (string | number)[])[];
}

/** `fieldValidation` as in the API: Strict unless the query says Warn or Ignore. */
export function decodeBody(
  resource: Resource,
  body: unknown,
  query: KubernetesRequest['query'] = {},
): Submitted | Rejection {
  const size = JSON.stringify(body)?.length ?? 0;
  if (size > LIMITS.objectBytes)
    return rejection(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: limit is ${LIMITS.objectBytes} ${OURS}`,
    );
  const decoded = decodeObject(resource.type, body);
  const [typeError] = decoded.typeErrors;
  const cannot = `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: `;
  if (typeError) return badRequest(cannot + typeError.message, decoded.typeErrors);
  const unknown = decoded.unknownFields.map((error) => error.message);
  const strictness = query['fieldValidation'] ?? 'Strict';
  if (unknown.length > 0 && strictness === 'Strict')
    return badRequest(
      `${cannot}strict decoding error: ${unknown.join(', ')}`,
      decoded.unknownFields,
    );
  const object = {
    ...decoded.value,
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: decoded.value['metadata'] ?? {},
  } as KubernetesObject;
  const notSimulated = fieldsWithoutEffect(resource, decoded.value);
  return {
    object: asStored(resource, object),
    warnings: [
      ...(strictness === 'Warn' ? unknown : []),
      ...simulationWarnings(resource, notSimulated),
    ],
    notSimulated,
  };
}

function simulationWarnings(
  resource: Resource,
  places: Submitted['notSimulated'],
): readonly string[] {
  if (!isSimulated(resource))
    return [`${resource.kind} is accepted and kept, but not simulated yet: nothing acts on it`];
  if (places.length === 0) return [];
  return [`accepted, without effect in this simulator: ${places.map(dotted).join(', ')}`];
}

export const isRejection = (value: object): value is Rejection =>
  'ok' in value && value.ok === false;
