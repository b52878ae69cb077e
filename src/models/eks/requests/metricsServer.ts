/**
 * The add-on `metrics-server` (EKS community add-ons; kubernetes-sigs/metrics-server components.yaml): two replicas of 100m and
 * 200Mi, their Service, and the APIService that hands `metrics.k8s.io` to it. From then on that API answers while one of them is
 * ready. Simplified as the other add-ons are: no roles, volumes, probes or budget.
 */
const NAME = 'metrics-server';
const NAMESPACE = 'kube-system';
const labels = { 'k8s-app': NAME };
const metadata = { name: NAME, namespace: NAMESPACE, labels };

const container = {
  name: NAME,
  image: 'eks/metrics-server:v0.8.0',
  ports: [{ name: 'https', containerPort: 10251 }],
  resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '400Mi' } },
};

export const METRICS_SERVER: readonly Readonly<Record<string, unknown>>[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: 'system-cluster-critical',
          serviceAccountName: NAME,
          containers: [container],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      selector: labels,
      ports: [{ name: 'https', port: 443, targetPort: 'https', appProtocol: 'https' }],
    },
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io', labels },
    spec: {
      service: { name: NAME, namespace: NAMESPACE },
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      insecureSkipTLSVerify: true,
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  },
];
