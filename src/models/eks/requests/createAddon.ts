/**
 * EKS CreateAddon (eks 2017-11-01): the metrics server, and the two add-ons that every node of a cluster carries, as the
 * manifests that EKS applies for them (aws/amazon-vpc-cni-k8s config/v1.19, the EKS build of kube-proxy). They ask for CPU and no memory:
 * 25m each for the two containers of aws-node, 100m for kube-proxy.
 *
 * Simplified: images by name without a registry, no init container, volumes, probes or roles; versions are not chosen.
 */
import type { Read, Rejection } from '../../../engine/model';
import { METRICS_SERVER } from './metricsServer';

type Manifest = Readonly<Record<string, unknown>>;
type Manifests = { readonly ok: true; readonly manifests: readonly Manifest[] } | Rejection;

export function addonManifests(input: unknown, read: Read): Manifests {
  const { addonName } = (input ?? {}) as { readonly addonName?: string };
  const manifests = MANIFESTS[addonName ?? ''];
  const [manifest] = manifests ?? [];
  if (!manifests || !manifest) {
    const message = `Addon ${addonName ?? ''} specified is not supported in 1.34 kubernetes version`;
    return refused(400, 'InvalidParameterException', message);
  }
  const { name } = manifest['metadata'] as { readonly name: string };
  const key = `kube-system/${name}`;
  if (
    read.has('kubernetes/Object', `daemonsets.apps/${key}`) ||
    read.has('kubernetes/Deployment', key)
  )
    return refused(409, 'ResourceInUseException', 'Addon already exists.');
  return { ok: true, manifests };
}

const refused = (status: number, name: string, message: string): Rejection => ({
  ok: false,
  status,
  error: { name, message, causes: [] },
});

/** They tolerate everything, but a Fargate machine has room for its own pod alone. */
const OFF_FARGATE = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
            { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] },
            {
              key: 'eks.amazonaws.com/compute-type',
              operator: 'NotIn',
              values: ['fargate', 'hybrid', 'auto'],
            },
          ],
        },
      ],
    },
  },
};

function nodeAgent(name: string, containers: readonly object[]): readonly Manifest[] {
  const labels = { 'k8s-app': name };
  const serviceAccountName = name;
  const daemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system', labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      template: {
        metadata: { labels },
        spec: {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          serviceAccountName,
          tolerations: [{ operator: 'Exists' }],
          affinity: OFF_FARGATE,
          containers,
        },
      },
    },
  };
  return [daemonSet];
}

const asking = (name: string, image: string, cpu: string) => ({
  name,
  image,
  resources: { requests: { cpu } },
});

const MANIFESTS: Readonly<Record<string, readonly Manifest[]>> = {
  'metrics-server': METRICS_SERVER,
  'vpc-cni': nodeAgent('aws-node', [
    asking('aws-node', 'amazon-k8s-cni:v1.20.4', '25m'),
    asking('aws-eks-nodeagent', 'amazon/aws-network-policy-agent:v1.2.7', '25m'),
  ]),
  'kube-proxy': nodeAgent('kube-proxy', [asking('kube-proxy', 'eks/kube-proxy:v1.34.1', '100m')]),
};
