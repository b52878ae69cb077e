/** Karpenter in the running world: a node cut to measure for the pods that wait, and what becomes of it when they go. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/engine/model';
import {
  budget,
  CLASS,
  Harbour,
  POOL,
  pool,
  type PoolSpec,
  requirement,
  seconds,
  web,
} from '../fixtures/karpenter';

describe('provisioning', () => {
  it('puts seven pods into one m5.xlarge, and they run within a minute and a half', () => {
    const harbour = new Harbour();
    harbour.apply(POOL, CLASS, web(2));
    harbour.to(60);
    expect(harbour.facts('nodeClaimCreated')).toEqual([]);
    harbour.apply(web(10));
    harbour.to(150);
    const [created, ...others] = harbour.facts('nodeClaimCreated');
    expect(others).toEqual([]);
    // 3920m of an m5.xlarge less 150m for the agents: seven times 500m. The next dearer costs twice as much.
    expect(created?.data).toMatchObject({
      nodePool: 'default',
      pods: 7,
      milliCpu: 3_500,
      instanceType: 'm5.xlarge',
      capacityType: 'on-demand',
      nanoUsdPerHour: 192_000_000,
      instanceTypes: 2,
      next: { instanceType: 'm5.2xlarge', nanoUsdPerHour: 384_000_000 },
    });
    expect(seconds(created as Fact)).toBe(61);
    expect(seconds(harbour.facts('nodeClaimInitialized')[0] as Fact)).toBe(120);
    expect(harbour.ready).toBe(10);
    const [name] = harbour.claims.map(({ metadata }) => metadata.name);
    expect(harbour.events('Nominated')).toEqual(
      Array.from({ length: 7 }, () => `Pod should schedule on: nodeclaim/${name ?? ''}`),
    );
    const causes = harbour.world.causes((created as Fact).serial).map(({ type }) => type);
    expect(causes).toContain('podUnschedulable');
  });

  it('waits for more pods for ten seconds at most', () => {
    const harbour = new Harbour();
    harbour.apply(POOL, CLASS, web(3));
    harbour.to(60);
    for (let n = 4; n <= 40; n++) {
      harbour.apply(web(n));
      harbour.to(60 + (n - 3) * 0.7);
    }
    const [created] = harbour.facts('nodeClaimCreated');
    expect(created?.data).toMatchObject({ batchMs: 10_000 });
  });

  it('buys the cheapest that the pod may run on', () => {
    const harbour = new Harbour();
    const any = pool(({ spec }) => {
      spec.template.spec['requirements'] = [
        requirement('karpenter.sh/capacity-type', 'spot', 'on-demand'),
        requirement('kubernetes.io/arch', 'amd64'),
        { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
        { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Gt', values: ['3'] },
      ];
    });
    harbour.apply(any, CLASS, web(1, '3'));
    harbour.to(30);
    expect(harbour.facts('nodeClaimCreated')[0]?.data).toMatchObject({
      instanceType: 'c5.xlarge',
      capacityType: 'spot',
      instanceTypes: 6,
    });
    const { nanoUsdPerHour } = harbour.facts('nodeClaimCreated')[0]?.data as {
      readonly nanoUsdPerHour: number;
    };
    expect(nanoUsdPerHour).toBeLessThan(0.5 * 170_000_000);
    const onDemand = { nodeSelector: { 'karpenter.sh/capacity-type': 'on-demand' } };
    harbour.apply(web(1, '3', onDemand));
    harbour.to(60);
    expect(harbour.facts('nodeClaimCreated').at(-1)?.data).toMatchObject({
      instanceType: 'c5.xlarge',
      capacityType: 'on-demand',
    });
  });

  it('asks the heavier pool first, and keeps to limits', () => {
    const harbour = new Harbour();
    const heavy = pool(({ spec }) => {
      spec.weight = 10;
      spec.limits = { cpu: '4' };
    }) as { metadata: object };
    heavy.metadata = { name: 'heavy' };
    harbour.apply(POOL, heavy, CLASS, web(20));
    harbour.to(120);
    const bought = harbour
      .facts('nodeClaimCreated')
      .map(({ data }) => data as { nodePool: string });
    expect(bought.map(({ nodePool }) => nodePool)).toContain('heavy');
    expect(bought.map(({ nodePool }) => nodePool)).toContain('default');
    const cores = harbour.claims
      .filter(({ metadata }) => metadata.labels?.['karpenter.sh/nodepool'] === 'heavy')
      .map(({ metadata }) => Number(metadata.labels?.['karpenter.k8s.aws/instance-cpu']));
    expect(cores.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(4);
    expect(harbour.ready).toBe(20);
  });

  it.each([
    [
      'larger than all',
      '9',
      {},
      /no instance type satisfied resources and requirements \(Insufficient cpu\)/,
    ],
    [
      'for another architecture',
      '1',
      { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
      /didn't match Pod's node affinity/,
    ],
  ])('says why a pod gets no node: %s', (_, cpu, spec, message) => {
    const harbour = new Harbour();
    harbour.apply(POOL, CLASS, web(1, cpu, spec));
    harbour.to(60);
    expect(harbour.facts('podsNotProvisioned')).toHaveLength(1);
    const told = harbour
      .events('FailedScheduling')
      .find((text) => text.startsWith('Failed to schedule pod'));
    expect(told).toMatch(/^Failed to schedule pod, incompatible with nodepool "default", /);
    expect(told).toMatch(message);
    expect(harbour.explanation).toMatchObject({ waiting: 1, plan: [] });
  });

  it('does nothing without the class that the pool names, and begins when it is there', () => {
    const harbour = new Harbour();
    harbour.apply(POOL, web(10));
    harbour.to(60);
    expect(harbour.claims).toEqual([]);
    harbour.apply(CLASS);
    harbour.apply(pool(({ spec }) => (spec.weight = 1)));
    harbour.to(70);
    expect(harbour.types).toEqual(['m5.xlarge']);
  });
});

/** Two of ten pods on the box of the course, seven on a node of Karpenter's... */
function grown(change?: (of: PoolSpec) => void, replicas = 10): Harbour {
  const harbour = new Harbour();
  harbour.apply(pool(change), CLASS, web(replicas));
  harbour.to(200);
  expect(harbour.ready).toBe(replicas);
  return harbour;
}

describe('consolidation', () => {
  it('takes an empty node away after consolidateAfter and a second look', () => {
    const harbour = grown();
    harbour.apply(web(2));
    harbour.to(400);
    const gone = harbour.facts('nodeClaimDisrupted').map(({ data }) => data);
    expect(gone).toEqual([
      { reason: 'Empty', pods: 0, nanoUsdPerHour: 192_000_000, replacement: null, nodes: 1 },
    ]);
    const disrupted = seconds(harbour.facts('nodeClaimDisrupted')[0] as Fact);
    // A minute without a pod's coming or going, a look every ten seconds, fifteen until the second.
    expect(disrupted).toBeGreaterThanOrEqual(275);
    expect(disrupted).toBeLessThanOrEqual(290);
    expect(harbour.claims).toEqual([]);
    expect(harbour.read.size('kubernetes/Node')).toBe(1);
  });

  it('replaces a node by a cheaper one, which must be ready first', () => {
    const harbour = grown((of) => (of.spec.disruption['consolidateAfter'] = '30s'), 10);
    harbour.apply(web(6));
    harbour.to(900);
    const [gone] = harbour.facts('nodeClaimDisrupted');
    expect(gone?.data).toMatchObject({
      reason: 'Underutilized',
      replacement: { instanceType: 'm5.large', nanoUsdPerHour: 96_000_000 },
    });
    const order = harbour
      .facts('nodeClaimDisrupted', 'nodeClaimCreated', 'nodeClaimInitialized', 'podEvicted')
      .filter(({ serial }) => serial >= (gone?.serial ?? 0))
      .map(({ type }) => type);
    expect(order.slice(0, 4)).toEqual([
      'nodeClaimDisrupted',
      'nodeClaimCreated',
      'nodeClaimInitialized',
      'podEvicted',
    ]);
    expect(harbour.types).toEqual(['m5.large']);
    expect(harbour.ready).toBe(6);
  });

  it('is held by a budget of the pods, says so, and goes on when it is freed', () => {
    const harbour = grown((of) => (of.spec.disruption['consolidateAfter'] = '30s'));
    harbour.apply(budget({ minAvailable: '100%' }), web(6));
    harbour.to(600);
    expect(harbour.facts('podEvicted')).toEqual([]);
    expect(harbour.facts('disruptionBlocked').at(-1)?.data).toEqual({
      message: 'Pdb prevents pod evictions (PodDisruptionBudget=[default/web])',
    });
    expect(harbour.events('DisruptionBlocked')).toContain(
      'Pdb prevents pod evictions (PodDisruptionBudget=[default/web])',
    );
    expect(harbour.explanation.claims[0]).toMatchObject({ verdict: 'stays' });
    harbour.apply(budget({ minAvailable: 4 }));
    harbour.to(1_200);
    expect(harbour.types).toEqual(['m5.large']);
    expect(harbour.ready).toBe(6);
    for (const { data } of harbour.facts('podEvicted'))
      expect((data as { disruptionsAllowed: number }).disruptionsAllowed).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [
      'a pod that says do-not-disrupt',
      'WhenEmptyOrUnderutilized',
      true,
      /^Pod has "karpenter.sh\/do-not-disrupt"/,
    ],
    ['WhenEmpty', 'WhenEmpty', false, /^consolidationPolicy is WhenEmpty$/],
  ])('leaves a node with pods alone: %s', (_, policy, annotated, message) => {
    const harbour = new Harbour();
    const own = pool((of) => {
      of.spec.disruption['consolidationPolicy'] = policy;
      of.spec.disruption['consolidateAfter'] = '30s';
    });
    const document = web(10) as unknown as {
      spec: { template: { metadata: Record<string, unknown> } };
    };
    if (annotated)
      document.spec.template.metadata['annotations'] = { 'karpenter.sh/do-not-disrupt': 'true' };
    harbour.apply(own, CLASS, document);
    harbour.to(200);
    harbour.act({
      api: 'kubernetes',
      verb: 'patch',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      namespace: 'default',
      name: 'web',
      subresource: 'scale',
      query: { patchType: 'merge' },
      body: { spec: { replicas: 6 } },
    });
    harbour.to(900);
    expect(harbour.types).toEqual(['m5.xlarge']);
    expect(harbour.explanation.claims[0]?.message).toMatch(message);
  });

  it('lets a NodeClaim that is deleted by hand drain, and buys another for its pods', () => {
    const harbour = grown();
    const [claim] = harbour.claims.map(({ metadata }) => metadata.name);
    harbour.act({
      api: 'kubernetes',
      verb: 'delete',
      group: 'karpenter.sh',
      version: 'v1',
      resource: 'nodeclaims',
      name: claim ?? '',
    });
    harbour.to(500);
    expect(harbour.facts('nodeClaimTerminated')).toHaveLength(1);
    expect(harbour.claims.map(({ metadata }) => metadata.name)).not.toContain(claim);
    expect(harbour.types).toEqual(['m5.xlarge']);
    expect(harbour.ready).toBe(10);
  });

  it('takes its nodes with it when a pool is deleted', () => {
    const harbour = grown();
    const at = { group: 'karpenter.sh', version: 'v1', resource: 'nodepools', name: 'default' };
    harbour.act({ api: 'kubernetes', verb: 'delete', ...at });
    harbour.to(500);
    expect(harbour.claims).toEqual([]);
    expect(harbour.read.size('kubernetes/Node')).toBe(1);
    expect(harbour.ready).toBe(3);
  });

  it('buys another when EC2 takes a spot instance back', () => {
    const spot = (of: PoolSpec) => {
      of.spec.template.spec['requirements'] = [
        requirement('karpenter.sh/capacity-type', 'spot'),
        requirement('node.kubernetes.io/instance-type', 'm5.xlarge'),
      ];
    };
    const harbour = grown(spot);
    const [instance] = harbour.read
      .list('ec2/Instance')
      .filter(({ InstanceLifecycle }) => InstanceLifecycle === 'spot');
    harbour.act({
      api: 'quayside',
      action: 'interruptSpot',
      input: { instanceId: instance?.InstanceId ?? '' },
    });
    harbour.to(500);
    expect(harbour.facts('nodeClaimDisrupted')[0]?.data).toMatchObject({ reason: 'Interrupted' });
    expect(harbour.types).toEqual(['m5.xlarge']);
    expect(harbour.ready).toBe(10);
  });
});
