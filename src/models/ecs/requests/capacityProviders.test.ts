import { describe, expect, it } from 'vitest';
import { CapacityWorld } from '../capacityProviders/fixtures/capacityWorld';
import { CLUSTER } from '../fixtures/ecsWorld';

const provider = (changes: object = {}, name = 'boxes') => ({
  name,
  autoScalingGroupProvider: { autoScalingGroupArn: 'boxes', ...changes },
});
const ask = (w: CapacityWorld, action: string, input: object) => w.refusal('ecs', action, input);

describe('CreateCapacityProvider', () => {
  it('fills in the defaults', () => {
    const w = new CapacityWorld();
    const { capacityProvider } = w.ask(
      'ecs',
      'CreateCapacityProvider',
      provider({ managedScaling: {} }),
    ) as { capacityProvider: object };
    expect(capacityProvider).toMatchObject({
      capacityProviderArn: 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/boxes',
      status: 'ACTIVE',
      autoScalingGroupProvider: {
        managedScaling: {
          status: 'ENABLED',
          targetCapacity: 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 10_000,
          instanceWarmupPeriod: 300,
        },
        managedTerminationProtection: 'DISABLED',
        managedDraining: 'ENABLED',
      },
    });
  });

  it.each([
    [
      'a reserved name',
      provider({}, 'ecs-boxes'),
      /^ClientException: The specified capacity provider name is invalid\./,
    ],
    [
      'no such group',
      { name: 'b', autoScalingGroupProvider: { autoScalingGroupArn: 'none' } },
      /^ClientException: The specified Auto Scaling group ARN is invalid/,
    ],
    [
      'a target above 100',
      provider({ managedScaling: { targetCapacity: 101 } }),
      /targetCapacity must be between 1 and 100/,
    ],
    [
      'steps that cross',
      provider({ managedScaling: { minimumScalingStepSize: 5, maximumScalingStepSize: 2 } }),
      /must not be greater/,
    ],
    [
      'protection of an unprotected group',
      provider({ managedScaling: {}, managedTerminationProtection: 'ENABLED' }),
      /the Auto Scaling group must have instance protection from scale in enabled\.$/,
    ],
    [
      'protection without managed scaling',
      provider({ managedTerminationProtection: 'ENABLED' }),
      /managed scaling must be enabled\.$/,
    ],
    [
      'a word that is none',
      provider({ managedDraining: 'ON' }),
      /Member must satisfy enum value set: \[DISABLED, ENABLED\]/,
    ],
    ['nothing to stand on', { name: 'b' }, /An Auto Scaling group provider must be specified/],
    ['Managed Instances', { name: 'b', managedInstancesProvider: {} }, /are not simulated/],
  ])('refuses %s', (_, input, message) => {
    expect(ask(new CapacityWorld(), 'CreateCapacityProvider', input)).toMatch(message);
  });

  it('gives a group to one provider only, under one name', () => {
    const w = new CapacityWorld();
    w.ask('ecs', 'CreateCapacityProvider', provider());
    expect(ask(w, 'CreateCapacityProvider', provider())).toMatch(/already exists/);
    expect(ask(w, 'CreateCapacityProvider', provider({}, 'again'))).toMatch(
      /already being used by another capacity provider/,
    );
  });
});

describe('a cluster and its providers', () => {
  const put = (capacityProviders: readonly string[], strategy: readonly object[] = []) => ({
    cluster: CLUSTER,
    capacityProviders,
    defaultCapacityProviderStrategy: strategy,
  });

  it('refuses what is not there, what is not associated, and what is still used', () => {
    const w = new CapacityWorld();
    expect(ask(w, 'PutClusterCapacityProviders', put(['none']))).toMatch(
      /The specified capacity provider 'none' was not found/,
    );
    w.provide({ managedScaling: {} }).define('web', [{}]);
    const on = (capacityProvider: string) => ({
      cluster: CLUSTER,
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider, weight: 1 }],
    });
    expect(ask(w, 'CreateService', on('FARGATE'))).toMatch(/not associated with the cluster/);
    expect(ask(w, 'CreateService', { ...on('boxes'), launchType: 'EC2' })).toMatch(
      /Specifying both a launch type and capacity provider strategy is not supported/,
    );
    w.ask('ecs', 'CreateService', on('boxes'));
    expect(ask(w, 'PutClusterCapacityProviders', put([]))).toBe(
      'ResourceInUseException: The specified capacity provider is in use and cannot be removed.',
    );
    expect(ask(w, 'DeleteCapacityProvider', { capacityProvider: 'boxes' })).toBe(
      `ClientException: The capacity provider cannot be deleted because it is associated with cluster: ${CLUSTER}. Remove the capacity provider from the cluster and try again.`,
    );
  });

  it('keeps a policy with two alarms on the group for as long as they belong together', () => {
    const w = new CapacityWorld().provide({ managedScaling: {} });
    w.to(1);
    const alarms = () => w.read.list('cloudwatch/MetricAlarm');
    expect(
      alarms().map((a) => [a.AlarmName.replace(/-[0-9a-f-]{36}$/, ''), a.EvaluationPeriods]),
    ).toEqual([
      ['TargetTracking-boxes-AlarmHigh', 1],
      ['TargetTracking-boxes-AlarmLow', 15],
    ]);
    expect(w.read.get('autoscaling/AutoScalingGroup', 'boxes')?.Tags).toEqual([
      { Key: 'AmazonECSManaged', Value: '' },
    ]);
    const changed = {
      name: 'boxes',
      autoScalingGroupProvider: { managedScaling: { targetCapacity: 80 } },
    };
    w.ask('ecs', 'UpdateCapacityProvider', changed);
    w.to(2);
    expect(alarms().map((a) => a.Threshold)).toEqual([80, 80]);
    w.ask('ecs', 'PutClusterCapacityProviders', put([]));
    w.to(3);
    expect(alarms()).toEqual([]);
    w.ask('ecs', 'DeleteCapacityProvider', { capacityProvider: 'boxes' });
    expect(w.read.size('ecs/CapacityProvider')).toBe(0);
  });

  it('shows what ECS has attached, and keeps a service on its kind of capacity', () => {
    const w = new CapacityWorld().provide({ managedScaling: {} });
    w.to(1);
    const { clusters } = w.query('ecs', 'DescribeClusters', {
      clusters: [CLUSTER],
      include: ['ATTACHMENTS'],
    }) as { clusters: { attachments: { type: string; details: object[] }[] }[] };
    expect(clusters[0]?.attachments).toMatchObject([
      { type: 'as_policy', details: [{ value: 'boxes' }, { name: 'scalingPolicyName' }] },
      { type: 'managed_draining' },
    ]);
    w.ask('ecs', 'PutClusterCapacityProviders', put(['boxes', 'FARGATE']));
    w.define('web', [{}]);
    w.ask('ecs', 'CreateService', {
      cluster: CLUSTER,
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: 'boxes', weight: 1 }],
    });
    const update = {
      cluster: CLUSTER,
      service: 'web',
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    };
    expect(ask(w, 'UpdateService', update)).toMatch(/nor the other way round/);
  });

  it('is described with FARGATE and FARGATE_SPOT, which nobody can delete', () => {
    const w = new CapacityWorld().provide();
    const { capacityProviders, failures } = w.query('ecs', 'DescribeCapacityProviders', {
      capacityProviders: ['FARGATE', 'boxes', 'none'],
    }) as { capacityProviders: { name: string }[]; failures: object[] };
    expect(capacityProviders.map((p) => p.name)).toEqual(['FARGATE', 'boxes']);
    expect(failures).toMatchObject([{ reason: 'MISSING' }]);
    expect(ask(w, 'DeleteCapacityProvider', { capacityProvider: 'FARGATE' })).toMatch(/reserved/);
  });
});
