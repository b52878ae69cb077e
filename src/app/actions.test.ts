import { describe, expect, it } from 'vitest';
import type { Kind, Ref } from '../engine/model';
import { actionsOf, type Records } from './actions';

const records = (kept: Readonly<Record<string, unknown>>): Records => ({
  get: (kind, key) => kept[`${kind} ${key}`] as never,
});
const names = (ref: Ref, kept: Readonly<Record<string, unknown>>) =>
  actionsOf(ref, records(kept)).map(({ name }) => name);
const ref = (kind: Kind, key: string): Ref => ({ kind, key });

describe('what can be done', () => {
  it('with a task: stop it, and crash it while it runs', () => {
    const task = { taskArn: 'arn', lastStatus: 'RUNNING', desiredStatus: 'RUNNING' };
    const at = ref('ecs/Task', 'harbour/8f3a');
    expect(names(at, { 'ecs/Task harbour/8f3a': task })).toEqual(['stopTask', 'crash']);
    const pending = { ...task, lastStatus: 'PENDING' };
    expect(names(at, { 'ecs/Task harbour/8f3a': pending })).toEqual(['stopTask']);
    const stopping = { ...task, desiredStatus: 'STOPPED' };
    expect(names(at, { 'ecs/Task harbour/8f3a': stopping })).toEqual([]);
  });

  it('with a pod: the requests of the API', () => {
    const pod = { metadata: { name: 'web-1', namespace: 'shop' }, status: { phase: 'Running' } };
    const actions = actionsOf(
      ref('kubernetes/Pod', 'shop/web-1'),
      records({ 'kubernetes/Pod shop/web-1': pod }),
    );
    expect(actions.map(({ name }) => name)).toEqual(['deletePod', 'crash', 'evictPod']);
    expect(actions[2]?.request).toMatchObject({
      verb: 'create',
      resource: 'pods',
      subresource: 'eviction',
      namespace: 'shop',
      name: 'web-1',
    });
  });

  it('with a Deployment: undo, once there is a revision before', () => {
    const at = ref('kubernetes/Deployment', 'shop/web');
    const deployment = (revision: string) => ({
      metadata: {
        name: 'web',
        namespace: 'shop',
        annotations: { 'deployment.kubernetes.io/revision': revision },
      },
    });
    const kept = (revision: string) => ({ 'kubernetes/Deployment shop/web': deployment(revision) });
    expect(names(at, kept('1'))).toEqual([]);
    expect(names(at, kept('2'))).toEqual(['undoRollout']);
  });

  it('with a node of a managed group: EKS is asked, by the group that it knows', () => {
    const kept = {
      'ec2/Instance i-1': { State: { Name: 'running' }, reachable: true },
      'autoscaling/AutoScalingInstance i-1': { AutoScalingGroupName: 'eks-workers-1' },
      'autoscaling/AutoScalingGroup eks-workers-1': {
        AutoScalingGroupName: 'eks-workers-1',
        DesiredCapacity: 2,
        MinSize: 2,
        MaxSize: 5,
        Tags: [
          { Key: 'eks:cluster-name', Value: 'harbour' },
          { Key: 'eks:nodegroup-name', Value: 'workers' },
        ],
      },
    };
    const sizes = actionsOf(ref('ec2/Instance', 'i-1'), records(kept)).filter(
      ({ name }) => name === 'groupSize',
    );
    expect(sizes).toEqual([
      {
        name: 'groupSize',
        amount: 3,
        group: 'workers',
        request: {
          api: 'eks',
          action: 'UpdateNodegroupConfig',
          input: {
            clusterName: 'harbour',
            nodegroupName: 'workers',
            scalingConfig: { desiredSize: 3 },
          },
        },
      },
    ]);
  });

  it('with an instance of a group: one more, one fewer, within its bounds', () => {
    const at = ref('ec2/Instance', 'i-1');
    const kept = (DesiredCapacity: number) => ({
      'ec2/Instance i-1': { State: { Name: 'running' }, reachable: true },
      'autoscaling/AutoScalingInstance i-1': { AutoScalingGroupName: 'nodes' },
      'autoscaling/AutoScalingGroup nodes': {
        AutoScalingGroupName: 'nodes',
        DesiredCapacity,
        MinSize: 3,
        MaxSize: 5,
      },
    });
    const sizes = (desired: number) =>
      actionsOf(at, records(kept(desired))).flatMap(({ amount }) => amount ?? []);
    expect([sizes(3), sizes(4), sizes(5)]).toEqual([[4], [5, 3], [4]]);
    expect(actionsOf(at, records(kept(3))).at(-1)?.request).toEqual({
      api: 'autoscaling',
      action: 'SetDesiredCapacity',
      input: { AutoScalingGroupName: 'nodes', DesiredCapacity: 4 },
    });
  });

  it('with a node: what its instance allows too', () => {
    const node = {
      metadata: { name: 'ip-1' },
      spec: { providerID: 'aws:///us-east-1a/i-0abc', unschedulable: true },
    };
    const instance = { State: { Name: 'running' }, reachable: false };
    expect(
      names(ref('kubernetes/Node', 'ip-1'), {
        'kubernetes/Node ip-1': node,
        'ec2/Instance i-0abc': instance,
      }),
    ).toEqual(['uncordon', 'drainNode', 'reconnect', 'stopInstance', 'terminate']);
  });

  it('with a zone and with traffic', () => {
    const zone = (State: string) =>
      names(ref('ec2/AvailabilityZone', 'a'), { 'ec2/AvailabilityZone a': { State } });
    expect(zone('available')).toEqual(['loseZone']);
    expect(zone('impaired')).toEqual(['restoreZone']);
    const flow = { 'elasticloadbalancing/Flow web': { offeredRate: 300_000 } };
    const actions = actionsOf(ref('elasticloadbalancing/LoadBalancer', 'web'), records(flow));
    expect(actions.map(({ amount }) => amount)).toEqual([0, 150, 600, 900]);
  });

  it('with what is gone: nothing', () => {
    expect(names(ref('ecs/Task', 'harbour/gone'), {})).toEqual([]);
    expect(names(ref('kubernetes/Deployment', 'default/web'), {})).toEqual([]);
  });
});
