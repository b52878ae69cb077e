/**
 * What a service account may do (plugin/pkg/auth/authorizer/rbac, v1.34): the rules of every Role and ClusterRole that a binding
 * gives to it. Asked for requests from inside the cluster only: whoever asks from outside is an administrator.
 */
import type { Read, Rejection } from '../../../engine/model';
import type { KubernetesObject } from '../types';
import { qualifiedResource, type Resource } from '../validation/resources';
import { rejection } from './status';

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}
export interface Attributes {
  readonly verb: string;
  readonly resource: Resource;
  readonly subresource?: string;
  readonly namespace: string | undefined;
  readonly name?: string;
}
interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}
interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}
interface Binding extends KubernetesObject {
  readonly subjects?: readonly Subject[];
  readonly roleRef: { readonly kind: string; readonly name: string };
}

export const userName = ({ namespace, name }: ServiceAccountName): string =>
  `system:serviceaccount:${namespace}:${name}`;

/** undefined: allowed. */
export function refusedTo(
  account: ServiceAccountName,
  attributes: Attributes,
  read: Read,
): Rejection | undefined {
  if (rulesOf(account, attributes.namespace, read).some((rule) => allows(rule, attributes)))
    return undefined;
  const { verb, resource, subresource, namespace, name } = attributes;
  const what =
    subresource === undefined ? resource.resource : `${resource.resource}/${subresource}`;
  const scope =
    namespace === undefined
      ? 'at the cluster scope'
      : `in the namespace ${JSON.stringify(namespace)}`;
  const named = name === undefined ? '' : ` ${JSON.stringify(name)}`;
  return rejection(
    403,
    'Forbidden',
    `${qualifiedResource(resource)}${named} is forbidden: User ${JSON.stringify(userName(account))} cannot ${verb} ` +
      `resource ${JSON.stringify(what)} in API group ${JSON.stringify(resource.group)} ${scope}`,
  );
}

/** Bindings of the namespace, and those of the whole cluster. */
function rulesOf(
  account: ServiceAccountName,
  namespace: string | undefined,
  read: Read,
): readonly PolicyRule[] {
  const here = namespace === undefined ? [] : bindings(read, ROLE_BINDINGS, `${namespace}/`);
  return [...here, ...bindings(read, CLUSTER_ROLE_BINDINGS, '')]
    .filter(({ subjects = [], metadata }) =>
      subjects.some((subject) => isSubject(subject, account, metadata.namespace)),
    )
    .flatMap(({ roleRef, metadata }) => roleRules(read, roleRef, metadata.namespace));
}

const GROUP = 'rbac.authorization.k8s.io';
const ROLE_BINDINGS = `rolebindings.${GROUP}`;
const CLUSTER_ROLE_BINDINGS = `clusterrolebindings.${GROUP}`;

const bindings = (read: Read, resource: string, prefix: string): readonly Binding[] =>
  read
    .keysBy('kubernetes/Object', 'resource', resource)
    .filter((key) => key.startsWith(`${resource}/${prefix}`))
    .map((key) => read.get('kubernetes/Object', key) as unknown as Binding);

function isSubject(
  { kind, name, namespace }: Subject,
  account: ServiceAccountName,
  bindingNamespace: string | undefined,
): boolean {
  if (kind === 'ServiceAccount')
    return name === account.name && (namespace ?? bindingNamespace) === account.namespace;
  if (kind === 'User') return name === userName(account);
  return (
    kind === 'Group' &&
    [
      'system:authenticated',
      'system:serviceaccounts',
      `system:serviceaccounts:${account.namespace}`,
    ].includes(name)
  );
}

function roleRules(
  read: Read,
  { kind, name }: Binding['roleRef'],
  namespace: string | undefined,
): readonly PolicyRule[] {
  const key =
    kind === 'ClusterRole'
      ? `clusterroles.${GROUP}/${name}`
      : `roles.${GROUP}/${namespace}/${name}`;
  const role = read.get('kubernetes/Object', key) as
    { readonly rules?: readonly PolicyRule[] } | undefined;
  if (role) return role.rules ?? [];
  return kind === 'ClusterRole' ? (BUILT_IN[name] ?? []) : [];
}

const READS = ['get', 'list', 'watch'];
const WRITES = [...READS, 'create', 'update', 'patch', 'delete', 'deletecollection'];
const GROUPS = ['', 'apps', 'autoscaling', 'batch', 'networking.k8s.io', 'policy'];
const EDITED =
  'pods pods/exec pods/eviction configmaps secrets services serviceaccounts persistentvolumeclaims events endpoints ' +
  'deployments deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale daemonsets ' +
  'horizontalpodautoscalers jobs cronjobs ingresses networkpolicies poddisruptionbudgets';

/** Those that every cluster is born with, of those that people bind (bootstrappolicy/policy.go). */
const BUILT_IN: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cluster-admin': [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  admin: [
    { verbs: WRITES, apiGroups: GROUPS, resources: EDITED.split(' ') },
    { verbs: WRITES, apiGroups: [GROUP], resources: ['roles', 'rolebindings'] },
  ],
  edit: [{ verbs: WRITES, apiGroups: GROUPS, resources: EDITED.split(' ') }],
  view: [
    {
      verbs: READS,
      apiGroups: GROUPS,
      resources: EDITED.split(' ').filter((name) => name !== 'secrets'),
    },
  ],
};

function allows(rule: PolicyRule, { verb, resource, subresource, name }: Attributes): boolean {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const wanted =
    subresource === undefined
      ? [resource.resource]
      : [`${resource.resource}/${subresource}`, `*/${subresource}`];
  return (
    (verbs.includes('*') || verbs.includes(verb)) &&
    (apiGroups.includes('*') || apiGroups.includes(resource.group)) &&
    (resources.includes('*') || wanted.some((text) => resources.includes(text))) &&
    (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name)))
  );
}
