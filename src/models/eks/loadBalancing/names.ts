/**
 * Names that the AWS Load Balancer Controller gives: `k8s-<namespace>-<name>-<hash>`, 8 letters or digits of each and ten
 * of a hash, or the load balancer name that an annotation asks for (service_utils, model_build_load_balancer.go). The hash is
 * our own: upstream's depends on a cluster uid that nobody could write into a manifest.
 */
import { nameHash } from '../../aws/nameHash';
import type { Service } from '../../kubernetes/types';
import { annotation } from './annotations';

export function loadBalancerName(service: Service): string {
  const asked = annotation(service, 'name');
  if (isLoadBalancerName(asked)) return asked;
  const { namespace = 'default', name } = service.metadata;
  return controllerName(namespace, name, 'loadBalancer');
}

/** Also the last part of the readiness gate `target-health.elbv2.k8s.aws/<name>`. */
export const targetGroupName = (namespace: string, service: string, port: number): string =>
  controllerName(namespace, service, String(port));

export const isLoadBalancerName = (asked: string | undefined): asked is string =>
  asked !== undefined && /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(asked);

export function controllerName(namespace: string, name: string, role: string): string {
  const short = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').slice(0, 8);
  return `k8s-${short(namespace)}-${short(name)}-${nameHash(`${namespace}/${name}/${role}`, 10)}`;
}
