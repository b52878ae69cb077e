/**
 * What happens to every new Pod on its way in, whoever creates it: defaults, then the admission plugins Priority and
 * DefaultTolerationSeconds (plugin/pkg/admission, v1.34) and the default service account.
 * A service account that is named must exist.
 * Not modelled: LimitRanger, ResourceQuota, PodSecurity, RuntimeClass.
 */
import type { Read } from '../../../engine/model';
import type { PodSpec, StoredObject, Toleration } from '../types';
import { defaultPod } from '../validation/podDefaults';

export type AdmittedSpec =
  { readonly spec: PodSpec; readonly error?: never } | { readonly error: string };

/**
 * The spec a Pod is stored with. The error is the reason of a 403: `pods "web-1" is forbidden: <error>`.
 * Pods of one template share one result, so that what is computed from a spec is computed once.
 */
export function admitPodSpec(read: Read, submitted: PodSpec, namespace: string): AdmittedSpec {
  const missing = missingServiceAccount(read, submitted.serviceAccountName, namespace);
  if (missing !== undefined) return { error: missing };
  const priority = priorityOf(read, submitted);
  if ('error' in priority) return priority;
  const known = admitted.get(submitted);
  if (known && known.priorityClassName === priority.className && known.priority === priority.value)
    return { spec: known };
  const defaulted = defaultPod(submitted);
  const spec: PodSpec = {
    ...defaulted,
    serviceAccountName: defaulted.serviceAccountName ?? 'default',
    serviceAccount: defaulted.serviceAccountName ?? 'default',
    priority: priority.value,
    preemptionPolicy: priority.preemptionPolicy,
    ...(priority.className === undefined ? {} : { priorityClassName: priority.className }),
    tolerations: withDefaultTolerations(defaulted.tolerations ?? []),
  };
  admitted.set(submitted, spec);
  return { spec };
}
const admitted = new WeakMap<PodSpec, PodSpec>();

export const SERVICE_ACCOUNTS = 'serviceaccounts.';

/**
 * Every namespace has one called `default` (plugin/pkg/admission/serviceaccount). Those of kube-system come with the cluster and
 * with what is installed in it.
 */
function missingServiceAccount(
  read: Read,
  name: string | undefined,
  namespace: string,
): string | undefined {
  if (name === undefined || name === '' || name === 'default') return undefined;
  if (namespace === 'kube-system') return undefined;
  if (read.has('kubernetes/Object', `${SERVICE_ACCOUNTS}/${namespace}/${name}`)) return undefined;
  return `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
}

interface PriorityClass extends StoredObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: PreemptionPolicy;
}
type PreemptionPolicy = NonNullable<PodSpec['preemptionPolicy']>;

interface Priority {
  readonly className?: string;
  readonly value: number;
  readonly preemptionPolicy: PreemptionPolicy;
}

const PRIORITY_CLASSES = 'priorityclasses.scheduling.k8s.io';
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

function priorityOf(read: Read, spec: PodSpec): Priority | { readonly error: string } {
  const name = spec.priorityClassName ?? '';
  const found = name === '' ? globalDefault(read) : classNamed(read, name);
  if (name !== '' && !found) return { error: `no PriorityClass with name ${name} was found` };
  const value = found?.value ?? 0;
  if (spec.priority !== undefined && spec.priority !== value)
    return {
      error: `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    };
  const preemptionPolicy = found?.preemptionPolicy ?? 'PreemptLowerPriority';
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    return {
      error: `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    };
  return { ...(found && { className: found.metadata.name }), value, preemptionPolicy };
}

type FoundClass = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & {
  readonly metadata: { readonly name: string };
};

function classNamed(read: Read, name: string): FoundClass | undefined {
  const system = SYSTEM_CLASSES[name];
  if (system !== undefined) return { metadata: { name }, value: system };
  return read.get('kubernetes/Object', `${PRIORITY_CLASSES}/${name}`);
}

/** Of several global defaults the one with the lowest value counts. */
function globalDefault(read: Read): FoundClass | undefined {
  const classes = read.by('kubernetes/Object', 'resource', PRIORITY_CLASSES);
  return (classes as readonly PriorityClass[])
    .filter((c) => c.globalDefault === true)
    .reduce<PriorityClass | undefined>(
      (lowest, c) => (lowest && (lowest.value ?? 0) <= (c.value ?? 0) ? lowest : c),
      undefined,
    );
}

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
/** kube-apiserver --default-not-ready-toleration-seconds, --default-unreachable-toleration-seconds. */
const TOLERATED_SECONDS = 300;

/** Also on updates: a client that sends a shorter list gets the two back. */
export function withDefaultTolerations(tolerations: readonly Toleration[]): readonly Toleration[] {
  const added = [NOT_READY, UNREACHABLE]
    .filter((taint) => !tolerations.some((t) => concerns(t, taint)))
    .map((key): Toleration => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: TOLERATED_SECONDS,
    }));
  return added.length === 0 ? tolerations : [...tolerations, ...added];
}

const concerns = ({ key = '', effect }: Toleration, taint: string): boolean =>
  (key === taint || key === '') &&
  (effect === undefined || (effect as string) === '' || effect === 'NoExecute');
