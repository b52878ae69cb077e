/**
 * An autoscaler that acts because of traffic cites the traffic: when what arrives at a load balancer changes, those that scale the
 * pods behind it are told. They look no sooner for it.
 */
import { defineWatch, type Read, type Watch } from '../../../engine/model';
import { AUTOSCALER } from '../../kubernetes/autoscaling/commands';
import type { Labels } from '../../kubernetes/types';

function autoscalersBehind(loadBalancer: string, read: Read): readonly string[] {
  return read
    .keysBy('eks/ServiceLoadBalancer', 'loadBalancer', loadBalancer)
    .flatMap((service) => autoscalersOf(service, read));
}

function autoscalersOf(service: string, read: Read): readonly string[] {
  const selector = read.get('kubernetes/Service', service)?.spec.selector;
  const namespace = service.slice(0, service.indexOf('/'));
  if (!selector) return [];
  return read.keysBy('kubernetes/HorizontalPodAutoscaler', 'namespace', namespace).filter((key) => {
    const of = read.get('kubernetes/HorizontalPodAutoscaler', key)?.spec.scaleTargetRef;
    const labels = of && labelsOf(of.kind, `${namespace}/${of.name}`, read);
    return labels && Object.entries(selector).every(([name, value]) => labels[name] === value);
  });
}

/** Of the pods that a target makes. */
function labelsOf(kind: string, key: string, read: Read): Labels | undefined {
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') return undefined;
  return read.get(`kubernetes/${kind}`, key)?.spec.template.metadata?.labels;
}

export const trafficCauseWatches: readonly Watch[] = [
  defineWatch({
    kind: 'elasticloadbalancing/Flow',
    wakes: AUTOSCALER,
    keys: (after, before, key, read) =>
      after?.offeredRate === before?.offeredRate ||
      read.size('kubernetes/HorizontalPodAutoscaler') === 0
        ? []
        : autoscalersBehind(key, read),
  }),
];
