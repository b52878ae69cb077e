import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';
import type { AutoScalingInstance } from './types';
import { selectForTermination } from './terminationPolicy';

const launch = {
  LaunchTemplate: {
    LaunchTemplateData: {
      InstanceType: 'm5.large',
      bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
    },
  },
};
const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const create = (w: TestWorld, more: object = {}) =>
  w.ask('autoscaling', 'CreateAutoScalingGroup', {
    AutoScalingGroupName: 'boxes',
    MinSize: 0,
    MaxSize: 6,
    DesiredCapacity: 3,
    AvailabilityZones: zones,
    ...launch,
    ...more,
  });
const ground = (desired: number, more: object = {}) =>
  new TestWorld(1, {
    groups: [
      {
        name: 'boxes',
        instanceType: 'm5.large',
        desired,
        max: 6,
        bootstrap: { as: 'eks-node', cluster: 'harbour' },
        ...more,
      },
    ],
  });
const members = (w: TestWorld) => w.read.list('autoscaling/AutoScalingInstance');
const inService = (w: TestWorld) => members(w).filter((m) => m.LifecycleState === 'InService');
const spread = (w: TestWorld) =>
  zones.map((zone) => inService(w).filter((m) => m.AvailabilityZone === zone).length);
const set = (w: TestWorld, DesiredCapacity: number, more: object = {}) =>
  w.ask('autoscaling', 'SetDesiredCapacity', {
    AutoScalingGroupName: 'boxes',
    DesiredCapacity,
    ...more,
  });
interface WireActivity {
  readonly Description: string;
  readonly Cause: string;
  readonly StatusCode: string;
  readonly StatusMessage?: string;
}
const activities = (w: TestWorld) =>
  (
    w.query('autoscaling', 'DescribeScalingActivities', { AutoScalingGroupName: 'boxes' }) as {
      Activities: WireActivity[];
    }
  ).Activities;
const settled = (w: TestWorld) => {
  w.after(120_000);
  expect(w.simulation.brokenInvariants()).toEqual([]);
  return w;
};

describe('a group', () => {
  it('launches into the zones with the fewest and tells it as an activity', () => {
    const w = new TestWorld();
    create(w);
    settled(w);
    expect(spread(w)).toEqual([1, 1, 1]);
    const [newest] = activities(w);
    expect(newest?.Description).toMatch(/^Launching a new EC2 instance: i-0[0-9a-f]{16}$/);
    expect(newest?.StatusCode).toBe('Successful');
    expect(newest?.Cause).toBe(
      'At 2026-01-05T00:00:00Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 3.  ' +
        'At 2026-01-05T00:00:10Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 3.',
    );
  });

  it('stands on the ground with its instances in service', () => {
    const w = ground(5);
    expect(spread(w)).toEqual([2, 2, 1]);
    expect(w.read.list('ec2/Instance').every((i) => i.bootedAtMs === 0)).toBe(true);
    const { AutoScalingGroups } = w.query('autoscaling', 'DescribeAutoScalingGroups') as {
      AutoScalingGroups: {
        DesiredCapacity: number;
        Instances: unknown[];
        LaunchTemplate: object;
      }[];
    };
    expect(AutoScalingGroups[0]).toMatchObject({ DesiredCapacity: 5, MinSize: 0, MaxSize: 6 });
    expect(AutoScalingGroups[0]?.Instances).toHaveLength(5);
    expect(activities(settled(w))).toEqual([]);
  });

  it('grows by what is missing, keeping balance, and shrinks out of the fullest zones', () => {
    const w = ground(3);
    set(w, 5);
    expect(spread(settled(w)).toSorted()).toEqual([1, 2, 2]);
    set(w, 2);
    const facts = settled(w).facts('groupTerminating');
    expect(inService(w)).toHaveLength(2);
    expect(Math.max(...spread(w))).toBe(1);
    expect(facts.map((f) => (f.data as { reason: string }).reason)).toEqual([
      'scaleIn',
      'scaleIn',
      'scaleIn',
    ]);
    expect(activities(w)[0]?.Cause).toContain('was selected for termination.');
  });

  it('replaces an instance that somebody terminated', () => {
    const w = ground(3);
    const [victim] = members(w);
    w.after(1_000).ask('ec2', 'TerminateInstances', { InstanceIds: [victim?.InstanceId] });
    expect(spread(settled(w))).toEqual([1, 1, 1]);
    expect(members(w).map((m) => m.InstanceId)).not.toContain(victim?.InstanceId);
    const causes = activities(w).map((a) => a.Cause.replace(/^At \S+ /, ''));
    expect(causes).toEqual([
      'an instance was started in response to an unhealthy instance needing to be replaced.',
      'an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.',
    ]);
  });

  it('waits minutes before it gives up an instance whose status checks fail, and its grace period', () => {
    const w = ground(3);
    const [victim] = members(w);
    w.after(1_000).ask('quayside', 'disconnectInstance', { instanceId: victim?.InstanceId });
    w.after(299_000);
    expect(members(w)).toHaveLength(3);
    expect(w.facts('groupTerminating')).toEqual([]);
    w.after(60_000);
    expect(w.facts('groupTerminating')[0]?.data).toMatchObject({
      InstanceId: victim?.InstanceId,
      reason: 'impaired',
    });
  });

  it('leaves an instance that comes back in time', () => {
    const w = ground(3);
    const [victim] = members(w);
    w.after(1_000).ask('quayside', 'disconnectInstance', { instanceId: victim?.InstanceId });
    w.after(200_000).ask('quayside', 'reconnectInstance', { instanceId: victim?.InstanceId });
    w.after(900_000);
    expect(w.facts('groupTerminating')).toEqual([]);
  });
});

describe('capacity that EC2 does not have', () => {
  it('only while a zone is lost, if it was asked so', () => {
    const w = ground(3);
    w.ask('quayside', 'refuseCapacity', { instanceType: 'm5.large', whileZoneLost: true });
    set(w, 4);
    settled(w);
    expect(inService(w)).toHaveLength(4);
    w.ask('quayside', 'loseZone', { zone: 'us-east-1a' });
    set(w, 5);
    w.after(120_000);
    expect(inService(w)).toHaveLength(4);
    w.ask('quayside', 'restoreZone', { zone: 'us-east-1a' });
    w.after(300_000);
    expect(inService(w)).toHaveLength(5);
  });

  it('fails one activity a zone, then launches into the others', () => {
    const w = ground(3);
    w.ask('quayside', 'refuseCapacity', { instanceType: 'm5.large', zones: ['us-east-1a'] });
    set(w, 6);
    settled(w);
    expect(inService(w)).toHaveLength(6);
    const failed = activities(w).filter((a) => a.StatusCode === 'Failed');
    expect(failed[0]?.StatusMessage).toBe(
      'We currently do not have sufficient m5.large capacity in the Availability Zone you requested (us-east-1a). Our system will be working on provisioning additional capacity. ' +
        'You can currently get m5.large capacity by not specifying an Availability Zone in your request or choosing us-east-1b, us-east-1c. Launching EC2 instance failed.',
    );
    expect(failed[0]?.Description).toContain(
      'Launching a new EC2 instance.  Status Reason: We currently',
    );
  });

  it('is tried again after growing pauses until there is some', () => {
    const w = ground(1);
    w.ask('quayside', 'refuseCapacity', { instanceType: 'm5.large' });
    set(w, 2);
    w.after(600_000);
    const tries = w
      .facts('groupLaunchFailed')
      .filter((f) => (f.data as { AvailabilityZone: string }).AvailabilityZone === 'us-east-1b');
    expect(tries.map((f) => f.atMs)).toEqual([10_000, 70_000, 190_000, 430_000]);
    w.ask('quayside', 'restoreCapacity', { instanceType: 'm5.large' });
    w.after(900_000);
    expect(inService(w)).toHaveLength(2);
  });

  it('is what a lost zone answers; the zone is filled again when it is back', () => {
    const w = ground(3);
    w.after(1_000).ask('quayside', 'loseZone', { zone: 'us-east-1a' });
    w.after(600_000);
    expect(spread(w)[0]).toBe(0);
    expect(inService(w)).toHaveLength(3);
    w.ask('quayside', 'restoreZone', { zone: 'us-east-1a' });
    w.after(1_200_000);
    expect(spread(w)).toEqual([1, 1, 1]);
    expect(w.facts('groupLaunched').map((f) => (f.data as { reason: string }).reason)).toContain(
      'rebalance',
    );
    expect(w.simulation.brokenInvariants()).toEqual([]);
  });

  it('refuses RunInstances in EC2 words', () => {
    const w = new TestWorld();
    w.ask('quayside', 'refuseCapacity', { instanceType: 'm5.large', zones: ['us-east-1a'] });
    const run = { InstanceType: 'm5.large', ImageId: 'ami-12345678', MinCount: 1, MaxCount: 1 };
    const placed = { ...run, Placement: { AvailabilityZone: 'us-east-1a' } };
    expect(w.refusal('ec2', 'RunInstances', placed)).toMatch(
      /^InsufficientInstanceCapacity: We currently do not/,
    );
    w.ask('ec2', 'RunInstances', run);
    expect(w.read.list('ec2/Instance')[0]?.Placement.AvailabilityZone).toBe('us-east-1b');
  });
});

describe('requests', () => {
  const refusals: readonly (readonly [string, object, string])[] = [
    [
      'CreateAutoScalingGroup',
      { AutoScalingGroupName: 'x', MaxSize: 1, AvailabilityZones: zones, ...launch },
      "ValidationError: 1 validation error detected: Value null at 'minSize' failed to satisfy constraint: Member must not be null",
    ],
    [
      'CreateAutoScalingGroup',
      { AutoScalingGroupName: 'x', MinSize: 3, MaxSize: 1, AvailabilityZones: zones, ...launch },
      'ValidationError: Max bound, 1, must be greater than or equal to min bound, 3',
    ],
    [
      'CreateAutoScalingGroup',
      {
        AutoScalingGroupName: 'x',
        MinSize: 1,
        MaxSize: 3,
        DesiredCapacity: 4,
        AvailabilityZones: zones,
        ...launch,
      },
      'ValidationError: Desired capacity:4 must be between the specified min size:1 and max size:3',
    ],
    [
      'CreateAutoScalingGroup',
      { AutoScalingGroupName: 'x', MinSize: 1, MaxSize: 3, ...launch },
      'ValidationError: At least one Availability Zone or VPC Subnet is required.',
    ],
    [
      'CreateAutoScalingGroup',
      { AutoScalingGroupName: 'x', MinSize: 1, MaxSize: 3, AvailabilityZones: zones },
      'ValidationError: Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    ],
    [
      'CreateAutoScalingGroup',
      {
        AutoScalingGroupName: 'boxes',
        MinSize: 1,
        MaxSize: 3,
        AvailabilityZones: zones,
        ...launch,
      },
      'AlreadyExists: AutoScalingGroup by this name already exists - A group with the name boxes already exists',
    ],
    [
      'CreateAutoScalingGroup',
      {
        AutoScalingGroupName: 'x',
        MinSize: 1,
        MaxSize: 3,
        VPCZoneIdentifier: 'subnet-us-east-1a,subnet-mars',
        ...launch,
      },
      "ValidationError: The subnet ID 'subnet-mars' does not exist",
    ],
    [
      'UpdateAutoScalingGroup',
      { AutoScalingGroupName: 'boxes', MinSize: 9 },
      'ValidationError: Max bound, 6, must be greater than or equal to min bound, 9',
    ],
    [
      'UpdateAutoScalingGroup',
      { AutoScalingGroupName: 'none' },
      "ValidationError: AutoScalingGroup name not found - AutoScalingGroup 'none' not found",
    ],
    [
      'SetDesiredCapacity',
      { AutoScalingGroupName: 'boxes', DesiredCapacity: 7 },
      'ValidationError: New SetDesiredCapacity value 7 is above max value 6 for the AutoScalingGroup.',
    ],
    [
      'SetDesiredCapacity',
      { AutoScalingGroupName: 'boxes', DesiredCapacity: 1 },
      'ValidationError: New SetDesiredCapacity value 1 is below min value 3 for the AutoScalingGroup.',
    ],
    [
      'TerminateInstanceInAutoScalingGroup',
      { InstanceId: 'i-0', ShouldDecrementDesiredCapacity: false },
      'ValidationError: Instance Id not found - No managed instance found for instance ID: i-0',
    ],
    [
      'DeleteAutoScalingGroup',
      { AutoScalingGroupName: 'boxes' },
      'ResourceInUse: You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    ],
  ];
  for (const [action, input, message] of refusals)
    it(`${action}: ${message.slice(0, 70)}`, () => {
      const w = ground(3, { min: 3 });
      const before = w.simulation.digest();
      expect(w.refusal('autoscaling', action, input)).toBe(message);
      expect(w.simulation.digest()).toEqual(before);
    });

  it('TerminateInstanceInAutoScalingGroup replaces, or lowers the desired capacity, but not below the minimum', () => {
    const w = ground(3, { min: 2 });
    const terminate = (InstanceId: string | undefined, decrement: boolean) =>
      w.refusal('autoscaling', 'TerminateInstanceInAutoScalingGroup', {
        InstanceId,
        ShouldDecrementDesiredCapacity: decrement,
      });
    expect(terminate(inService(w)[0]?.InstanceId, true)).toBe('accepted');
    expect(inService(settled(w))).toHaveLength(2);
    expect(terminate(inService(w)[0]?.InstanceId, true)).toContain(
      'Currently, desiredSize equals minSize (2).',
    );
    expect(terminate(inService(w)[0]?.InstanceId, false)).toBe('accepted');
    expect(inService(settled(w))).toHaveLength(2);
    expect(w.facts('groupLaunched')).toHaveLength(1);
  });

  it('UpdateAutoScalingGroup moves a desired capacity inside its new bounds', () => {
    const w = ground(3);
    w.ask('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: 'boxes', MinSize: 4 });
    expect(inService(settled(w))).toHaveLength(4);
    expect(activities(w)[0]?.Cause).toContain(
      'a user request update of AutoScalingGroup constraints to min: 4, max: 6, desired: 4 changing the desired capacity from 3 to 4.',
    );
  });

  it('SetDesiredCapacity honours a cooldown only when asked to', () => {
    const w = ground(3);
    set(w, 4);
    settled(w);
    const honour = { AutoScalingGroupName: 'boxes', DesiredCapacity: 5, HonorCooldown: true };
    expect(w.refusal('autoscaling', 'SetDesiredCapacity', honour)).toMatch(
      /^ScalingActivityInProgress/,
    );
    expect(
      w.refusal('autoscaling', 'SetDesiredCapacity', { ...honour, HonorCooldown: false }),
    ).toBe('accepted');
    w.after(420_000);
    expect(w.refusal('autoscaling', 'SetDesiredCapacity', { ...honour, DesiredCapacity: 4 })).toBe(
      'accepted',
    );
  });

  it('DeleteAutoScalingGroup with ForceDelete takes the instances along', () => {
    const w = ground(2);
    w.ask('autoscaling', 'DeleteAutoScalingGroup', {
      AutoScalingGroupName: 'boxes',
      ForceDelete: true,
    });
    settled(w);
    expect([w.read.size('autoscaling/AutoScalingGroup'), members(w)]).toEqual([0, []]);
    expect(w.read.list('ec2/Instance').every((i) => i.State.Name === 'terminated')).toBe(true);
  });

  it('a scale-in leaves protected instances', () => {
    const w = ground(3);
    const kept = inService(w)
      .map((m) => m.InstanceId)
      .slice(0, 2);
    w.ask('autoscaling', 'SetInstanceProtection', {
      AutoScalingGroupName: 'boxes',
      InstanceIds: kept,
      ProtectedFromScaleIn: true,
    });
    set(w, 0);
    expect(inService(settled(w)).map((m) => m.InstanceId)).toEqual(kept);
  });

  it('a new launch template version is what the next launches use, and the old go first', () => {
    const w = ground(3, { zones: ['us-east-1a'] });
    const old = members(w).map((m) => m.InstanceId);
    w.ask('ec2', 'CreateLaunchTemplateVersion', {
      LaunchTemplateName: 'boxes',
      SourceVersion: '1',
      LaunchTemplateData: { InstanceType: 'm5.xlarge' },
    });
    set(w, 5);
    settled(w);
    const fresh = members(w).filter((m) => !old.includes(m.InstanceId));
    expect(fresh.map((m) => [m.InstanceType, m.LaunchTemplate.Version])).toEqual([
      ['m5.xlarge', '2'],
      ['m5.xlarge', '2'],
    ]);
    set(w, 2);
    expect(inService(settled(w)).map((m) => m.InstanceType)).toEqual(['m5.xlarge', 'm5.xlarge']);
  });
});

describe('selectForTermination', () => {
  const candidate = (
    InstanceId: string,
    AvailabilityZone: string,
    version: number,
    launchedAtMs: number,
    kept = false,
  ) => ({
    member: {
      InstanceId,
      AvailabilityZone,
      LifecycleState: 'InService',
      ProtectedFromScaleIn: kept,
      LaunchTemplate: { Version: String(version) },
    } as AutoScalingInstance,
    launchedAtMs,
  });
  const pickBy = (policies: readonly string[], ...of: ReturnType<typeof candidate>[]) => {
    const group = { AvailabilityZones: ['a', 'b'], TerminationPolicies: policies };
    const chosen = selectForTermination(group, of, 3_600_000, (n) => n - 1);
    return chosen && [chosen.member.InstanceId, chosen.chosenBy];
  };
  const pick = (...of: ReturnType<typeof candidate>[]) => pickBy(['Default'], ...of);
  it('takes the zone with the most', () => {
    expect(
      pick(
        candidate('1', 'a', 1, 0),
        candidate('2', 'a', 1, 9),
        candidate('3', 'b', 1, 0, true),
        candidate('4', 'b', 1, 0),
        candidate('5', 'b', 1, 0, true),
      ),
    ).toEqual(['4', 'zone']);
  });
  it('then the oldest launch template, then the billing hour, then chance', () => {
    expect(pick(candidate('1', 'a', 2, 0), candidate('2', 'a', 1, 0))).toEqual([
      '2',
      'launchTemplate',
    ]);
    expect(pick(candidate('1', 'a', 1, 0), candidate('2', 'a', 1, 1_000))).toEqual([
      '2',
      'billingHour',
    ]);
    expect(pick(candidate('1', 'a', 1, 0), candidate('2', 'a', 1, 0))).toEqual(['2', 'random']);
    expect(pick(candidate('1', 'a', 1, 0, true))).toBeUndefined();
  });
  it.each([
    [['OldestInstance'], ['2', 'oldest']],
    [['NewestInstance'], ['3', 'newest']],
    [
      ['OldestLaunchTemplate', 'OldestInstance'],
      ['4', 'oldest'],
    ],
    [['ClosestToNextInstanceHour'], ['2', 'billingHour']],
    [
      ['OldestLaunchConfiguration', 'NewestInstance'],
      ['3', 'newest'],
    ],
    [['AllocationStrategy'], ['4', 'random']],
  ])('after the zone by %j', (policies, chosen) => {
    const of = [
      candidate('0', 'b', 0, 0),
      // At one hour: the next hours of these begin in 30, 1, 59 and 20 minutes.
      candidate('1', 'a', 2, 1_860_000),
      candidate('2', 'a', 2, 60_000),
      candidate('3', 'a', 1, 3_540_000),
      candidate('4', 'a', 1, 1_200_000),
    ];
    expect(pickBy(policies, ...of)).toEqual(chosen);
  });
});
