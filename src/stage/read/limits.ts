/** Between what bounds a loop may move the workload: the scalable target of a service, the autoscaler of a Deployment. */
import type { HorizontalPodAutoscaler } from '../../models/kubernetes/autoscaling/types';
import type { Records } from '../records';
import type { Limits } from '../view';

/** `service`: `<cluster>/<name>`. */
export function serviceLimits(records: Records, service: string): Limits | null {
  const key = `service/${service}`;
  const target = records.get('applicationautoscaling/ScalableTarget', key);
  if (!target) return null;
  const ref = { kind: 'applicationautoscaling/ScalableTarget', key } as const;
  return { ref, name: 'scalable target', min: target.MinCapacity, max: target.MaxCapacity };
}

export const HPA = 'kubernetes/HorizontalPodAutoscaler';

/** `deployment`: `<namespace>/<name>`. */
export function deploymentLimits(records: Records, deployment: string): Limits | null {
  const found = autoscalerOf(records, deployment);
  if (!found) return null;
  const { minReplicas = 1, maxReplicas } = found.record.spec;
  return { ref: { kind: HPA, key: found.key }, name: 'HPA', min: minReplicas, max: maxReplicas };
}

export function autoscalerOf(
  records: Records,
  deployment: string,
): { readonly key: string; readonly record: HorizontalPodAutoscaler } | null {
  const [namespace = '', name = ''] = deployment.split('/');
  for (const [key, record] of records.all(HPA)) {
    const { kind, name: target } = record.spec.scaleTargetRef;
    if (key.startsWith(`${namespace}/`) && kind === 'Deployment' && target === name)
      return { key, record };
  }
  return null;
}
