/**
 * quayside `undoRollout { namespace?, name, toRevision? }`: what `kubectl rollout undo deployment/NAME` sends, one JSON patch
 * that makes an old ReplicaSet's template the current one. What cannot be undone is refused in kubectl's words.
 */
import type { FieldError, Read } from '../engine/model';
import { rollbackPatch } from '../models/kubernetes/validation/rollbackPatch';
import type { KubernetesRequest } from './protocol';

interface UndoInput {
  readonly namespace?: string;
  readonly name: string;
  readonly toRevision?: number;
}

type Undo =
  | { readonly ok: true; readonly requests: readonly KubernetesRequest[] }
  | {
      readonly ok: false;
      readonly status: number;
      readonly error: {
        readonly name: string;
        readonly message: string;
        readonly causes: readonly FieldError[];
      };
    };

export function undoRollout(
  { namespace = 'default', name, toRevision }: UndoInput,
  read: Pick<Read, 'get' | 'by'>,
): Undo {
  const deployment = read.get('kubernetes/Deployment', `${namespace}/${name}`);
  if (!deployment) return refused(404, 'NotFound', `deployments.apps "${name}" not found`);
  const sets = read.by('kubernetes/ReplicaSet', 'owner', deployment.metadata.uid);
  const { patch, error } = rollbackPatch(deployment, sets, toRevision);
  if (error !== undefined) return refused(422, 'Invalid', error);
  const at = { group: 'apps', version: 'v1', resource: 'deployments', namespace, name };
  return { ok: true, requests: [{ api: 'kubernetes', verb: 'patch', ...at, body: patch }] };
}

const refused = (status: number, name: string, message: string): Undo => ({
  ok: false,
  status,
  error: { name, message, causes: [] },
});
