/**
 * The Kubernetes control plane and its nodes as one model: API server, scheduler, node lifecycle, kubelets, controllers.
 * It knows no cloud: machines, load balancers and addresses from outside come in as commands (DECISIONS.md 1.2).
 */
import type { Model } from '../../engine/model';
import { composeModel } from '../../engine/composeModel';
import { apiPart } from './api/part';
import { controllersPart } from './controllers/part';
import { kubeletPart } from './kubelet/part';
import { nodeLifecyclePart } from './nodeLifecycle/part';
import { schedulerPart } from './scheduler/part';

/** Faults and acts that no Kubernetes API does, and that are about Kubernetes. */
function acceptsQuayside(request: { readonly action?: unknown; readonly input?: unknown }): boolean {
  if (request.action === 'drainNode') return true;
  const { kind } = (request.input ?? {}) as { kind?: unknown };
  return request.action === 'crashContainer' && kind === 'kubernetes/Pod';
}

export const kubernetesModel: Model = composeModel(
  'kubernetes',
  (request) =>
    request.api === 'kubernetes' || (request.api === 'quayside' && acceptsQuayside(request)),
  [controllersPart, kubeletPart, schedulerPart, nodeLifecyclePart, apiPart],
);
