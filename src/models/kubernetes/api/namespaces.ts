/**
 * The namespaces that every cluster is born with. They become records with the first request that writes anything; until
 * then reading shows them as if they were there.
 */
import type { Effect, Read } from '../../../engine/model';
import { fnv32a } from '../naming';
import type { Namespace } from '../types';

const SYSTEM = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Those that are not records yet. Deleting the first three is forbidden, so a missing one was never written. */
export const systemNamespaces = (
  read: Read,
): readonly { readonly key: string; readonly value: Namespace }[] =>
  SYSTEM.filter((name) => !read.has('kubernetes/Namespace', name)).map((name) => ({
    key: name,
    value: newNamespace(name),
  }));

export const systemNamespaceEffects = (read: Read): readonly Effect[] =>
  systemNamespaces(read).map(({ key, value }) => ({
    do: 'put',
    kind: 'kubernetes/Namespace',
    key,
    value,
  }));

/** The admission plugin NamespaceLifecycle protects them. */
export const isImmortalNamespace = (name: string): boolean => SYSTEM.includes(name);

function newNamespace(name: string): Namespace {
  const hex = (basis: number): string => fnv32a(name, basis).toString(16).padStart(8, '0');
  const [a, b, c] = [hex(1), hex(2), hex(3)];
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      uid: `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(0, 3)}-${c.slice(4)}${a}`,
      creationTimestamp: 0,
      labels: { 'kubernetes.io/metadata.name': name },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}
