/** The API server's requests, end to end on the real engine. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deployment, Pod, Service } from '../types';
import { ApiServer, DEPLOYMENTS, deployment } from './world.fixture';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});
const live = () =>
  api.simulation.context.get('kubernetes/Deployment', 'default/web') as Deployment;
const pod = (over: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one' },
  spec: { containers: [{ name: 'main', image: 'busybox' }], ...over },
});

describe('apply', () => {
  it('creates with defaults, identity and the last-applied annotation', () => {
    const answer = api.apply(deployment());
    expect(answer.operation).toBe('created');
    expect(answer.object).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web',
        namespace: 'default',
        generation: 1,
        creationTimestamp: '2026-01-05T00:00:00Z',
        resourceVersion: '1',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration':
            '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{},"name":"web","namespace":"default"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx:1.27","name":"web"}]}}}}\n',
        },
      },
      spec: {
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 10,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
        },
      },
    });
    expect(live().metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });

  it('says unchanged and writes nothing when the file is the same', () => {
    api.apply(deployment());
    const before = live();
    expect(api.apply(deployment()).operation).toBe('unchanged');
    expect(live()).toBe(before);
  });

  it('raises generation only when spec changes', () => {
    api.apply(deployment());
    api.apply(deployment({ metadata: { labels: { team: 'a' } } }));
    expect(live().metadata).toMatchObject({ generation: 1, labels: { team: 'a' } });
    expect(api.apply(deployment({ spec: { minReadySeconds: 5 } })).operation).toBe('configured');
    expect(live().metadata.generation).toBe(2);
  });

  it('leaves alone what others set, and removes only what it had set itself', () => {
    const { replicas: _, ...withoutReplicas } = deployment().spec;
    api.apply(deployment({ metadata: { labels: { mine: 'yes' } } }));
    api.submit({
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      subresource: 'scale',
      body: { spec: { replicas: 9 } },
      query: { patchType: 'merge' },
    });
    api.submit({
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      body: { metadata: { labels: { theirs: 'yes' } } },
    });
    api.apply({
      ...deployment({ metadata: { labels: { other: 'yes' } } }),
      spec: withoutReplicas,
    });
    expect(live().metadata.labels).toEqual({ theirs: 'yes', other: 'yes' });
    expect(live().spec.replicas).toBe(1);
    api.submit({
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      subresource: 'scale',
      body: { spec: { replicas: 9 } },
      query: { patchType: 'merge' },
    });
    api.apply({ ...deployment({ metadata: { labels: { again: 'yes' } } }), spec: withoutReplicas });
    expect(live().spec.replicas).toBe(9);
  });

  it('merges containers by name and environment by name', () => {
    api.apply(deployment({ container: { env: [{ name: 'A', value: '1' }] } }));
    api.submit({
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      body: {
        spec: {
          template: { spec: { containers: [{ name: 'sidecar', image: 'envoy:1' }] } },
        },
      },
    });
    expect(live().spec.template.spec.containers.map((c) => c.name)).toEqual(['sidecar', 'web']);
    api.apply(
      deployment({ container: { image: 'nginx:1.28', env: [{ name: 'B', value: '2' }] } }),
    );
    const [sidecar, web] = live().spec.template.spec.containers;
    expect(sidecar?.image).toBe('envoy:1');
    expect(web).toMatchObject({ image: 'nginx:1.28', env: [{ name: 'B', value: '2' }] });
  });

  it('drops the rolling update when the strategy becomes Recreate', () => {
    api.apply(deployment());
    api.apply(deployment({ spec: { strategy: { type: 'Recreate' } } }));
    expect(live().spec.strategy).toEqual({ type: 'Recreate' });
  });

  it('refuses a stale resourceVersion taken from a file', () => {
    api.apply(deployment());
    expect(
      api.refused({
        verb: 'apply',
        body: deployment({ metadata: { resourceVersion: '999' }, spec: { minReadySeconds: 1 } }),
      }),
    ).toMatchObject({
      status: 409,
      error: {
        name: 'Conflict',
        message:
          'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
      },
    });
  });

  it('refuses generateName, as kubectl does', () =>
    expect(
      api.refused({
        verb: 'apply',
        body: { ...pod(), metadata: { generateName: 'job-' } },
      }).error.message,
    ).toBe('from job-: cannot use generate name with apply'));
});

describe('refusals', () => {
  it('names the field as the API does', () =>
    expect(
      api.refused({ verb: 'apply', body: deployment({ spec: { replicas: -1 } }) }),
    ).toMatchObject({
      status: 422,
      error: {
        name: 'Invalid',
        message:
          'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
        causes: [
          {
            path: ['spec', 'replicas'],
            field: 'spec.replicas',
            reason: 'FieldValueInvalid',
            message: 'Invalid value: -1: must be greater than or equal to 0',
          },
        ],
      },
    }));

  it('says whose limit a million replicas meets', () =>
    expect(
      api.refused({ verb: 'apply', body: deployment({ spec: { replicas: 1_000_000 } }) }).error
        .message,
    ).toContain('must be less than or equal to 50000 (a limit of this simulator, not of Kubernetes)'));

  it('lists unknown fields in strict decoding', () =>
    expect(
      api.refused({
        verb: 'apply',
        body: deployment({ spec: { replica: 1 }, container: { imagePullpolicy: 'Always' } }),
      }),
    ).toMatchObject({
      status: 400,
      error: {
        name: 'BadRequest',
        message:
          'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.template.spec.containers[0].imagePullpolicy", unknown field "spec.replica"',
      },
    }));

  it('repeats what Go says of wrong types', () =>
    expect(
      api.refused({ verb: 'apply', body: deployment({ spec: { replicas: '3' } }) }).error.message,
    ).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ));

  it('changes nothing and leaves no fact', () => {
    api.refused({ verb: 'apply', body: deployment({ spec: { replicas: -1 } }) });
    expect(api.simulation.records.version).toBe(0);
    expect(api.factTypes()).toEqual([]);
  });

  it('keeps selectors as they are', () => {
    api.apply(deployment());
    const other = { app: 'other' };
    expect(
      api.refused({
        verb: 'apply',
        body: deployment({
          spec: {
            selector: { matchLabels: other },
            template: { ...deployment().spec.template, metadata: { labels: other } },
          },
        }),
      }).error.message,
    ).toBe(
      'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
    );
  });

  it.each([
    ['argoproj.io/v1alpha1', 'Rollout', /no matches for kind "Rollout" in version "argoproj.io/],
    ['policy/v1beta1', 'PodDisruptionBudget', /no matches for kind "PodDisruptionBudget"/],
  ])('knows no %s %s', (apiVersion, kind, message) => {
    const { error } = api.refused({ verb: 'apply', body: { apiVersion, kind } });
    expect(error.message).toMatch(message);
    expect(error.causes[0]?.message.length).toBeGreaterThan(10);
  });

  it('finds no namespace that was not created', () => {
    expect(
      api.refused({ verb: 'apply', body: deployment({ metadata: { namespace: 'shop' } }) }).error
        .message,
    ).toBe('namespaces "shop" not found');
    api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    expect(api.apply(deployment({ metadata: { namespace: 'shop' } })).operation).toBe('created');
  });

  it('knows AlreadyExists and NotFound', () => {
    api.submit({ verb: 'create', body: pod() });
    expect(api.refused({ verb: 'create', body: pod() })).toMatchObject({
      status: 409,
      error: { name: 'AlreadyExists', message: 'pods "one" already exists' },
    });
    expect(api.refused({ verb: 'delete', resource: 'pods', name: 'two' })).toMatchObject({
      status: 404,
      error: { name: 'NotFound', message: 'pods "two" not found' },
    });
  });
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
});

describe('patch, update and scale', () => {
  beforeEach(() => api.apply(deployment()));
  const patch = (body: unknown, patchType: string) =>
    api.submit({ verb: 'patch', ...DEPLOYMENTS, name: 'web', body, query: { patchType } });

  it('merges lists strategically, replaces them in a merge patch', () => {
    const containers = [{ name: 'log', image: 'fluentbit:3' }];
    patch({ spec: { template: { spec: { containers } } } }, 'strategic');
    expect(live().spec.template.spec.containers.length).toBe(2);
    patch({ spec: { template: { spec: { containers } } } }, 'merge');
    expect(live().spec.template.spec.containers.length).toBe(1);
  });

  it('deletes items by directive', () => {
    patch(
      {
        spec: {
          template: { spec: { containers: [{ name: 'log', image: 'fluentbit:3' }] } },
        },
      },
      'strategic',
    );
    patch(
      { spec: { template: { spec: { containers: [{ name: 'web', $patch: 'delete' }] } } } },
      'strategic',
    );
    expect(live().spec.template.spec.containers.map((c) => c.name)).toEqual(['log']);
  });

  it('carries out JSON patches, all or nothing', () => {
    patch([{ op: 'replace', path: '/spec/replicas', value: 7 }], 'json');
    expect(live().spec.replicas).toBe(7);
    expect(
      api.refused({
        verb: 'patch',
        ...DEPLOYMENTS,
        name: 'web',
        body: [
          { op: 'replace', path: '/spec/replicas', value: 8 },
          { op: 'remove', path: '/spec/nothing' },
        ],
        query: { patchType: 'json' },
      }).status,
    ).toBe(422);
    expect(live().spec.replicas).toBe(7);
  });

  it('scales through the subresource and says from how many to how many', () => {
    const answer = api.submit({
      verb: 'update',
      ...DEPLOYMENTS,
      name: 'web',
      subresource: 'scale',
      body: { spec: { replicas: 5 } },
    });
    expect(answer.operation).toBe('scaled');
    expect(live().spec.replicas).toBe(5);
    const scaled = api.simulation.facts.since(0).find((fact) => fact.type === 'objectScaled');
    expect(scaled?.data).toMatchObject({ from: 3, to: 5 });
    expect(
      api.query({ verb: 'get', ...DEPLOYMENTS, name: 'web', subresource: 'scale' }),
    ).toMatchObject({ kind: 'Scale', spec: { replicas: 5 }, status: { selector: 'app=web' } });
  });

  it('refuses an update of an overtaken version', () => {
    const object = api.query({ verb: 'get', ...DEPLOYMENTS, name: 'web' });
    patch({ spec: { minReadySeconds: 3 } }, 'merge');
    expect(
      api.refused({ verb: 'update', ...DEPLOYMENTS, name: 'web', body: object }).error.name,
    ).toBe('Conflict');
  });

  it('writes status only through its subresource', () => {
    const status = { readyReplicas: 2 };
    patch({ status }, 'merge');
    expect(live().status).toEqual({});
    api.submit({
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      subresource: 'status',
      body: { status, spec: { replicas: 1 } },
      query: { patchType: 'merge' },
    });
    expect(live().status).toEqual(status);
    expect(live().spec.replicas).toBe(3);
  });

  it('lets only a few fields of a pod change', () => {
    api.submit({ verb: 'create', body: pod() });
    const image = (text: string) => ({ spec: { containers: [{ name: 'main', image: text }] } });
    expect(
      api.submit({ verb: 'patch', resource: 'pods', name: 'one', body: image('busybox:2') })
        .operation,
    ).toBe('patched');
    expect(
      api.refused({
        verb: 'patch',
        resource: 'pods',
        name: 'one',
        body: { spec: { hostNetwork: true } },
      }).error.message,
    ).toContain('pod updates may not change fields other than `spec.containers[*].image`');
  });
});

describe('delete', () => {
  const onNode = (name: string) => {
    api.submit({
      verb: 'create',
      body: { ...pod({ nodeName: 'n1' }), metadata: { name } },
    });
  };
  const get = (name: string) => api.simulation.context.get('kubernetes/Pod', `default/${name}`);

  it('removes at once what no kubelet runs', () => {
    api.submit({ verb: 'create', body: pod() });
    api.submit({ verb: 'delete', resource: 'pods', name: 'one' });
    expect(get('one')).toBeUndefined();
    expect(api.factTypes()).toContain('objectDeleted');
  });

  it('gives a pod on a node its grace period', () => {
    onNode('one');
    api.submit({ verb: 'delete', resource: 'pods', name: 'one' });
    expect(get('one')?.metadata).toMatchObject({
      deletionTimestamp: 30_000,
      deletionGracePeriodSeconds: 30,
    });
    api.submit({
      verb: 'delete',
      resource: 'pods',
      name: 'one',
      body: { gracePeriodSeconds: 5 },
    });
    expect(get('one')?.metadata.deletionTimestamp).toBe(5_000);
    api.submit({ verb: 'delete', resource: 'pods', name: 'one', query: { gracePeriodSeconds: '0' } });
    expect(get('one')).toBeUndefined();
  });

  it('waits for finalizers', () => {
    api.apply(deployment({ metadata: { finalizers: ['example.com/wait'] } }));
    api.submit({ verb: 'delete', ...DEPLOYMENTS, name: 'web' });
    expect(live().metadata.deletionTimestamp).toBe(0);
    api.submit({
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      body: { metadata: { finalizers: null } },
      query: { patchType: 'merge' },
    });
    expect(live()).toBeUndefined();
  });

  it('marks the owner for foreground and orphaning deletion', () => {
    api.apply(deployment());
    api.submit({
      verb: 'delete',
      ...DEPLOYMENTS,
      name: 'web',
      query: { propagationPolicy: 'Foreground' },
    });
    expect(live().metadata.finalizers).toEqual(['foregroundDeletion']);
  });

  it('lets a namespace terminate and protects those of the system', () => {
    api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    api.submit({ verb: 'delete', resource: 'namespaces', name: 'shop' });
    expect(api.simulation.context.get('kubernetes/Namespace', 'shop')?.status.phase).toBe(
      'Terminating',
    );
    expect(
      api.refused({ verb: 'apply', body: deployment({ metadata: { namespace: 'shop' } }) }).error
        .message,
    ).toContain('because it is being terminated');
    expect(
      api.refused({ verb: 'delete', resource: 'namespaces', name: 'default' }).error.message,
    ).toBe('namespaces "default" is forbidden: this namespace may not be deleted');
  });
});

describe('get and list', () => {
  const names = (list: Readonly<Record<string, unknown>>) =>
    (list['items'] as { metadata: { name: string } }[]).map((item) => item.metadata.name);
  const add = (name: string, labels: Record<string, string>) =>
    api.submit({ verb: 'create', body: { ...pod(), metadata: { name, labels } } });
  beforeEach(() => {
    add('c', { app: 'web', tier: 'front' });
    add('a', { app: 'web' });
    add('b', { app: 'db' });
  });
  const list = (query: Record<string, string> = {}) =>
    api.query({ verb: 'list', resource: 'pods', query });

  it('answers in the order of keys', () => expect(names(list())).toEqual(['a', 'b', 'c']));

  it.each([
    ['app=web', ['a', 'c']],
    ['app in (db,cache)', ['b']],
    ['app!=web', ['b']],
    ['app=web,!tier', ['a']],
    ['tier', ['c']],
  ])('selects by labels %s', (labelSelector, expected) =>
    expect(names(list({ labelSelector }))).toEqual(expected),
  );

  it('selects by fields', () => {
    expect(names(list({ fieldSelector: 'metadata.name!=a,status.phase=Pending' }))).toEqual([
      'b',
      'c',
    ]);
    expect(() => list({ fieldSelector: 'spec.color=red' })).toThrow(
      'field label not supported: spec.color',
    );
  });

  it('pages', () => {
    const first = list({ limit: '2' });
    expect(names(first)).toEqual(['a', 'b']);
    const { continue: token, remainingItemCount } = first['metadata'] as {
      continue: string;
      remainingItemCount: number;
    };
    expect(remainingItemCount).toBe(1);
    expect(names(list({ limit: '2', continue: token }))).toEqual(['c']);
  });

  it('prints a table', () => {
    const table = list({ as: 'Table' }) as unknown as {
      columnDefinitions: { name: string; priority: number }[];
      rows: { cells: unknown[] }[];
    };
    expect(table.columnDefinitions.filter((c) => c.priority === 0).map((c) => c.name)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
    ]);
    expect(table.rows[0]?.cells.slice(0, 5)).toEqual(['a', '0/1', 'Pending', '0', '0s']);
  });

  it('shows the namespaces that every cluster has', () =>
    expect(names(api.query({ verb: 'list', resource: 'namespaces' }))).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ]));

  it('lists its resources', () => {
    const { resources } = api.query({ verb: 'list', resource: '' }) as unknown as {
      resources: { name: string }[];
    };
    expect(resources.map((r) => r.name)).toContain('deployments');
  });
});
