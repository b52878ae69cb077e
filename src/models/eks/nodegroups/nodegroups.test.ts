/** Managed node groups on the whole Kubernetes half: EKS's API, the Auto Scaling group below, the nodes that join. */
import { beforeEach, describe, expect, it } from 'vitest';
import { TestWorld } from '../../aws/fixtures/testWorld';
import { kubernetesModel } from '../../kubernetes/model';
import { eksModel } from '../model';
import type { Nodegroup } from '../types';

let world: TestWorld;
const MINUTE = 60_000;
const group = () => world.read.list('eks/Nodegroup')[0] as Nodegroup;
const nodes = () => world.read.list('kubernetes/Node');
const ready = () =>
  nodes().filter((n) => n.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True'));
const facts = (type: string) =>
  world.simulation.facts.since(0).filter((fact) => fact.type === type);

const cluster = (clusterConfig: object = {}) => {
  world.ask('quayside', 'createEksGround', {
    clusterConfig: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'harbour', region: 'us-east-1' },
      ...clusterConfig,
    },
  });
};
const ng = { clusterName: 'harbour', nodegroupName: 'workers' };

beforeEach(() => {
  world = new TestWorld(1, { zones: ['us-east-1a', 'us-east-1b'] }, [eksModel, kubernetesModel]);
  cluster();
});

describe('CreateNodegroup', () => {
  const create = (more: object = {}) =>
    world.ask('eks', 'CreateNodegroup', {
      ...ng,
      instanceTypes: ['m5.large'],
      scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 2 },
      ...more,
    });

  it('stands on an Auto Scaling group, and is ACTIVE when its nodes are Ready', () => {
    const answer = create({
      labels: { tier: 'web' },
      taints: [{ key: 'only', value: 'web', effect: 'NO_SCHEDULE' }],
    }) as { nodegroup: { status: string; resources: { autoScalingGroups: { name: string }[] } } };
    expect(answer.nodegroup.status).toBe('CREATING');
    const name = answer.nodegroup.resources.autoScalingGroups[0]?.name ?? '';
    expect(name).toMatch(/^eks-workers-[0-9a-f-]{36}$/);
    const asg = world.read.get('autoscaling/AutoScalingGroup', name);
    expect(asg).toMatchObject({ MinSize: 1, MaxSize: 4, DesiredCapacity: 2 });
    expect(asg?.Tags).toContainEqual({ Key: 'k8s.io/cluster-autoscaler/harbour', Value: 'owned' });
    world.to(3 * MINUTE);
    expect(group().status).toBe('ACTIVE');
    expect(ready()).toHaveLength(2);
    expect(facts('nodegroupActive')).toHaveLength(1);
    expect(
      nodes()
        .map((n) => n.metadata.labels?.['topology.kubernetes.io/zone'])
        .sort(),
    ).toEqual(['us-east-1a', 'us-east-1b']);
    expect(nodes()[0]?.metadata.labels).toMatchObject({
      'eks.amazonaws.com/nodegroup': 'workers',
      'eks.amazonaws.com/capacityType': 'ON_DEMAND',
      tier: 'web',
    });
    expect(nodes()[0]?.spec.taints).toContainEqual({
      key: 'only',
      value: 'web',
      effect: 'NoSchedule',
    });
  });

  it.each([
    [
      { scalingConfig: { minSize: 3, maxSize: 2, desiredSize: 2 } },
      "minSize can't be greater than maxSize",
    ],
    [
      { scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 1 } },
      "minSize can't be greater than desiredSize",
    ],
    [
      { scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 5 } },
      "desiredSize can't be greater than maxSize",
    ],
    [
      { instanceTypes: ['m5.large', 'm5.huge'] },
      'The following supplied instance types do not exist: [m5.huge]',
    ],
    [
      { taints: [{ key: 'a', effect: 'NoSchedule' }] },
      'Invalid taint effect: NoSchedule, must be one of these [NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE]',
    ],
    [{ subnets: ['subnet-us-east-1z'] }, "The subnet ID 'subnet-us-east-1z' does not exist"],
    [
      { updateConfig: { maxUnavailable: 9 } },
      'max-unavailable must be within the range 1 and max size of the node group',
    ],
    [{ clusterName: 'other' }, 'No cluster found for name: other.'],
  ])('refuses %j', (more, message) => {
    expect(() => create(more)).toThrow(message);
    expect(world.read.size('eks/Nodegroup')).toBe(0);
  });

  it('refuses a name that is taken', () => {
    create();
    expect(() => create()).toThrow(
      'NodeGroup already exists with name workers and cluster name harbour',
    );
  });
});

describe('a group that is there', () => {
  const workers = (more: object = {}) => ({
    name: 'workers',
    instanceType: 'm5.large',
    minSize: 1,
    maxSize: 6,
    desiredCapacity: 3,
    ...more,
  });
  const update = (more: object) => world.ask('eks', 'UpdateNodegroupConfig', { ...ng, ...more });
  const apply = (group: string, resource: string, name: string, body: object): void => {
    const where = { group, version: 'v1', resource, namespace: 'default', name };
    const request = { api: 'kubernetes', verb: 'apply', ...where, body };
    const answer = world.simulation.submit(request, 'test');
    if (!answer.ok) throw new Error(answer.error.message);
  };
  const deployment = (replicas: number) => {
    apply('apps', 'deployments', 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'nginx' }] },
        },
      },
    });
  };
  const budget = (minAvailable: number) => {
    apply('policy', 'poddisruptionbudgets', 'web', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { minAvailable, selector: { matchLabels: { app: 'web' } } },
    });
  };
  const running = () =>
    world.read.list('ec2/Instance').filter(({ State }) => State.Name === 'running').length;

  beforeEach(() => {
    world = new TestWorld(1, { zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] }, [
      eksModel,
      kubernetesModel,
    ]);
    cluster({ managedNodeGroups: [workers()] });
    world.to(0);
  });

  it('stands from the start, without an activity', () => {
    expect(group().status).toBe('ACTIVE');
    expect(ready()).toHaveLength(3);
    expect(world.read.size('autoscaling/Activity')).toBe(0);
  });

  it('grows by UpdateNodegroupConfig, and is UPDATING meanwhile', () => {
    const answer = update({ scalingConfig: { desiredSize: 5 } }) as { update: object };
    expect(answer.update).toMatchObject({
      status: 'InProgress',
      type: 'ConfigUpdate',
      params: [{ type: 'DesiredSize', value: '5' }],
    });
    expect(group().status).toBe('UPDATING');
    expect(() => update({ scalingConfig: { desiredSize: 6 } })).toThrow(
      'Nodegroup cannot be updated as it is currently not in Active State',
    );
    world.to(20_000);
    expect(group().status).toBe('ACTIVE');
    world.to(3 * MINUTE);
    expect(ready()).toHaveLength(5);
  });

  it.each([
    [{ minSize: 4 }, "Minimum capacity 4 can't be greater than desired size 3"],
    [{ maxSize: 2 }, "desired capacity 3 can't be greater than max size 2"],
    [{ minSize: 9, desiredSize: 9 }, "Minimum capacity 9 can't be greater than maximum size 6"],
  ])('refuses %j', (scalingConfig, message) => {
    expect(() => update({ scalingConfig })).toThrow(message);
    expect(group().status).toBe('ACTIVE');
  });

  it('follows its Auto Scaling group, whoever changes that', () => {
    const [name] = world.read.keys('autoscaling/AutoScalingGroup');
    world.ask('autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: name,
      DesiredCapacity: 4,
    });
    world.to(1_000);
    expect(group().scalingConfig).toEqual({ minSize: 1, maxSize: 6, desiredSize: 4 });
    expect(group().status).toBe('ACTIVE');
  });

  it('puts taints on nodes that are there, and takes them away', () => {
    const taint = { key: 'only', value: 'web', effect: 'NO_EXECUTE' };
    update({ taints: { addOrUpdateTaints: [taint] } });
    expect(nodes()[0]?.spec.taints).toEqual([
      { key: 'only', value: 'web', effect: 'NoExecute', timeAdded: 0 },
    ]);
    world.to(MINUTE);
    update({ taints: { removeTaints: [taint] } });
    expect(nodes()[0]?.spec.taints).toBeUndefined();
    const [template] = world.read.list('ec2/LaunchTemplate');
    expect(template?.LatestVersionNumber).toBe(3);
  });

  it('drains a node before its instance ends', () => {
    deployment(9);
    world.to(MINUTE);
    update({ scalingConfig: { desiredSize: 2 } });
    world.after(10_200);
    const [begun] = facts('nodegroupDrainBegun');
    const leaving = nodes().find((node) => node.metadata.name === begun?.about.key);
    expect(leaving?.spec.unschedulable).toBe(true);
    expect(running()).toBe(3);
    world.after(MINUTE);
    const [ended] = facts('nodegroupDrainEnded');
    expect(ended?.data).toMatchObject({ podsLeft: 0 });
    expect(facts('podEvicted')).toHaveLength(3);
    world.after(3 * MINUTE);
    expect(running()).toBe(2);
    expect(ready()).toHaveLength(2);
    const pods = world.read.list('kubernetes/Pod');
    expect(pods.filter((pod) => pod.status.phase === 'Running')).toHaveLength(9);
  });

  it('waits for a disruption budget a quarter of an hour, and not longer', () => {
    deployment(3);
    world.to(MINUTE);
    budget(3);
    world.after(5_000);
    update({ scalingConfig: { desiredSize: 2 } });
    world.after(14 * MINUTE);
    expect(running()).toBe(3);
    expect(facts('nodegroupDrainEnded')).toHaveLength(0);
    world.after(3 * MINUTE);
    expect(facts('nodegroupDrainEnded')[0]?.data).toMatchObject({
      podsLeft: 1,
      tookMs: 15 * MINUTE,
    });
    expect(running()).toBe(2);
  });

  it('is DEGRADED while EC2 has no instance to give, and recovers', () => {
    world.ask('quayside', 'refuseCapacity', { instanceType: 'm5.large' });
    update({ scalingConfig: { desiredSize: 5 } });
    world.to(2 * MINUTE);
    expect(group().status).toBe('DEGRADED');
    expect(group().health.issues).toMatchObject([
      { code: 'AsgInstanceLaunchFailures', message: expect.stringContaining('m5.large') as string },
    ]);
    world.ask('quayside', 'restoreCapacity', { instanceType: 'm5.large' });
    world.to(10 * MINUTE);
    expect(group().status).toBe('ACTIVE');
    expect(ready()).toHaveLength(5);
  });

  it('goes with its nodes, drained, when it is deleted', () => {
    deployment(3);
    world.to(MINUTE);
    const answer = world.ask('eks', 'DeleteNodegroup', ng) as { nodegroup: { status: string } };
    expect(answer.nodegroup.status).toBe('DELETING');
    expect(() => world.ask('eks', 'DeleteNodegroup', ng)).toThrow('DELETING');
    world.after(5 * MINUTE);
    expect(world.read.size('eks/Nodegroup')).toBe(0);
    expect(world.read.size('autoscaling/AutoScalingGroup')).toBe(0);
    expect(world.read.size('autoscaling/LifecycleHook')).toBe(0);
    expect(nodes()).toHaveLength(0);
    expect(facts('nodegroupDrainEnded')).toHaveLength(3);
    expect(facts('podEvicted').length).toBeGreaterThanOrEqual(3);
  });

  it('is described as the API does', () => {
    const list = world.query('eks', 'ListNodegroups', { clusterName: 'harbour' });
    expect(list).toEqual({ nodegroups: ['workers'] });
    const { nodegroup } = world.query('eks', 'DescribeNodegroup', ng) as { nodegroup: object };
    expect(nodegroup).toMatchObject({
      nodegroupName: 'workers',
      status: 'ACTIVE',
      createdAt: '2026-01-05T00:00:00.000Z',
      amiType: 'AL2023_x86_64_STANDARD',
      health: { issues: [] },
    });
    expect(nodegroup).not.toHaveProperty('updatedAtMs');
    expect(world.query('eks', 'DescribeCluster', { name: 'harbour' })).toMatchObject({
      cluster: { name: 'harbour', status: 'ACTIVE', version: '1.34' },
    });
  });
});
describe('a spot group of several types', () => {
  it('runs spot instances, and drains one that EC2 takes back', () => {
    cluster2();
    const instances = () => world.read.list('ec2/Instance');
    expect(instances().every(({ InstanceLifecycle }) => InstanceLifecycle === 'spot')).toBe(true);
    expect(nodes()[0]?.metadata.labels?.['eks.amazonaws.com/capacityType']).toBe('SPOT');
    world.to(MINUTE);
    const [first] = instances();
    world.ask('quayside', 'interruptSpot', { instanceId: first?.InstanceId });
    world.after(10 * MINUTE);
    expect(facts('nodegroupDrainBegun')).toHaveLength(1);
    expect(ready()).toHaveLength(2);
  });

  const cluster2 = () => {
    world = new TestWorld(1, { zones: ['us-east-1a', 'us-east-1b'] }, [eksModel, kubernetesModel]);
    cluster({
      managedNodeGroups: [
        {
          name: 'workers',
          instanceTypes: ['m5.large', 'm6i.large'],
          spot: true,
          desiredCapacity: 2,
        },
      ],
    });
    world.to(0);
  };
});
