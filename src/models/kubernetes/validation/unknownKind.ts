/**
 * Kinds that this API does not serve: said as kubectl says it, with a hint at what happened to the version or why the
 * file is not for the API. Source of the removals: Kubernetes deprecated API migration guide.
 */
import { RESOURCES, apiVersionOf } from './resources';

export interface UnknownKind {
  /** `no matches for kind "X" in version "Y"` */
  readonly message: string;
  readonly hint: string;
}

/** The last minor version that served an API version. */
const LAST_SERVED: Readonly<Record<string, string>> = {
  v1beta1: '1.5',
  v1beta2: '1.5',
  v1beta3: '1.5',
  'extensions/v1beta1': '1.21',
  'apps/v1beta1': '1.15',
  'apps/v1beta2': '1.15',
  'batch/v2alpha1': '1.20',
  'batch/v1beta1': '1.24',
  'policy/v1beta1': '1.24',
  'autoscaling/v2beta1': '1.24',
  'autoscaling/v2beta2': '1.25',
  'networking.k8s.io/v1beta1': '1.21',
  'rbac.authorization.k8s.io/v1alpha1': '1.22',
  'rbac.authorization.k8s.io/v1beta1': '1.21',
  'storage.k8s.io/v1beta1': '1.26',
  'scheduling.k8s.io/v1alpha1': '1.21',
  'scheduling.k8s.io/v1beta1': '1.21',
  'discovery.k8s.io/v1beta1': '1.24',
  'coordination.k8s.io/v1beta1': '1.21',
  'node.k8s.io/v1beta1': '1.24',
  'admissionregistration.k8s.io/v1beta1': '1.21',
  'apiextensions.k8s.io/v1beta1': '1.21',
  'apiregistration.k8s.io/v1beta1': '1.21',
  'certificates.k8s.io/v1beta1': '1.21',
  'flowcontrol.apiserver.k8s.io/v1alpha1': '1.20',
  'flowcontrol.apiserver.k8s.io/v1beta1': '1.25',
  'flowcontrol.apiserver.k8s.io/v1beta2': '1.28',
  'flowcontrol.apiserver.k8s.io/v1beta3': '1.31',
};

/** Files that look like objects and never reach the API. */
const NOT_FOR_THE_API: readonly (readonly [RegExp, string])[] = [
  [/^kustomize\.config\.k8s\.io\//, 'it is read by kustomize (kubectl apply -k)'],
  [/^eksctl\.io\//, 'it is read by eksctl'],
  [/^(kind|k3d|minikube)\.(x-k8s\.)?io\//, 'it configures a local cluster'],
  [/^(audit\.k8s\.io|apiserver\.config\.k8s\.io)\//, 'it configures the API server'],
  [/^(kubelet|kubeproxy|kubescheduler|kubeadm)\.(config\.)?k8s\.io\//, 'it configures a component'],
  [/^node\.eks\.aws\//, 'it configures an EKS node (nodeadm)'],
];

export function unknownKind(apiVersion: string, kind: string): UnknownKind {
  return {
    message: `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`,
    hint: hintFor(apiVersion, kind),
  };
}

function hintFor(apiVersion: string, kind: string): string {
  const served = RESOURCES.filter((r) => r.kind === kind).map(apiVersionOf);
  const removed = LAST_SERVED[apiVersion];
  if (served.length > 0) {
    const now = `use ${served.join(' or ')}`;
    return removed === undefined
      ? `${kind} is not served in this version: ${now}`
      : `${apiVersion} was last served in Kubernetes ${removed}: ${now}`;
  }
  if (kind === 'PodSecurityPolicy')
    return 'PodSecurityPolicy was removed in Kubernetes 1.25: use Pod Security admission';
  const elsewhere = NOT_FOR_THE_API.find(([pattern]) => pattern.test(apiVersion));
  if (elsewhere) return `this file is not for the API: ${elsewhere[1]}`;
  return 'ensure CRDs are installed first; custom resources are not simulated here';
}
