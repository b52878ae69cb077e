/** Refusals of single rules, each with the API server's text. A whole valid manifest with one thing wrong. */
import { describe, expect, it } from 'vitest';
import type { Violation } from './fieldErrors';
import { objectsOf, validateManifest } from './validate';

type Over = Readonly<Record<string, unknown>>;

const pod = (spec: Over = {}, container: Over = {}, metadata: Over = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one', ...metadata },
  spec: { containers: [{ name: 'main', image: 'nginx', ...container }], ...spec },
});
const deployment = (spec: Over = {}, podSpec: Over = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'main', image: 'nginx' }], ...podSpec },
    },
    ...spec,
  },
});
const service = (spec: Over = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports: [{ port: 80 }], ...spec },
});
const ingress = (path: Over) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web' },
  spec: {
    rules: [
      {
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'web', port: { number: 80 } } },
              ...path,
            },
          ],
        },
      },
    ],
  },
});

const lines = (manifest: unknown): readonly string[] =>
  (validateManifest(manifest) as readonly Violation[]).map((v) => `${v.field}: ${v.message}`);

describe('valid manifests', () => {
  it.each([[pod()], [deployment()], [service()], [ingress({})]])('%#', (manifest) =>
    expect(lines(manifest)).toEqual([]),
  );
});

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

describe('metadata', () => {
  it.each([
    [pod({}, {}, { name: 'One' }), [`metadata.name: Invalid value: "One": ${SUBDOMAIN}`]],
    [
      pod({}, {}, { name: '' }),
      ['metadata.name: Required value: name or generateName is required'],
    ],
    [pod({}, {}, { labels: { app: 'a b' } }), [`metadata.labels: Invalid value: "a b": ${LABEL}`]],
    [
      pod({}, {}, { annotations: { 'controller.kubernetes.io/pod-deletion-cost': 'low' } }),
      [
        'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "low": must be a 32bit integer',
      ],
    ],
  ])('%#', (manifest, expected) => expect(lines(manifest)).toEqual(expected));
});

describe('containers', () => {
  it.each<[Over, Over, readonly string[]]>([
    [{ containers: [] }, {}, ['spec.containers: Required value']],
    [{}, { image: '' }, ['spec.containers[0].image: Required value']],
    [
      {},
      { image: ' nginx' },
      [
        'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
      ],
    ],
    [
      { initContainers: [{ name: 'main', image: 'x' }] },
      {},
      ['spec.initContainers[0].name: Duplicate value: "main"'],
    ],
    [
      {},
      { imagePullPolicy: 'Sometimes' },
      [
        'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
      ],
    ],
    [
      {},
      { ports: [{ containerPort: 70_000 }] },
      [
        'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      ],
    ],
    [
      {},
      { ports: [{ containerPort: 80, protocol: 'tcp' }] },
      [
        'spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      {},
      { livenessProbe: { httpGet: { port: 80 }, exec: { command: ['true'] } } },
      [
        'spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type',
      ],
    ],
    [
      {},
      { readinessProbe: { periodSeconds: 5 } },
      ['spec.containers[0].readinessProbe: Required value: must specify a handler type'],
    ],
    [
      {},
      { livenessProbe: { httpGet: { port: 80 }, successThreshold: 2 } },
      ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
    ],
    [
      { initContainers: [{ name: 'i', image: 'x', readinessProbe: { tcpSocket: { port: 1 } } }] },
      {},
      [
        'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      ],
    ],
    [
      {},
      { restartPolicy: 'Always' },
      ['spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers'],
    ],
    [
      {},
      { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } },
      [
        'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      ],
    ],
    [
      {},
      { resources: { requests: { memory: '-1Mi' } } },
      [
        'spec.containers[0].resources.requests[memory]: Invalid value: "-1Mi": must be greater than or equal to 0',
      ],
    ],
    [
      {},
      { resources: { limits: { gpus: 1 } } },
      [
        'spec.containers[0].resources.limits[gpus]: Invalid value: "gpus": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.limits[gpus]: Invalid value: "gpus": must be a standard resource for containers',
      ],
    ],
    [
      {},
      { resources: { requests: { 'nvidia.com/gpu': 1 } } },
      [
        'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
      ],
    ],
    [
      {},
      { resources: { limits: { 'nvidia.com/gpu': '500m' } } },
      [
        'spec.containers[0].resources.limits[nvidia.com/gpu]: Invalid value: "500m": must be an integer',
      ],
    ],
    [
      {},
      { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      ['spec.containers[0].volumeMounts[0].name: Not found: "data"'],
    ],
    [
      {},
      { env: [{ name: 'A=B', value: 'x' }] },
      [
        'spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
      ],
    ],
    [
      {},
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      [
        'spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
      ],
    ],
  ])('%#', (spec, container, expected) => expect(lines(pod(spec, container))).toEqual(expected));
});

describe('placement', () => {
  it.each<[Over, readonly string[]]>([
    [
      { tolerations: [{ operator: 'Equal', value: 'x' }] },
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In' }] }],
            },
          },
        },
      },
      [
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      ],
    ],
    [
      {
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 101, podAffinityTerm: { topologyKey: 'zone' } },
            ],
          },
        },
      },
      [
        'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
      ],
    ],
    [
      {
        topologySpreadConstraints: [
          { maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'Never' },
        ],
      },
      [
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
    [
      { restartPolicy: 'Sometimes' },
      [
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
      ],
    ],
  ])('%#', (spec, expected) => expect(lines(pod(spec))).toEqual(expected));
});

describe('deployments', () => {
  it.each<[Over, Over, readonly string[]]>([
    [
      { selector: { matchLabels: { app: 'api' } } },
      {},
      [
        'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      ],
    ],
    [
      { selector: {} },
      {},
      ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
    ],
    [
      {},
      { restartPolicy: 'Never' },
      ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ],
    [
      { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
      {},
      [
        "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
      ],
    ],
    [
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
      {},
      [
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
      ],
    ],
    [
      { strategy: { rollingUpdate: { maxUnavailable: 'half' } } },
      {},
      [
        "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"half\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ],
    ],
    [
      { minReadySeconds: 700 },
      {},
      ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
    ],
  ])('%#', (spec, podSpec, expected) => expect(lines(deployment(spec, podSpec))).toEqual(expected));
});

describe('services and ingresses', () => {
  it.each<[unknown, readonly string[]]>([
    [
      service({ type: 'Cluster' }),
      [
        'spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [service({ ports: [] }), ['spec.ports: Required value']],
    [
      service({ ports: [{ port: 80 }, { port: 443 }] }),
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      service({ ports: [{ port: 80, nodePort: 30_001 }] }),
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      service({ ports: [{ port: 80, targetPort: 'a_b' }] }),
      [
        'spec.ports[0].targetPort: Invalid value: "a_b": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      ],
    ],
    [
      ingress({ pathType: undefined }),
      ['spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified'],
    ],
    [
      ingress({ path: 'web' }),
      ['spec.rules[0].http.paths[0].path: Invalid value: "web": must be an absolute path'],
    ],
  ])('%#', (manifest, expected) => expect(lines(manifest)).toEqual(expected));
});

describe('validateManifest', () => {
  it('names the place of a missing kind', () =>
    expect(validateManifest({ apiVersion: 'v1' })).toEqual([
      { path: ['kind'], reason: 'BadRequest', message: "Object 'Kind' is missing" },
    ]));

  it('says where a removed version went', () =>
    expect(validateManifest({ apiVersion: 'apps/v1beta1', kind: 'Deployment' })[0]?.message).toBe(
      'no matches for kind "Deployment" in version "apps/v1beta1" (apps/v1beta1 was last served in Kubernetes 1.15: use apps/v1)',
    ));

  it('points into the object, not at its printed name', () =>
    expect(
      validateManifest(pod({}, {}, { labels: { app: 'a b' } })).map((error) => error.path),
    ).toEqual([['metadata', 'labels', 'app']]));
});

it('unwraps lists, typed or not', () => {
  const items = [{ metadata: { name: 'a' } }];
  expect(objectsOf({ apiVersion: 'v1', kind: 'PodList', items })).toEqual([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
  ]);
  expect(objectsOf({ apiVersion: 'v1', kind: 'List', items: [pod()] })).toEqual([pod()]);
});
