/** Creating objects: defaults, admission, allocation. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Pod, Service } from '../types';
import { ApiServer, deployment, pod } from './fixtures/apiServer';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});

describe('create', () => {
  it('admits pods: priority, tolerations, requests from limits', () => {
    api.apply({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'high' },
      value: 1000,
    });
    api.submit({
      verb: 'create',
      body: pod({
        priorityClassName: 'high',
        containers: [
          { name: 'main', image: 'busybox', resources: { limits: { cpu: '0.5', memory: '1Gi' } } },
        ],
      }),
    });
    const stored = api.simulation.context.get('kubernetes/Pod', 'default/one') as Pod;
    expect(stored.spec).toMatchObject({
      priority: 1000,
      preemptionPolicy: 'PreemptLowerPriority',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      containers: [
        {
          imagePullPolicy: 'Always',
          resources: {
            limits: { cpu: '500m', memory: '1Gi' },
            requests: { cpu: '500m', memory: '1Gi' },
          },
        },
      ],
    });
    expect(stored.status).toMatchObject({ phase: 'Pending', qosClass: 'Guaranteed' });
    expect(
      api.refused({
        verb: 'create',
        body: { ...pod({ priorityClassName: 'low' }), metadata: { name: 'two' } },
      }).error.message,
    ).toBe('pods "two" is forbidden: no PriorityClass with name low was found');
  });

  it('names pods by generateName', () => {
    const answer = api.submit({
      verb: 'create',
      body: { ...pod(), metadata: { generateName: 'job-' } },
    });
    expect((answer.object['metadata'] as { name: string }).name).toMatch(
      /^job-[bcdfghjklmnpqrstvwxz2456789]{5}$/,
    );
  });

  it('allocates an address and node ports, and keeps them', () => {
    const service = (spec: object) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
    });
    api.apply(service({ type: 'LoadBalancer' }));
    const get = () => api.simulation.context.get('kubernetes/Service', 'default/web') as Service;
    const { clusterIP, ports } = get().spec;
    expect(clusterIP).toMatch(/^10\.100\.\d+\.\d+$/);
    expect(ports?.[0]).toMatchObject({ port: 80, targetPort: 80, protocol: 'TCP' });
    const nodePort = ports?.[0]?.nodePort ?? 0;
    expect(nodePort).toBeGreaterThanOrEqual(30_000);
    api.apply(service({ type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8080 }] }));
    expect(get().spec).toMatchObject({ clusterIP, ports: [{ targetPort: 8080, nodePort }] });
    api.apply(service({}));
    expect(get().spec.ports?.[0]?.nodePort).toBeUndefined();
    expect(get().spec.clusterIP).toBe(clusterIP);
    expect(
      api.refused({ verb: 'apply', body: service({ clusterIP: '10.100.9.9' }) }).error.message,
    ).toContain('spec.clusterIPs[0]: Invalid value: "10.100.9.9": may not change once set');
  });

  it('says what it does not simulate', () => {
    const answer = api.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { a: '1' },
    });
    expect(answer.warnings).toEqual([
      'ConfigMap is accepted and kept, but not simulated yet: nothing acts on it',
    ]);
    expect(answer.notSimulated).toEqual([[]]);
    expect(api.apply(deployment({ container: { workingDir: '/srv' } })).notSimulated).toEqual([
      ['spec', 'template', 'spec', 'containers', 0, 'workingDir'],
    ]);
  });

  it('does nothing in a dry run', () => {
    const answer = api.submit({ verb: 'apply', body: deployment(), query: { dryRun: 'All' } });
    expect(answer.operation).toBe('created');
    expect(api.simulation.records.version).toBe(0);
  });

  it.each([
    [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }, 'nodes'],
    [
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'web-1' },
        addressType: 'IPv4',
        endpoints: [],
      },
      'endpointslices',
    ],
    [
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'noted' },
        involvedObject: { kind: 'Pod', name: 'one' },
      },
      'events',
    ],
    [
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'leader' },
        spec: { holderIdentity: 'me' },
      },
      'leases',
    ],
  ])('keeps the least that can be written, and prints it: %j', (body, resource) => {
    api.submit({ verb: 'create', body });
    const group = body.apiVersion.includes('/') ? (body.apiVersion.split('/')[0] ?? '') : '';
    const table = api.query({ verb: 'list', group, resource, query: { as: 'Table' } });
    expect((table['rows'] as readonly unknown[]).length).toBe(1);
    expect(api.apply(body).operation).toBe('configured');
    expect(api.apply(body).operation).toBe('unchanged');
  });
});
