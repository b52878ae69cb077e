/**
 * The Kubernetes control plane and its nodes as one model: API server, scheduler, node lifecycle, kubelets, controllers.
 * It knows no cloud: machines, load balancers and addresses from outside come in as commands (DECISIONS.md 1.2).
 */
import type { AnyRequest, Model } from '../../engine/model';
import { composeModel } from '../../engine/composeModel';
import { apiPart } from './api/part';
import { autoscalingPart } from './autoscaling/part';
import { controllersPart } from './controllers/part';
import { kubeletPart } from './kubelet/part';
import { metricsPart } from './metrics/part';
import { nodeLifecyclePart } from './nodeLifecycle/part';
import { outsidePart } from './outside/part';
import { schedulerPart } from './scheduler/part';

/** Faults and acts that no Kubernetes API does; those in the first list say of which kind their object is. */
const ABOUT_A_POD: readonly unknown[] = ['crashContainer', 'explainPlacement'];
const OURS: readonly unknown[] = ['drainNode', 'configureScheduler', 'stopMetrics', 'startMetrics'];

function accepts(request: AnyRequest): boolean {
  if (request.api === 'kubernetes') return true;
  if (request.api !== 'quayside') return false;
  const { action, input } = request as AnyRequest & { action?: unknown; input?: unknown };
  // Of what AWS scales, AWS answers.
  if (action === 'explainScaling') return 'namespace' in ((input ?? {}) as object);
  if (!ABOUT_A_POD.includes(action)) return OURS.includes(action);
  return (input as { kind?: unknown } | undefined)?.kind === 'kubernetes/Pod';
}

export const kubernetesModel: Model = composeModel('kubernetes', accepts, [
  controllersPart,
  kubeletPart,
  schedulerPart,
  nodeLifecyclePart,
  outsidePart,
  metricsPart,
  autoscalingPart,
  apiPart,
]);
