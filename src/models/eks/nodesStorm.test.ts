/** Random acts on node groups, Fargate and zones: what must always hold holds, and the bill is the sum of what is metered. */
import { describe, expect, it } from 'vitest';
import { TestWorld } from '../aws/fixtures/testWorld';
import { kubernetesModel } from '../kubernetes/model';
import { eksModel } from './model';

const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

/** A small generator of its own: the world's chance is not touched. */
function dice(seed: number): (n: number) => number {
  let state = seed * 2_654_435_761;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state % n;
  };
}

function begin(seed: number): TestWorld {
  const world = new TestWorld(seed, { zones: ZONES }, [eksModel, kubernetesModel]);
  world.ask('quayside', 'createEksGround', {
    clusterConfig: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'harbour', region: 'us-east-1' },
      managedNodeGroups: [
        { name: 'a', minSize: 0, maxSize: 6, desiredCapacity: 2 },
        { name: 'b', spot: true, instanceTypes: ['m5.large', 'm6i.large'], maxSize: 4, minSize: 0 },
      ],
      fargateProfiles: [
        { name: 'fp', selectors: [{ namespace: 'default', labels: { on: 'f*' } }] },
      ],
    },
  });
  world.to(0);
  return world;
}

const deployment = (name: string, replicas: number, on: string) => ({
  api: 'kubernetes',
  verb: 'apply',
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  namespace: 'default',
  name,
  body: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, on } },
        spec: {
          containers: [
            {
              name: 'c',
              image: 'nginx',
              resources: { requests: { cpu: '250m', memory: '512Mi' } },
            },
          ],
        },
      },
    },
  },
});

function act(world: TestWorld, roll: (n: number) => number): void {
  const nodegroupName = roll(2) === 0 ? 'a' : 'b';
  const group = { clusterName: 'harbour', nodegroupName };
  const zone = ZONES[roll(3)];
  const ids = world.read.keys('ec2/Instance');
  const acts = [
    () =>
      world.try('eks', 'UpdateNodegroupConfig', {
        ...group,
        scalingConfig: { desiredSize: roll(6) },
      }),
    () =>
      world.try('eks', 'UpdateNodegroupConfig', {
        ...group,
        labels: { addOrUpdateLabels: { tier: String(roll(3)) } },
      }),
    () => world.simulation.submit(deployment('near', roll(9), 'nodes'), 'test'),
    () => world.simulation.submit(deployment('far', roll(6), 'fargate'), 'test'),
    () => world.try('quayside', roll(2) === 0 ? 'loseZone' : 'restoreZone', { zone }),
    () => world.try('ec2', 'TerminateInstances', { InstanceIds: [ids[roll(ids.length || 1)]] }),
    () => world.try('quayside', 'interruptSpot', { instanceId: ids[roll(ids.length || 1)] }),
    () =>
      world.try('eks', roll(3) === 0 ? 'DeleteFargateProfile' : 'CreateFargateProfile', {
        clusterName: 'harbour',
        fargateProfileName: 'fp',
        ...(roll(2) === 0 ? { selectors: [{ namespace: 'default', labels: { on: 'f*' } }] } : {}),
      }),
  ];
  acts[roll(acts.length)]?.();
}

function rates(world: TestWorld): readonly [number, number] {
  const sum = world.read
    .list('pricing/Metered')
    .filter(({ half }) => half === 'kubernetes')
    .reduce((total, { nanoUsdPerHour }) => total + nanoUsdPerHour, 0);
  return [world.read.get('pricing/Cost', 'kubernetes')?.nanoUsdPerHour ?? 0, sum];
}

describe('a storm over nodes', () => {
  it.each([1, 2, 3, 4, 5])('on seed %d', (seed) => {
    const world = begin(seed);
    const roll = dice(seed);
    world.simulation.submit(deployment('far', 2, 'fargate'), 'test');
    world.after(90_000);
    for (let n = 0; n < 60; n++) {
      act(world, roll);
      world.after(1_000 + roll(90_000));
      expect(world.simulation.brokenInvariants()).toEqual([]);
      const [billed, metered] = rates(world);
      expect(billed).toBe(metered);
    }
    // It comes to rest: what is asked for is there.
    for (const zone of ZONES) world.try('quayside', 'restoreZone', { zone });
    world.simulation.submit(deployment('far', 3, 'fargate'), 'test');
    world.after(40 * 60_000);
    expect(world.simulation.brokenInvariants()).toEqual([]);
    for (const nodegroup of world.read.list('eks/Nodegroup')) {
      expect(nodegroup.status).toBe('ACTIVE');
      const [group] = nodegroup.resources.autoScalingGroups;
      const members = world.read.by('autoscaling/AutoScalingInstance', 'group', group?.name ?? '');
      expect(members).toHaveLength(nodegroup.scalingConfig.desiredSize);
    }
    expect(world.read.size('eks/NodegroupDrain')).toBe(0);
    // It was a storm.
    const happened = new Set(world.simulation.facts.since(0).map(({ type }) => type));
    for (const type of ['nodegroupDrainEnded', 'fargateNodeReady', 'fargateNodeReleased'])
      expect(happened).toContain(type);
  });
});
