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
