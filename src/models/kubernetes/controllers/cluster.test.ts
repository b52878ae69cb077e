/** Deployments from Apply to running pods and back, on the real engine with scheduler, kubelets and API. */
import { describe, expect, it } from 'vitest';
import { Cluster, machine, web } from '../kubelet/cluster.fixture';
import { silenceKubelet } from '../commands';

describe('a Deployment', () => {
  it('comes up, and says when its rollout is complete', () => {
    const cluster = new Cluster(3);
    cluster.apply(web());
    cluster.runChecked(60_000);
    expect(cluster.readyPods).toHaveLength(3);
    expect(cluster.deployment('web')?.status).toMatchObject({
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      unavailableReplicas: 0,
    });
    expect(cluster.facts('rolloutComplete')).toHaveLength(1);
  });

  it('leads a ready pod by its causes to the request', () => {
    const cluster = new Cluster(3);
    cluster.apply(web({ replicas: 1 }));
    cluster.runChecked(60_000);
    const ready = cluster.facts('podReady')[0];
    const chain = cluster.simulation.causes(ready?.serial ?? -1).map((fact) => fact.type);
    expect(chain[0]).toBe('requested');
    expect(chain).toEqual(
      expect.arrayContaining([
        'replicaSetCreated',
        'podCreated',
        'podAdmitted',
        'containerStarted',
      ]),
    );
  });

  it('keeps its bounds at every step of a rolling update', () => {
    const cluster = new Cluster(4);
    cluster.apply(web({ replicas: 10 }));
    cluster.runChecked(90_000);
    cluster.apply(web({ replicas: 10, image: 'nginx:1.28' }));
    const seen = { most: 0, fewest: Infinity };
    cluster.runChecked(240_000, () => {
      const active = cluster.pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
      seen.most = Math.max(seen.most, active.length);
      const ready = cluster.readyPods.filter((p) => p.metadata.deletionTimestamp === undefined);
      seen.fewest = Math.min(seen.fewest, ready.length);
      return [];
    });
    // 25 % of 10: three more, two fewer.
    expect(seen.most).toBe(13);
    expect(seen.fewest).toBeGreaterThanOrEqual(8);
    expect(cluster.pods.map((pod) => pod.spec.containers[0]?.image)).toEqual(
      Array.from({ length: 10 }, () => 'nginx:1.28'),
    );
  });

  it('stands still when new pods cannot start, says so after the deadline, and goes back', () => {
    const cluster = new Cluster(4);
    cluster.apply(web({ replicas: 4, spec: { progressDeadlineSeconds: 60 } }));
    cluster.runChecked(60_000);
    cluster.quayside('describeImage', { name: 'nginx:broken', fails: 'pull' });
    cluster.apply(
      web({ replicas: 4, image: 'nginx:broken', spec: { progressDeadlineSeconds: 60 } }),
    );
    cluster.runChecked(240_000);
    expect(cluster.readyPods).toHaveLength(3);
    expect(cluster.facts('progressDeadlineExceeded')).toHaveLength(1);
    const progressing = cluster
      .deployment('web')
      ?.status.conditions?.find((c) => c.type === 'Progressing');
    expect(progressing).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });

    cluster.apply(web({ replicas: 4, spec: { progressDeadlineSeconds: 60 } }));
    cluster.runChecked(400_000);
    expect(cluster.readyPods).toHaveLength(4);
    // The first set again, under a new number; no third one.
    expect(cluster.replicaSets).toHaveLength(2);
    const revisions = cluster.replicaSets.map(
      ({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'],
    );
    expect(revisions).toEqual(['3', '2']);
  });

  it('with Recreate lets no two templates run at once', () => {
    const cluster = new Cluster(3);
    const recreate = { strategy: { type: 'Recreate' } };
    cluster.apply(web({ replicas: 3, spec: recreate }));
    cluster.runChecked(60_000);
    cluster.apply(web({ replicas: 3, spec: recreate, image: 'nginx:1.28' }));
    cluster.runChecked(180_000, () => {
      // Pods that have ended do not count, though their objects are still being cleaned up.
      const living = cluster.pods.filter(
        ({ status }) => status.phase !== 'Succeeded' && status.phase !== 'Failed',
      );
      const images = new Set(living.map((pod) => pod.spec.containers[0]?.image));
      const phases = living.map(({ status }) => status.phase).join();
      return images.size > 1 ? [`two templates at once: ${phases}`] : [];
    });
    expect(cluster.readyPods).toHaveLength(3);
  });

  it('takes everything it owns with it', () => {
    const cluster = new Cluster(3);
    cluster.apply(web());
    cluster.runChecked(60_000);
    const at = { group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' };
    cluster.request({ verb: 'delete', ...at });
    cluster.runChecked(120_000);
    expect([cluster.replicaSets.length, cluster.pods.length]).toEqual([0, 0]);
    expect(cluster.simulation.context.size('workload/Listener')).toBe(0);
  });

  it('replaces a pod that was deleted, while the old one is still stopping', () => {
    const cluster = new Cluster(3);
    cluster.apply(web({ container: { lifecycle: { preStop: { sleep: { seconds: 10 } } } } }));
    cluster.runChecked(60_000);
    const name = cluster.pods[0]?.metadata.name ?? '';
    const at = { group: '', resource: 'pods', namespace: 'default', name };
    cluster.request({ verb: 'delete', ...at });
    cluster.runChecked(62_000);
    expect(cluster.pods).toHaveLength(4);
    cluster.runChecked(120_000);
    expect(cluster.pods).toHaveLength(3);
    expect(cluster.pod(name)).toBeUndefined();
  });
});

describe('a namespace that is deleted', () => {
  it('goes when its content has gone', () => {
    const cluster = new Cluster(2);
    cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as never);
    const deployment = web();
    cluster.apply({ ...deployment, metadata: { ...deployment.metadata, namespace: 'shop' } });
    cluster.runChecked(60_000);
    expect(cluster.readyPods).toHaveLength(3);
    cluster.request({ verb: 'delete', group: '', resource: 'namespaces', name: 'shop' });
    cluster.runChecked(60_500);
    expect(cluster.simulation.context.has('kubernetes/Namespace', 'shop')).toBe(true);
    cluster.runChecked(180_000);
    expect(cluster.simulation.context.has('kubernetes/Namespace', 'shop')).toBe(false);
    expect([cluster.pods.length, cluster.replicaSets.length]).toEqual([0, 0]);
  });
});

describe('draining a node', () => {
  it('cordons it, evicts its pods and is over when they have gone', () => {
    const cluster = new Cluster(3);
    cluster.apply(web({ replicas: 6 }));
    cluster.runChecked(60_000);
    cluster.quayside('drainNode', { node: machine(0).name });
    cluster.runChecked(180_000);
    const there = cluster.pods.filter((pod) => pod.spec.nodeName === machine(0).name);
    expect(there).toHaveLength(0);
    expect(cluster.node(0)?.spec.unschedulable).toBe(true);
    expect(cluster.readyPods).toHaveLength(6);
    expect(cluster.facts('nodeDrained')).toHaveLength(1);
  });
});

describe('a run', () => {
  it('gives the same bytes however time is sliced, and others for another seed', () => {
    const digestOf = (seed: number, sliceMs: number) => {
      const cluster = new Cluster(3, seed);
      cluster.apply(web({ replicas: 6 }));
      for (let at = sliceMs; at <= 30_000; at += sliceMs) cluster.simulation.runUntil(at);
      return cluster.simulation.digest();
    };
    expect(digestOf(7, 250)).toEqual(digestOf(7, 30_000));
    expect(digestOf(8, 30_000)).not.toEqual(digestOf(7, 30_000));
  });
});

describe('endpoints', () => {
  it('follow pods that become ready and pods that go', () => {
    const cluster = new Cluster(3);
    cluster.apply(web({ replicas: 3 }));
    cluster.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    } as never);
    cluster.runChecked(60_000);
    const ready = () =>
      cluster.simulation.context
        .list('kubernetes/EndpointSlice')
        .flatMap((slice) => slice.endpoints)
        .filter((endpoint) => endpoint.conditions.ready).length;
    expect(ready()).toBe(3);
    cluster.apply(web({ replicas: 1 }));
    cluster.runChecked(120_000);
    expect(ready()).toBe(1);
  });
});

describe('a silent node', () => {
  it('keeps its containers, tells nothing, and on return ends what was deleted meanwhile', () => {
    const cluster = new Cluster(3);
    cluster.apply(web({ replicas: 3 }));
    cluster.runChecked(60_000);
    const lost = cluster.pods.find((pod) => pod.spec.nodeName === machine(0).name);
    const name = lost?.metadata.name ?? '';
    cluster.carryOut(silenceKubelet(machine(0).name, true));
    const at = { group: '', resource: 'pods', namespace: 'default', name };
    cluster.request({ verb: 'delete', ...at });
    cluster.runChecked(180_000);
    expect(cluster.pod(name)?.metadata.deletionTimestamp).toBeDefined();
    const listens = () =>
      cluster.simulation.context
        .list('workload/Listener')
        .filter(({ about }) => about.key === `default/${name}`).length;
    expect(listens()).toBe(1);
    cluster.carryOut(silenceKubelet(machine(0).name, false));
    cluster.runChecked(240_000);
    expect(cluster.pod(name)).toBeUndefined();
    expect(listens()).toBe(0);
    expect(cluster.readyPods).toHaveLength(3);
  });
});
