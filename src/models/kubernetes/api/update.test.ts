/** Patches, updates and the scale subresource. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../types';
import { ApiServer, DEPLOYMENTS, deployment, pod } from './fixtures/apiServer';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});
const live = () => api.simulation.context.get('kubernetes/Deployment', 'default/web') as Deployment;

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

describe('a pod that is applied again', () => {
  it('keeps the tolerations that admission gave it', () => {
    const tolerant = pod({ tolerations: [{ key: 'gpu', operator: 'Exists' }] });
    api.apply(tolerant);
    expect(api.apply(tolerant).operation).toBe('unchanged');
    expect(
      api.simulation.context
        .get('kubernetes/Pod', 'default/one')
        ?.spec.tolerations?.map((toleration) => toleration.key),
    ).toEqual(['gpu', 'node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']);
  });
});
