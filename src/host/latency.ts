/** How long requests take on each half: of the load balancer that the half's clients use, weighted by what it serves. */
import type { Read } from '../engine/model';
import type { Half } from './costs';

export interface Latency {
  readonly latencyMs: number;
  readonly p95Ms: number;
}

export function latencyOf(read: Read, half: Half): Latency {
  const ofKubernetes = kubernetesHosts(read);
  let served = 0;
  let latency = 0;
  let p95 = 0;
  for (const name of read.keys('elasticloadbalancing/LoadBalancer')) {
    const balancer = read.get('elasticloadbalancing/LoadBalancer', name);
    const flow = read.get('elasticloadbalancing/Flow', name);
    if (!balancer || !flow || flow.servedRate === 0) continue;
    if (ofKubernetes.has(balancer.DNSName) !== (half === 'kubernetes')) continue;
    served += flow.servedRate;
    latency += flow.servedRate * flow.latencyMs;
    p95 += flow.servedRate * p95Of(flow);
  }
  if (served === 0) return { latencyMs: 0, p95Ms: 0 };
  return { latencyMs: Math.round(latency / served), p95Ms: Math.round(p95 / served) };
}

const p95Of = (flow: { readonly latencyMs: number; readonly p95Ms?: number }): number =>
  flow.p95Ms ?? flow.latencyMs;

/** Addresses that Services of type LoadBalancer and Ingresses were given. */
function kubernetesHosts(read: Read): ReadonlySet<string> {
  const hosts = new Set<string>();
  const objects: readonly unknown[] = [
    ...read.list('kubernetes/Service'),
    ...read.by('kubernetes/Object', 'resource', 'ingresses.networking.k8s.io'),
  ];
  for (const object of objects)
    for (const { hostname } of (object as WithAddress).status?.loadBalancer?.ingress ?? [])
      if (hostname !== undefined) hosts.add(hostname);
  return hosts;
}
interface WithAddress {
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string }[] };
  };
}
