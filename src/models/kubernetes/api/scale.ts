/** The scale subresource of what has replicas (autoscaling/v1 Scale): get, update, patch. */
import type { Context, Read, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { selectorText } from '../selector';
import type { KubernetesObject, LabelSelector } from '../types';
import type { Resource } from '../validation/resources';
import { decodeObject } from '../validation/decode';
import { asJson, type Json } from './apply';
import type { Written } from './create';
import { applyPatch } from './patchObject';
import { badRequest, rejection } from './status';
import { wireOf, type Stored } from './stored';
import { isRejection } from './submitted';
import { updateObject } from './update';

/** Kinds with a `scale` subresource. */
export const SCALABLE: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'ReplicationController',
]);

interface Scalable extends KubernetesObject {
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector };
  readonly status?: { readonly replicas?: number };
}

export const isScalable = ({ kind }: Resource): boolean => SCALABLE.has(kind);

/** What a Scale says of the object behind it. */
export function scaleNumbers(object: KubernetesObject) {
  const { spec, status } = object as Scalable;
  return {
    specReplicas: spec.replicas ?? 1,
    statusReplicas: status?.replicas ?? 0,
    selector: selectorOf(spec.selector),
  };
}

const texts = new WeakMap<LabelSelector, string>();

function selectorOf(selector: LabelSelector | undefined): string {
  if (!selector) return '';
  const text = texts.get(selector) ?? selectorText(selector).replace('<none>', '');
  texts.set(selector, text);
  return text;
}

export function scaleOf(read: Read, resource: Resource, of: Stored): Json | Rejection {
  if (!isScalable(resource))
    return rejection(404, 'NotFound', 'the server could not find the requested resource');
  const { metadata } = of.object;
  const { specReplicas, statusReplicas, selector } = scaleNumbers(of.object);
  const wire = asJson(wireOf(read, resource, of)['metadata']);
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      uid: metadata.uid,
      resourceVersion: wire['resourceVersion'],
      creationTimestamp: wire['creationTimestamp'],
    },
    spec: { replicas: specReplicas },
    status: { replicas: statusReplicas, selector },
  };
}

export function scaleObject(
  ctx: Context,
  resource: Resource,
  before: Stored,
  request: KubernetesRequest,
): Written | Rejection {
  const live = scaleOf(ctx, resource, before);
  if (isRejection(live)) return live;
  const next = request.verb === 'patch' ? applyPatch('Scale', live, request) : asJson(request.body);
  if (isRejection(next)) return next;
  const { value, typeErrors } = decodeObject('Scale', next);
  const [typeError] = typeErrors;
  if (typeError)
    return badRequest(
      `Scale in version "v1" cannot be handled as a Scale: ${typeError.message}`,
      typeErrors,
    );
  const { replicas = 0 } = asJson(value['spec']) as { replicas?: number };
  const { spec, metadata } = before.object as Scalable;
  const resourceVersion = asJson(asJson(request.body)['metadata'])['resourceVersion'];
  return updateObject(
    ctx,
    resource,
    before,
    {
      object: {
        ...before.object,
        metadata: { ...metadata, ...(resourceVersion ? { resourceVersion } : {}) },
        spec: { ...spec, replicas },
      } as KubernetesObject,
      warnings: [],
      notSimulated: [],
    },
    { verb: request.verb === 'patch' ? 'patch' : 'update', operation: 'scaled' },
  );
}
