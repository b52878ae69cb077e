/**
 * Storms over autoscaled nodes: pods and budgets come and go, the autoscaler dies, EC2 runs out, nodes are cordoned. Never above
 * a maximum, no pod evicted against its budget, no node given back with a pod on it that has to move; one digest however
 * time is sliced.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import { deployment, scenario } from '../fixtures/scenario';
import { expectOneDigest, playStorm, type Act } from './playStorm';

const quayside = (action: string, input: object): Request => ({ api: 'quayside', action, input });
const apply =
  (document: object): Act =>
  () =>
    quayside('applyDocument', { document });

const autoscaler = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cluster-autoscaler', namespace: 'kube-system' },
  spec: {
    selector: { matchLabels: { app: 'ca' } },
    template: {
      metadata: { labels: { app: 'ca' } },
      spec: {
        containers: [
          {
            name: 'ca',
            image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.1',
            command: [
              './cluster-autoscaler',
              '--cloud-provider=aws',
              '--expander=random',
              '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled',
              '--scale-down-unneeded-time=40s',
              '--scale-down-delay-after-add=30s',
              '--scale-down-delay-after-failure=20s',
              '--unremovable-node-recheck-timeout=20s',
              '--skip-nodes-with-system-pods=false',
            ],
          },
        ],
      },
    },
  },
};

const web = (replicas: number, cpu: number) => {
  const document = deployment('web', 'shop/web:1', replicas) as {
    spec: { template: { spec: { containers: [{ resources: object }] } } };
  };
  document.spec.template.spec.containers[0].resources = { requests: { cpu: `${cpu}m` } };
  return document;
};
const budget = (minAvailable: number | string) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { minAvailable, selector: { matchLabels: { app: 'web' } } },
});

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 14 }), fc.constantFrom(200, 500, 900))
      .map(([replicas, cpu]) => apply(web(replicas, cpu))),
  },
  fc.constantFrom<number | string>(0, 2, 5, '50%', '100%').map((n) => apply(budget(n))),
  fc.boolean().map(
    (back): Act =>
      () =>
        quayside(back ? 'restoreCapacity' : 'refuseCapacity', { instanceType: 'm5.large' }),
  ),
  fc.nat(1000).map((n): Act => (read) => {
    const keys = read.keys('kubernetes/Pod');
    const key = keys[n % Math.max(1, keys.length)];
    return key === undefined
      ? undefined
      : quayside('crashContainer', { kind: 'kubernetes/Pod', key });
  }),
  fc.nat(1000).map((n): Act => (read) => {
    const keys = read.keys('kubernetes/Node');
    const node = keys[n % Math.max(1, keys.length)];
    return node === undefined ? undefined : quayside('drainNode', { node });
  }),
);
const storm = fc.array(fc.tuple(fc.integer({ min: 0, max: 120_000 }), acts), {
  minLength: 3,
  maxLength: 12,
});

function start(seed: number): World {
  const group = (name: string, instanceType: string, desired: number) => ({
    name,
    instanceType,
    bootstrap: { as: 'eks-node', cluster: 'harbour' },
    desired,
    min: 1,
    max: 4,
  });
  const ground = {
    zones: ['us-east-1a', 'us-east-1b'],
    groups: [group('small', 'm5.large', 1), group('large', 'm5.xlarge', 1)],
  };
  const world = new World(scenario({}, { ground }), seed, { freeze: true });
  world.advance(1_000);
  for (const document of [autoscaler, budget('50%'), web(6, 500)])
    world.submit('learner', quayside('applyDocument', { document }));
  return world;
}

const karpenter = [
  {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'default' },
    spec: {
      limits: { cpu: '24' },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: '20s',
        budgets: [{ nodes: '50%' }],
      },
      template: {
        spec: {
          expireAfter: '20m',
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
          requirements: [
            { key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['m5', 'c5'] },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name: 'default' },
    spec: {
      role: 'node',
      amiSelectorTerms: [{ alias: 'al2023@latest' }],
      subnetSelectorTerms: [{ tags: { a: 'b' } }],
      securityGroupSelectorTerms: [{ tags: { a: 'b' } }],
    },
  },
];

function startKarpenter(seed: number): World {
  const bootstrap = { as: 'eks-node', cluster: 'harbour' };
  const ground = {
    zones: ['us-east-1a', 'us-east-1b'],
    instances: [{ count: 1, instanceType: 'm5.large', bootstrap }],
  };
  const world = new World(scenario({}, { ground }), seed, { freeze: true });
  world.advance(1_000);
  for (const document of [...karpenter, budget('50%'), web(6, 500)])
    world.submit('learner', quayside('applyDocument', { document }));
  return world;
}

/** EC2 takes spot instances back, and NodeClaims are deleted by hand. */
const karpenterActs: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: acts },
  fc.nat(1000).map((n): Act => (read) => {
    const spot = read.list('ec2/Instance').filter((one) => one.InstanceLifecycle === 'spot');
    const one = spot[n % Math.max(1, spot.length)];
    return one && quayside('interruptSpot', { instanceId: one.InstanceId });
  }),
  fc.nat(1000).map((n): Act => (read) => {
    const claims = read.by('kubernetes/Object', 'resource', 'nodeclaims.karpenter.sh');
    const one = claims[n % Math.max(1, claims.length)];
    const at = { group: 'karpenter.sh', version: 'v1', resource: 'nodeclaims' };
    return one && { api: 'kubernetes', verb: 'delete', ...at, name: one.metadata.name };
  }),
);
const karpenterStorm = fc.array(fc.tuple(fc.integer({ min: 0, max: 120_000 }), karpenterActs), {
  minLength: 3,
  maxLength: 12,
});

/** What facts have said since the last look that must never be. */
function watching(world: World): () => readonly string[] {
  let seen = 0;
  return () => {
    const { facts, context } = world.simulation;
    const broken: string[] = [];
    for (const fact of facts.since(seen)) {
      if (fact.type === 'podEvicted' && (fact.data.disruptionsAllowed ?? 0) < 0)
        broken.push(`${fact.about.key} evicted against its budget`);
      if (fact.type === 'nodeClaimCreated') {
        const cores = context
          .by('kubernetes/Object', 'resource', 'nodeclaims.karpenter.sh')
          .map(({ metadata }) => Number(metadata.labels?.['karpenter.k8s.aws/instance-cpu']));
        const sum = cores.reduce((a, b) => a + b, 0);
        // A replacement is bought before what it replaces has gone.
        if (fact.data.batchMs > 0 && sum > 24) broken.push(`${sum} cores, limit 24`);
      }
      if (fact.type !== 'nodeScaledDown') continue;
      const left = context
        .by('kubernetes/Pod', 'node', fact.about.key)
        .filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind !== 'DaemonSet');
      if (left.length > 0) broken.push(`${fact.about.key} given back with ${left.length} pods`);
    }
    seen = facts.count;
    for (const group of context.list('autoscaling/AutoScalingGroup'))
      if (group.DesiredCapacity > group.MaxSize || group.DesiredCapacity < group.MinSize)
        broken.push(`${group.AutoScalingGroupName} wants ${group.DesiredCapacity}`);
    return broken;
  };
}

describe('storms over nodes that Karpenter buys', () => {
  it('keep to the limits and the budgets, with one digest however time is sliced', () => {
    let [evicted, bought, ended] = [0, 0, 0];
    fc.assert(
      fc.property(karpenterStorm, fc.integer({ min: 1, max: 1000 }), (steps, seed) => {
        const [whole, sliced] = [startKarpenter(seed), startKarpenter(seed)];
        const broken = watching(whole);
        for (const [afterMs, act] of steps) {
          const atMs = whole.nowMs + afterMs;
          while (whole.nowMs < atMs)
            whole.advance(atMs, () => {
              expect(broken()).toEqual([]);
              return false;
            });
          const request = act(whole.simulation.context);
          if (request) whole.submit('learner', request);
        }
        whole.advance(whole.nowMs + 400_000);
        playStorm(sliced, steps, 977);
        expect(sliced.digest()).toEqual(whole.digest());
        for (const { type } of whole.simulation.facts.last(100_000)) {
          if (type === 'podEvicted') evicted += 1;
          if (type === 'nodeClaimCreated') bought += 1;
          if (type === 'nodeClaimTerminated') ended += 1;
        }
      }),
      { numRuns: 10, seed: 20260105, endOnFailure: true },
    );
    expect(Math.min(evicted, bought, ended)).toBeGreaterThan(5);
  }, 120_000);
});

describe('storms over autoscaled nodes', () => {
  it('keep to the maxima and the budgets, and give back no node with pods that have to move', () => {
    let evicted = 0;
    let removed = 0;
    fc.assert(
      fc.property(storm, fc.integer({ min: 1, max: 1000 }), (steps, seed) => {
        const world = start(seed);
        const broken = watching(world);
        for (const [afterMs, act] of [...steps, [300_000, () => undefined] as const]) {
          const atMs = world.nowMs + afterMs;
          while (world.nowMs < atMs)
            world.advance(atMs, () => {
              expect(broken()).toEqual([]);
              return false;
            });
          const request = act(world.simulation.context);
          if (request) world.submit('learner', request);
        }
        for (const { type } of world.simulation.facts.last(100_000)) {
          if (type === 'podEvicted') evicted += 1;
          if (type === 'nodeScaledDown') removed += 1;
        }
      }),
      { numRuns: 12, seed: 20260105, endOnFailure: true },
    );
    expect(Math.min(evicted, removed)).toBeGreaterThan(5);
  }, 120_000);

  it('give one digest however time is sliced, and again after going back', () => {
    expectOneDigest(start, storm, { numRuns: 6, seed: 5 });
  }, 120_000);
});
