/**
 * Names that the AWS Load Balancer Controller gives: `k8s-<namespace>-<name>-<hash>`, 8 letters or digits of each and ten
 * of a hash, or the load balancer name that an annotation asks for (service_utils, model_build_load_balancer.go). The hash is
 * our own: upstream's depends on a cluster uid that nobody could write into a manifest.
 */
import type { Service } from '../../kubernetes/types';
import { annotation } from './annotations';

export function loadBalancerName(service: Service): string {
  const asked = annotation(service, 'name');
  if (asked !== undefined && /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(asked))
    return asked;
  const { namespace = 'default', name } = service.metadata;
  return controllerName(namespace, name, 'loadBalancer');
}

/** Also the last part of the readiness gate `target-health.elbv2.k8s.aws/<name>`. */
export const targetGroupName = (namespace: string, service: string, port: number): string =>
  controllerName(namespace, service, String(port));

function controllerName(namespace: string, name: string, role: string): string {
  const short = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').slice(0, 8);
  return `k8s-${short(namespace)}-${short(name)}-${hash(`${namespace}/${name}/${role}`)}`;
}

/** Ten hexadecimal digits from two FNV-1a lanes. */
function hash(text: string): string {
  const lanes = [0x811c9dc5, 0x01234567].map((basis) => {
    let h = basis;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    return (h >>> 0).toString(16).padStart(8, '0');
  });
  return lanes.join('').slice(0, 10);
}
