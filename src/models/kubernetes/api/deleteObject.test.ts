/** Deleting: grace periods, finalizers, namespaces. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../types';
import { ApiServer, DEPLOYMENTS, deployment, pod } from './fixtures/apiServer';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});
const live = () => api.simulation.context.get('kubernetes/Deployment', 'default/web') as Deployment;

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
    api.submit({
      verb: 'delete',
      resource: 'pods',
      name: 'one',
      query: { gracePeriodSeconds: '0' },
    });
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
