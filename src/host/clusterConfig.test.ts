/** An eksctl file applied: what is missing is created, what differs is scaled, and nothing is deleted. */
import { beforeEach, describe, expect, it } from 'vitest';
import { compileScenario } from './scenario';
import { World } from './world';

const MINUTE = 60_000;
const base = (more: object = {}) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'harbour', region: 'us-east-1' },
  ...more,
});
const workers = (more: object = {}) => ({
  name: 'workers',
  instanceType: 'm5.large',
  minSize: 1,
  maxSize: 6,
  desiredCapacity: 2,
  ...more,
});

let world: World;
const apply = (document: object) =>
  world.submit('learner', { api: 'quayside', action: 'applyDocument', input: { document } });
const read = () => world.simulation.context;
const nodegroup = (name = 'workers') => read().get('eks/Nodegroup', `harbour/${name}`);
const sent = () =>
  world
    .history()
    .entries.filter(({ by }) => by === 'learner')
    .map(({ request }) => request as { action: string; input: unknown });

beforeEach(() => {
  const scenario = compileScenario(
    'nodes',
    {
      version: 1,
      title: { en: 'Nodes', ko: '노드' },
      ground: {
        zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
        clusterConfig: base({ managedNodeGroups: [workers()] }),
      },
    },
    [],
    () => [],
  );
  world = new World(scenario, 7, { freeze: true });
  world.advance(0);
});

describe('the ground', () => {
  it('has the cluster as the file describes it, its nodes Ready', () => {
    expect(nodegroup()).toMatchObject({ status: 'ACTIVE', instanceTypes: ['m5.large'] });
    expect(read().size('kubernetes/Node')).toBe(2);
    const cost = world.query({ api: 'quayside', action: 'cost', input: {} });
    expect(cost.ok && (cost.output as { kubernetes: object }).kubernetes).toMatchObject({
      perHour: 0.292,
      instances: 2,
    });
  });
});

describe('Apply', () => {
  it('of the file that the cluster was made of sends nothing', () => {
    expect(apply(base({ managedNodeGroups: [workers()] }))).toMatchObject({ ok: true });
    expect(sent()).toEqual([]);
  });

  it('scales by desiredCapacity, as eksctl scale nodegroup does', () => {
    expect(apply(base({ managedNodeGroups: [workers({ desiredCapacity: 5 })] }))).toMatchObject({
      ok: true,
    });
    expect(sent()).toEqual([
      expect.objectContaining({
        action: 'UpdateNodegroupConfig',
        input: {
          clusterName: 'harbour',
          nodegroupName: 'workers',
          scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 5 },
        },
      }),
    ]);
    expect(nodegroup()?.status).toBe('UPDATING');
    expect(apply(base({ managedNodeGroups: [workers({ desiredCapacity: 6 })] }))).toMatchObject({
      ok: false,
      status: 409,
      error: { message: 'Nodegroup cannot be updated as it is currently not in Active State' },
    });
    world.advance(3 * MINUTE);
    expect(nodegroup()?.status).toBe('ACTIVE');
    expect(read().size('kubernetes/Node')).toBe(5);
  });

  it('sets and unsets labels on nodes that are there', () => {
    apply(base({ managedNodeGroups: [workers({ labels: { tier: 'web' } })] }));
    const labels = () => read().list('kubernetes/Node')[0]?.metadata.labels ?? {};
    expect(labels()['tier']).toBe('web');
    world.advance(MINUTE);
    apply(base({ managedNodeGroups: [workers({ labels: { rank: '1' } })] }));
    expect(labels()['tier']).toBeUndefined();
    expect(labels()).toMatchObject({ rank: '1', 'eks.amazonaws.com/nodegroup': 'workers' });
  });

  it('creates what is missing, and deletes nothing', () => {
    const answer = apply(
      base({
        managedNodeGroups: [{ name: 'extra', instanceType: 'm5.xlarge', desiredCapacity: 1 }],
        nodeGroups: [{ name: 'own', instanceType: 'm5.large', desiredCapacity: 1 }],
        fargateProfiles: [{ name: 'fp', selectors: [{ namespace: 'batch' }] }],
      }),
    );
    expect(answer).toMatchObject({ ok: true });
    expect(sent().map(({ action }) => action)).toEqual([
      'CreateNodegroup',
      'CreateAutoScalingGroup',
      'createFargateProfiles',
    ]);
    world.advance(4 * MINUTE);
    expect(nodegroup('extra')?.status).toBe('ACTIVE');
    expect(nodegroup()).toMatchObject({ status: 'ACTIVE', scalingConfig: { desiredSize: 2 } });
    expect(read().size('kubernetes/Node')).toBe(4);
    const own = read()
      .list('kubernetes/Node')
      .find((node) => node.metadata.labels?.['alpha.eksctl.io/nodegroup-name'] === 'own');
    expect(own?.metadata.labels?.['node-lifecycle']).toBe('on-demand');
    expect(read().get('eks/FargateProfile', 'harbour/fp')?.status).toBe('ACTIVE');
    // The file once more asks for nothing.
    const before = sent().length;
    apply(base({ nodeGroups: [{ name: 'own', instanceType: 'm5.large', desiredCapacity: 1 }] }));
    expect(sent()).toHaveLength(before);
  });

  it('scales a self-managed group by its Auto Scaling group', () => {
    const own = (desiredCapacity: number) =>
      base({ nodeGroups: [{ name: 'own', minSize: 0, maxSize: 4, desiredCapacity }] });
    apply(own(1));
    world.advance(2 * MINUTE);
    apply(own(3));
    expect(sent().at(-1)).toMatchObject({
      action: 'UpdateAutoScalingGroup',
      input: { MinSize: 0, MaxSize: 4, DesiredCapacity: 3 },
    });
    world.advance(5 * MINUTE);
    expect(read().size('kubernetes/Node')).toBe(5);
  });

  it('makes a self-managed group of several types, part of it spot', () => {
    const mixed = {
      name: 'mixed',
      desiredCapacity: 3,
      instancesDistribution: {
        instanceTypes: ['m5.large', 'm6i.large'],
        onDemandBaseCapacity: 1,
        onDemandPercentageAboveBaseCapacity: 0,
        spotAllocationStrategy: 'capacity-optimized',
      },
    };
    expect(apply(base({ nodeGroups: [mixed] }))).toMatchObject({ ok: true });
    world.advance(3 * MINUTE);
    const bought = read()
      .list('ec2/Instance')
      .filter(
        ({ bootstrap }) => bootstrap?.as === 'eks-node' && bootstrap.labels?.['node-lifecycle'],
      )
      .map(({ InstanceLifecycle }) => InstanceLifecycle ?? 'on-demand');
    expect(bought.sort()).toEqual(['on-demand', 'spot', 'spot']);
    expect(read().size('kubernetes/Node')).toBe(5);
  });

  it.each<[object, string, (string | number)[]]>([
    [
      base({ managedNodeGroups: [workers({ instanceType: 'm5.xlarge' })] }),
      'eksctl does not change "instanceType" of nodegroup "workers", which is there already',
      ['managedNodeGroups', 0, 'instanceType'],
    ],
    [
      base({ managedNodeGroups: [workers({ spot: true })] }),
      'eksctl does not change "spot"',
      ['managedNodeGroups', 0, 'spot'],
    ],
    [
      base({ managedNodeGroups: [workers({ minSize: 9 })] }),
      'cannot use --nodes-min=9 and --nodes=2 at the same time',
      ['managedNodeGroups', 0, 'desiredCapacity'],
    ],
    [
      base({ managedNodeGroups: [{ name: 'x', availabilityZones: ['us-east-1z'] }] }),
      "VPC doesn't have subnets in us-east-1z",
      ['managedNodeGroups', 0, 'availabilityZones', 0],
    ],
    [
      { ...base(), metadata: { name: 'other' } },
      'unable to describe cluster control plane',
      ['metadata', 'name'],
    ],
  ])('refuses %j', (document, message, path) => {
    const answer = apply(document);
    if (answer.ok) throw new Error('taken');
    expect(answer.error.message.slice(0, message.length)).toBe(message);
    expect(answer.error.causes[0]?.path).toEqual(path);
    expect(sent()).toEqual([]);
  });
});
