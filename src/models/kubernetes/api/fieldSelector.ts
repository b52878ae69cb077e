/** `?fieldSelector=`: the few fields by which each kind can be listed (pkg/apis/core/v1/conversion.go, v1.34). */
import type { Event, KubernetesObject, Pod } from '../types';
import type { Resource } from '../validation/resources';

type FieldValue = (object: KubernetesObject) => string;

const COMMON: Readonly<Record<string, FieldValue>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
};

const OF_KIND: Readonly<Record<string, Readonly<Record<string, FieldValue>>>> = {
  Pod: {
    'spec.nodeName': (object) => (object as Pod).spec.nodeName ?? '',
    'spec.restartPolicy': (object) => (object as Pod).spec.restartPolicy ?? '',
    'spec.schedulerName': (object) => (object as Pod).spec.schedulerName ?? '',
    'spec.serviceAccountName': (object) => (object as Pod).spec.serviceAccountName ?? '',
    'status.phase': (object) => (object as Pod).status.phase,
    'status.podIP': (object) => (object as Pod).status.podIP ?? '',
    'status.nominatedNodeName': (object) => (object as Pod).status.nominatedNodeName ?? '',
  },
  Event: {
    'involvedObject.kind': (object) => (object as Event).involvedObject.kind,
    'involvedObject.name': (object) => (object as Event).involvedObject.name,
    'involvedObject.namespace': (object) => (object as Event).involvedObject.namespace ?? '',
    'involvedObject.uid': (object) => (object as Event).involvedObject.uid,
    reason: (object) => (object as Event).reason,
    type: (object) => (object as Event).type,
    source: (object) => (object as Event).source.component,
  },
  Node: {
    'spec.unschedulable': (object) =>
      String((object as { spec?: { unschedulable?: boolean } }).spec?.unschedulable ?? false),
  },
  Namespace: {
    'status.phase': (object) => (object as { status?: { phase?: string } }).status?.phase ?? '',
  },
};

/** Every term must hold: `a=b`, `a==b`, `a!=b`. */
export function fieldPredicate(
  resource: Resource,
  text: string,
):
  | { readonly matches: (object: KubernetesObject) => boolean; readonly error?: never }
  | { readonly error: string } {
  const fields = { ...COMMON, ...OF_KIND[resource.kind] };
  const terms: ((object: KubernetesObject) => boolean)[] = [];
  for (const part of text.split(',').filter((term) => term.trim() !== '')) {
    const match = /^\s*([\w.]+)\s*(==|!=|=)\s*(.*?)\s*$/.exec(part);
    if (!match?.[1])
      return { error: `invalid field selector: ${JSON.stringify(part)}; can't understand it` };
    const [, name, operator, wanted = ''] = match;
    const value = fields[name];
    if (!value) return { error: `field label not supported: ${name}` };
    terms.push((object) => (value(object) === wanted) === (operator !== '!='));
  }
  return { matches: (object) => terms.every((term) => term(object)) };
}
