/**
 * Mutating admission as data: what a webhook of the cloud's does to new pods. Real clusters call out over HTTPS; here the
 * answer is a record, so that admission stays a pure function. Mutations are asked in the order of their names, and the
 * first that finds the pod changes it. Without any, a pod costs one look.
 */
import type { Context, Effect, Read } from '../../../engine/model';
import { globMatches } from '../../workload/glob';
import type { Labels, Pod, PodSpec } from '../types';
import type { OutsideCommandOf } from './commands';

export interface PodMutation {
  /** One of them must find the pod. `*` and `?` stand for anything in namespaces, label keys and values. */
  readonly selectors: readonly { readonly namespace: string; readonly labels: Labels }[];
  /** A pod that carries this label key goes to the mutation of that name alone, if a selector finds it. */
  readonly choiceLabel: string;
  readonly labels: Labels;
  readonly schedulerName: string;
  readonly priorityClassName: string;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: its name. */
    'kubernetes/PodMutation': PodMutation;
  }
}

export function setPodMutation(
  { name: key, mutation }: OutsideCommandOf<'setPodMutation'>,
  ctx: Context,
): readonly Effect[] {
  const kind = 'kubernetes/PodMutation';
  if (mutation) return [{ do: 'put', kind, key, value: mutation }];
  return ctx.has(kind, key) ? [{ do: 'remove', kind, key }] : [];
}

type Submitted = Pick<Pod, 'metadata' | 'spec'>;

/** The pod as it goes on to the admission plugins; the same object when nobody changes it. */
export function mutated<P extends Submitted>(read: Pick<Read, 'size' | 'keys' | 'get'>, pod: P): P {
  if (read.size('kubernetes/PodMutation') === 0) return pod;
  const mutation = mutationFor(read, pod.metadata);
  if (!mutation) return pod;
  const labels = { ...pod.metadata.labels, ...mutation.labels };
  return { ...pod, metadata: { ...pod.metadata, labels }, spec: mutatedSpec(pod.spec, mutation) };
}

function mutationFor(
  read: Pick<Read, 'keys' | 'get'>,
  { namespace = 'default', labels = {} }: Submitted['metadata'],
): PodMutation | undefined {
  for (const name of [...read.keys('kubernetes/PodMutation')].sort()) {
    const mutation = read.get('kubernetes/PodMutation', name);
    if (!mutation) continue;
    const chosen = labels[mutation.choiceLabel];
    if (chosen !== undefined && chosen !== name) continue;
    if (mutation.selectors.some((selector) => finds(selector, namespace, labels))) return mutation;
  }
  return undefined;
}

const finds = (
  selector: PodMutation['selectors'][number],
  namespace: string,
  labels: Labels,
): boolean =>
  globMatches(selector.namespace, namespace) &&
  Object.entries(selector.labels).every(([key, value]) =>
    Object.entries(labels).some(([k, v]) => globMatches(key, k) && globMatches(value, v)),
  );

/** Pods of one template share their spec, so that what is computed from it is computed once. */
function mutatedSpec(spec: PodSpec, mutation: PodMutation): PodSpec {
  const { schedulerName, priorityClassName } = mutation;
  const known = mutatedSpecs.get(spec);
  if (known?.schedulerName === schedulerName && known.priorityClassName === priorityClassName)
    return known;
  const changed: PodSpec = { ...spec, schedulerName, priorityClassName };
  mutatedSpecs.set(spec, changed);
  return changed;
}
const mutatedSpecs = new WeakMap<PodSpec, PodSpec>();
