/** Disruption budgets in the running cluster: their status, who they stop, and whom they do not. */
import { describe, expect, it } from 'vitest';
import { barePod, Cluster, machine, web } from '../../kubelet/cluster.fixture';
import type { PodDisruptionBudget } from '../../types';

const KEY = 'poddisruptionbudgets.policy/default/web';

function budget(spec: object, name = 'web') {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  };
}

function ready(spec: object, replicas = 4, nodes = 2): Cluster {
  const cluster = new Cluster(nodes);
  cluster.apply(web({ replicas }));
  cluster.apply(budget(spec));
  cluster.runChecked(60_000);
  return cluster;
}

const statusOf = (cluster: Cluster, key = KEY) =>
  (cluster.simulation.context.get('kubernetes/Object', key) as PodDisruptionBudget | undefined)
    ?.status;

const evict = (cluster: Cluster, name: string, deleteOptions?: object) =>
  cluster.simulation.submit(
    {
      api: 'kubernetes',
      verb: 'create',
      group: '',
      version: 'v1',
      resource: 'pods',
      namespace: 'default',
      name,
      subresource: 'eviction',
      body: {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace: 'default' },
        ...(deleteOptions ? { deleteOptions } : {}),
      },
    } as never,
    'test',
  );

describe('the status of a budget', () => {
  it.each([
    ['a number that must stay', { minAvailable: 3 }, [4, 3, 1]],
    ['half that must stay', { minAvailable: '50%' }, [4, 2, 2]],
    ['one that may go', { maxUnavailable: 1 }, [4, 3, 1]],
    ['a tenth that may go, rounded up', { maxUnavailable: '10%' }, [4, 3, 1]],
    ['none that may go', { maxUnavailable: 0 }, [4, 4, 0]],
    ['more than there are', { minAvailable: 5 }, [4, 5, 0]],
  ] as const)('counts %s', (_, spec, [expectedPods, desiredHealthy, disruptionsAllowed]) => {
    const reason = disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods';
    expect(statusOf(ready(spec))).toMatchObject({
      observedGeneration: 1,
      currentHealthy: 4,
      expectedPods,
      desiredHealthy,
      disruptionsAllowed,
      conditions: [{ type: 'DisruptionAllowed', reason, observedGeneration: 1 }],
    });
  });

  it('follows the scale of the Deployment, not the pods that are there', () => {
    const cluster = ready({ maxUnavailable: 1 });
    cluster.apply(web({ replicas: 6 }));
    cluster.runChecked(60_300);
    expect(statusOf(cluster)).toMatchObject({ expectedPods: 6, currentHealthy: 4 });
    expect(statusOf(cluster)?.disruptionsAllowed).toBe(0);
    cluster.runChecked(120_000);
    expect(statusOf(cluster)).toMatchObject({ currentHealthy: 6, disruptionsAllowed: 1 });
  });

  it('fails where the owner has no scale', () => {
    const cluster = new Cluster(2);
    const { metadata, spec } = web();
    const { selector, template } = spec;
    cluster.apply({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: { selector, template },
    } as never);
    cluster.apply(budget({ maxUnavailable: 1 }));
    cluster.runChecked(60_000);
    expect(statusOf(cluster)?.conditions?.[0]).toMatchObject({
      status: 'False',
      reason: 'SyncFailed',
      message: 'daemonsets.apps does not implement the scale subresource',
    });
    const answer = evict(cluster, cluster.pods[0]?.metadata.name ?? '');
    expect(answer).toMatchObject({
      status: 429,
      error: {
        causes: [
          {
            message:
              'The disruption budget web does not allow evicting pods currently because it failed sync: daemonsets.apps does not implement the scale subresource',
          },
        ],
      },
    });
  });
});

describe('eviction', () => {
  it('uses up the budget at once and is refused when there is none left', () => {
    const cluster = ready({ minAvailable: 3 });
    const [first = '', second = ''] = cluster.pods.map((pod) => pod.metadata.name);
    expect(evict(cluster, first).ok).toBe(true);
    expect(statusOf(cluster)).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { [first]: 60_000 },
    });
    expect(evict(cluster, second)).toMatchObject({
      ok: false,
      status: 429,
      error: {
        name: 'TooManyRequests',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        causes: [{ reason: 'DisruptionBudget' }],
      },
    });
    cluster.runChecked(60_100);
    expect(statusOf(cluster)).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 0 });
    expect(statusOf(cluster)?.disruptedPods).toBeUndefined();
    expect(evict(cluster, second)).toMatchObject({
      error: {
        causes: [{ message: 'The disruption budget web needs 3 healthy pods and has 3 currently' }],
      },
    });
    cluster.runChecked(120_000);
    expect(statusOf(cluster)?.disruptionsAllowed).toBe(1);
  });

  it('does nothing on a dry run', () => {
    const cluster = ready({ minAvailable: 3 });
    expect(evict(cluster, cluster.pods[0]?.metadata.name ?? '', { dryRun: ['All'] }).ok).toBe(true);
    expect(statusOf(cluster)?.disruptionsAllowed).toBe(1);
  });

  it('is an error where two budgets select the pod', () => {
    const cluster = ready({ minAvailable: 1 });
    cluster.apply(budget({ minAvailable: 1 }, 'another'));
    cluster.runChecked(61_000);
    expect(evict(cluster, cluster.pods[0]?.metadata.name ?? '')).toMatchObject({
      status: 500,
      error: {
        message:
          'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      },
    });
  });

  it('does not hold a rollout, a scale-down or a plain deletion', () => {
    const cluster = ready({ maxUnavailable: 0 });
    cluster.apply(web({ replicas: 2 }));
    cluster.runChecked(120_000);
    expect(cluster.pods).toHaveLength(2);
    const name = cluster.pods[0]?.metadata.name ?? '';
    cluster.request({ verb: 'delete', group: '', resource: 'pods', namespace: 'default', name });
    cluster.runChecked(121_000);
    expect(cluster.pod(name)?.metadata.deletionTimestamp).toBeDefined();
  });

  it('is forgotten after two minutes when the pod did not go', () => {
    const cluster = ready({ minAvailable: 2 });
    const name = cluster.pods[0]?.metadata.name ?? '';
    const object = cluster.simulation.context.get('kubernetes/Object', KEY) as PodDisruptionBudget;
    const status = { ...object.status, disruptedPods: { [name]: '2026-01-05T00:01:00Z' } };
    cluster.request({
      verb: 'update',
      group: 'policy',
      resource: 'poddisruptionbudgets',
      namespace: 'default',
      name: 'web',
      subresource: 'status',
      body: { ...object, status: { ...status, conditions: [] } },
    });
    cluster.apply(budget({ minAvailable: 1 }));
    cluster.runChecked(179_000);
    expect(statusOf(cluster)).toMatchObject({
      currentHealthy: 3,
      disruptedPods: { [name]: 60_000 },
    });
    cluster.runChecked(181_000);
    expect(statusOf(cluster)).toMatchObject({ currentHealthy: 4 });
    expect(statusOf(cluster)?.disruptedPods).toBeUndefined();
  });
});

describe('draining a node under a budget', () => {
  it('waits for the budget, asks every five seconds and goes on when it allows', () => {
    const cluster = ready({ minAvailable: 4 });
    cluster.quayside('drainNode', { node: machine(0).name });
    cluster.runChecked(180_000);
    expect(cluster.facts('podEvicted')).toHaveLength(0);
    const there = cluster.pods.filter((pod) => pod.spec.nodeName === machine(0).name);
    expect(cluster.facts('evictionRefused')).toHaveLength(there.length);
    cluster.apply(budget({ minAvailable: 3 }));
    cluster.runChecked(320_000);
    expect(cluster.facts('nodeDrained')).toHaveLength(1);
    expect(cluster.readyPods).toHaveLength(4);
    for (const { data } of cluster.facts('podEvicted'))
      expect((data as { disruptionsAllowed: number }).disruptionsAllowed).toBeGreaterThanOrEqual(0);
  });

  it('is kubectl cordon, where only the node is patched: nothing leaves, nothing comes', () => {
    const cluster = ready({ minAvailable: 1 });
    const there = () => cluster.pods.filter((pod) => pod.spec.nodeName === machine(0).name).length;
    const before = there();
    cluster.request({
      verb: 'patch',
      group: '',
      resource: 'nodes',
      name: machine(0).name,
      query: { patchType: 'strategic' },
      body: { spec: { unschedulable: true } },
    });
    cluster.apply(web({ replicas: 8 }));
    cluster.runChecked(120_000);
    expect([there(), cluster.readyPods.length]).toEqual([before, 8]);
  });

  it('takes pods without an owner too', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('lone', { command: ['sleep', '3600'] }));
    cluster.runChecked(60_000);
    cluster.quayside('drainNode', { node: machine(0).name });
    cluster.runChecked(120_000);
    expect(cluster.pods).toHaveLength(0);
  });
});
