/**
 * What a document is, from its own words: which ECS request it is the input of, or which Kubernetes object.
 * Shapes that people paste are recognised too: describe output with a wrapper, CloudFormation's PascalCase, a bare
 * list of container definitions. Whether it is *valid* is the platform's business.
 */
import { describeAws, type AwsDescription } from './describeAws';
import type { DocumentPath, ParsedDocument } from './document';

export type EcsKind =
  | 'taskDefinition'
  | 'service'
  | 'cluster'
  | 'runTask'
  | 'capacityProvider'
  | 'clusterCapacityProviders'
  | 'cloudFormation';

/** Inputs of Application Auto Scaling. */
export type ScalingKind = 'scalableTarget' | 'scalingPolicy' | 'scheduledAction';

export type DocumentDescription =
  | AwsDescription
  | {
      readonly api: 'application-autoscaling';
      readonly kind: ScalingKind;
      /** Of the policy or the scheduled action, else of the service. */
      readonly name: string;
      readonly resourceId: string;
    }
  | {
      readonly api: 'ecs';
      readonly kind: EcsKind;
      /** Family, service name, cluster name; '' when the document does not say. */
      readonly name: string;
    }
  | {
      readonly api: 'kubernetes';
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly namespace: string | null;
    }
  | { readonly api: 'unknown' };

/** One object of a file: `List` kinds are unwrapped, `path` leads from the document's root to the object. */
export interface DocumentObject {
  readonly document: ParsedDocument;
  readonly path: DocumentPath;
  readonly value: unknown;
  readonly description: DocumentDescription;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function describeValue(value: unknown): DocumentDescription {
  if (Array.isArray(value)) return describeList(value);
  if (!isFields(value)) return { api: 'unknown' };
  if (typeof value['kind'] === 'string' && 'apiVersion' in value) return describeKubernetes(value);
  return (
    describeAws(value) ??
    describeScaling(value) ??
    describeEcs(value) ??
    (typeof value['kind'] === 'string' ? describeKubernetes(value) : { api: 'unknown' })
  );
}

/** The objects of a file, in its order. */
export function objectsOf(documents: readonly ParsedDocument[]): readonly DocumentObject[] {
  return documents.flatMap((document) =>
    document.value === undefined ? [] : unwrap(document, document.value, []),
  );
}

/** `kind: List`, and typed lists such as `RoleBindingList`, stand for their items, as in kubectl. */
function unwrap(document: ParsedDocument, value: unknown, path: DocumentPath): DocumentObject[] {
  const items =
    isFields(value) && text(value['kind']).endsWith('List') ? value['items'] : undefined;
  if (Array.isArray(items) && isFields(value))
    return items.flatMap((item: unknown, i) =>
      unwrap(document, withListKind(item, value), [...path, 'items', i]),
    );
  return [{ document, path, value, description: describeValue(value) }];
}

/** The items of a typed list may leave out what the list's own kind says. */
function withListKind(item: unknown, list: Fields): unknown {
  const kind = text(list['kind']).slice(0, -'List'.length);
  if (!isFields(item) || kind === '' || 'kind' in item) return item;
  return { apiVersion: list['apiVersion'], kind, ...item };
}

function describeKubernetes(value: Fields): DocumentDescription {
  const metadata = isFields(value['metadata']) ? value['metadata'] : {};
  const namespace = metadata['namespace'];
  return {
    api: 'kubernetes',
    apiVersion: text(value['apiVersion']),
    kind: text(value['kind']),
    name: text(metadata['name']) || text(metadata['generateName']),
    namespace: typeof namespace === 'string' ? namespace : null,
  };
}

const SCALING_OUTPUT = ['ScalableTargets', 'ScalingPolicies', 'ScheduledActions'];

function describeScaling(value: Fields): DocumentDescription | null {
  const wrapper = SCALING_OUTPUT.find((name) => Array.isArray(value[name]));
  const first: unknown = wrapper === undefined ? undefined : (value[wrapper] as unknown[])[0];
  const fields = isFields(first) ? first : value;
  const isBare = ['Predefined', 'Customized'].some((of) => `${of}MetricSpecification` in fields);
  if (!('ScalableDimension' in fields) && !('ServiceNamespace' in fields) && !isBare) return null;
  const resourceId = text(fields['ResourceId']);
  const described = (kind: ScalingKind, name: string) =>
    ({ api: 'application-autoscaling', kind, name, resourceId }) as const;
  if ('PolicyName' in fields || 'PolicyType' in fields || isBare)
    return described('scalingPolicy', text(fields['PolicyName']));
  if ('ScheduledActionName' in fields || 'Schedule' in fields)
    return described('scheduledAction', text(fields['ScheduledActionName']));
  return described('scalableTarget', resourceId.slice(resourceId.lastIndexOf('/') + 1));
}

const WRAPPERS = [
  ...['taskDefinition', 'service', 'cluster', 'capacityProvider'],
  ...['services', 'clusters'],
] as const;

function describeEcs(value: Fields): DocumentDescription | null {
  if ('AWSTemplateFormatVersion' in value || isFields(value['Resources']))
    return { api: 'ecs', kind: 'cloudFormation', name: '' };
  for (const wrapper of WRAPPERS) {
    const inner = value[wrapper];
    const first: unknown = Array.isArray(inner) ? inner[0] : inner;
    if (isFields(first)) return describeEcs(first);
  }
  const has = (...keys: string[]) => keys.some((key) => key in value || pascal(key) in value);
  const read = (key: string) => text(value[key] ?? value[pascal(key)]);
  if (has('autoScalingGroupProvider', 'managedInstancesProvider'))
    return { api: 'ecs', kind: 'capacityProvider', name: read('name') };
  if (has('capacityProviders') && has('cluster'))
    return { api: 'ecs', kind: 'clusterCapacityProviders', name: read('cluster') };
  if (has('containerDefinitions'))
    return { api: 'ecs', kind: 'taskDefinition', name: read('family') };
  if (
    has('serviceName', 'desiredCount', 'schedulingStrategy', 'deploymentConfiguration') ||
    (has('taskDefinition') && has('service'))
  )
    return { api: 'ecs', kind: 'service', name: read('serviceName') || read('service') };
  if (has('taskDefinition')) return { api: 'ecs', kind: 'runTask', name: read('taskDefinition') };
  if (has('clusterName')) return { api: 'ecs', kind: 'cluster', name: read('clusterName') };
  return null;
}

function describeList(value: readonly unknown[]): DocumentDescription {
  const looksLikeContainers = value.some((item) => isFields(item) && 'image' in item);
  return looksLikeContainers
    ? { api: 'ecs', kind: 'taskDefinition', name: '' }
    : { api: 'unknown' };
}

const pascal = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
