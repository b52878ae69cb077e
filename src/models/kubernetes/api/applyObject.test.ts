/** `kubectl apply` end to end on the real engine. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../types';
import { without } from '../validation/without';
import { ApiServer, DEPLOYMENTS, deployment, pod } from './fixtures/apiServer';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});
const live = () => api.simulation.context.get('kubernetes/Deployment', 'default/web') as Deployment;

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
    const withoutReplicas = without(deployment().spec, 'replicas');
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
    api.apply(deployment({ container: { image: 'nginx:1.28', env: [{ name: 'B', value: '2' }] } }));
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
