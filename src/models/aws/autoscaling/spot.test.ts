import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';
import { marketInExcess, onDemandOf } from './mixedInstances';

const policy = (distribution: object, types: readonly string[] = ['m5.large', 'm5.xlarge']) => ({
  MixedInstancesPolicy: {
    LaunchTemplate: {
      LaunchTemplateData: {
        InstanceType: 'm5.large',
        bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
      },
      Overrides: types.map((InstanceType) => ({ InstanceType })),
    },
    InstancesDistribution: distribution,
  },
});
function world(distribution: object, more: object = {}): TestWorld {
  const w = new TestWorld();
  w.ask('autoscaling', 'CreateAutoScalingGroup', {
    AutoScalingGroupName: 'mixed',
    MinSize: 0,
    MaxSize: 20,
    DesiredCapacity: 6,
    AvailabilityZones: ['us-east-1a', 'us-east-1b'],
    ...policy(distribution),
    ...more,
  });
  return w.to(120_000);
}
const instances = (w: TestWorld) =>
  w.read.list('ec2/Instance').filter((i) => i.State.Name === 'running');
const spot = (w: TestWorld) => instances(w).filter((i) => i.InstanceLifecycle === 'spot');

describe('mixed instances', () => {
  it.each([
    [0, 100, 6, 6],
    [0, 0, 6, 0],
    [2, 0, 6, 2],
    [2, 50, 7, 5],
    [1, 25, 5, 2],
  ])('base %i and %i percent of %i: %i on demand', (base, percent, total, onDemand) => {
    const distribution = {
      OnDemandBaseCapacity: base,
      OnDemandPercentageAboveBaseCapacity: percent,
    };
    expect(onDemandOf(total, distribution)).toBe(onDemand);
  });

  it('launches the base on demand and the rest as it is divided', () => {
    const w = world({ OnDemandBaseCapacity: 2, OnDemandPercentageAboveBaseCapacity: 50 });
    expect(instances(w)).toHaveLength(6);
    expect(spot(w)).toHaveLength(2);
  });

  it('takes the next type where EC2 has none of the first, and the dearer one last by price', () => {
    const w = world({ OnDemandPercentageAboveBaseCapacity: 0 });
    expect(new Set(instances(w).map((i) => i.InstanceType))).toEqual(new Set(['m5.large']));
    w.ask('quayside', 'refuseCapacity', { instanceType: 'm5.large' });
    w.ask('autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: 'mixed',
      DesiredCapacity: 8,
    });
    w.to(240_000);
    expect(instances(w).filter((i) => i.InstanceType === 'm5.xlarge')).toHaveLength(2);
  });

  it('lets the option go that has more than its share', () => {
    expect(marketInExcess({}, { onDemand: 1, spot: 1 })).toBe(null);
    const w = world({ OnDemandBaseCapacity: 2, OnDemandPercentageAboveBaseCapacity: 0 });
    w.ask('autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: 'mixed',
      DesiredCapacity: 3,
    });
    w.to(400_000);
    expect([instances(w).length, spot(w).length]).toEqual([3, 1]);
  });

  it.each([
    [{ OnDemandPercentageAboveBaseCapacity: 101 }, /between 0 and 100/],
    [{ SpotAllocationStrategy: 'cheapest' }, /Invalid SpotAllocationStrategy: cheapest/],
  ])('refuses %j', (distribution, message) => {
    const input = {
      AutoScalingGroupName: 'm',
      MinSize: 0,
      MaxSize: 1,
      AvailabilityZones: ['us-east-1a'],
      ...policy(distribution),
    };
    expect(new TestWorld().refusal('autoscaling', 'CreateAutoScalingGroup', input)).toMatch(
      message,
    );
  });
});

describe('a spot instance', () => {
  it('costs its share, is taken two minutes after the notice, and is replaced then', () => {
    const w = world({ OnDemandPercentageAboveBaseCapacity: 0 });
    const { ecs } = w.query('quayside', 'cost') as { ecs: { perHour: number } };
    expect(ecs.perHour).toBeCloseTo(6 * 0.096 * 0.35, 9);
    const [victim] = spot(w);
    w.ask('quayside', 'interruptSpot', { instanceId: victim?.InstanceId });
    w.after(119_000);
    expect(w.read.get('ec2/Instance', victim?.InstanceId ?? '')?.State.Name).toBe('running');
    w.after(2_000);
    const record = w.read.get('ec2/Instance', victim?.InstanceId ?? '');
    expect(record?.State.Name).toBe('shutting-down');
    expect(record?.StateTransitionReason).toMatch(/^Server\.SpotInstanceTermination/);
    w.after(120_000);
    expect(instances(w)).toHaveLength(6);
  });

  it('at risk is replaced before it goes, with Capacity Rebalancing', () => {
    const w = world({ OnDemandPercentageAboveBaseCapacity: 0 }, { CapacityRebalance: true });
    const [victim] = spot(w);
    w.ask('quayside', 'recommendRebalance', { instanceId: victim?.InstanceId });
    let least = 6;
    for (let i = 0; i < 60; i++) {
      w.after(5_000);
      const members = w.read.list('autoscaling/AutoScalingInstance');
      least = Math.min(least, members.filter((m) => m.LifecycleState === 'InService').length);
    }
    expect(least).toBe(6);
    expect(instances(w)).toHaveLength(6);
    expect(instances(w).map((i) => i.InstanceId)).not.toContain(victim?.InstanceId);
    expect(w.facts('groupTerminating').map((f) => (f.data as { reason: string }).reason)).toEqual([
      'capacityRebalance',
    ]);
  });

  it('is nothing that an on-demand instance can be', () => {
    const w = world({});
    const [one] = instances(w);
    expect(w.refusal('quayside', 'interruptSpot', { instanceId: one?.InstanceId })).toMatch(
      /is not a running Spot Instance/,
    );
  });
});
