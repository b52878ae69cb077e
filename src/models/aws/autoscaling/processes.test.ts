import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';

const GROUP = { AutoScalingGroupName: 'boxes' };
const MINUTE = 60_000;

function world() {
  return new TestWorld(1, {
    groups: [
      {
        name: 'boxes',
        instanceType: 'm5.large',
        min: 0,
        max: 10,
        desired: 3,
        bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
      },
    ],
  });
}
const suspend = (w: TestWorld, ...ScalingProcesses: string[]) =>
  w.ask('autoscaling', 'SuspendProcesses', { ...GROUP, ScalingProcesses });
const resume = (w: TestWorld, ...ScalingProcesses: string[]) =>
  w.ask('autoscaling', 'ResumeProcesses', { ...GROUP, ScalingProcesses });
const desire = (w: TestWorld, DesiredCapacity: number) =>
  w.ask('autoscaling', 'SetDesiredCapacity', { ...GROUP, DesiredCapacity });
const members = (w: TestWorld) => w.read.count('autoscaling/AutoScalingInstance', 'group', 'boxes');
const kill = (w: TestWorld) =>
  w.ask('ec2', 'TerminateInstances', {
    InstanceIds: w.read.keysBy('autoscaling/AutoScalingInstance', 'group', 'boxes').slice(0, 1),
  });

describe('suspended processes of a group', () => {
  it('Launch: nothing is launched until it is resumed', () => {
    const w = world();
    suspend(w, 'Launch');
    desire(w, 5);
    w.to(10 * MINUTE);
    expect(members(w)).toBe(3);
    resume(w, 'Launch');
    w.after(MINUTE);
    expect(members(w)).toBe(5);
  });

  it('Terminate: it shrinks only when it may', () => {
    const w = world();
    suspend(w, 'Terminate');
    desire(w, 1);
    w.to(10 * MINUTE);
    expect(members(w)).toBe(3);
    resume(w);
    w.after(3 * MINUTE);
    expect(members(w)).toBe(1);
  });

  it.each(['HealthCheck', 'ReplaceUnhealthy'])('%s: what is gone is not replaced', (process) => {
    const w = world();
    suspend(w, process);
    kill(w);
    w.to(10 * MINUTE);
    expect(w.facts('groupLaunched')).toHaveLength(0);
    resume(w, process);
    w.after(3 * MINUTE);
    expect(w.facts('groupLaunched')).toHaveLength(1);
  });

  it('Launch: what is unhealthy goes, and nobody comes', () => {
    const w = world();
    suspend(w, 'Launch');
    kill(w);
    w.to(10 * MINUTE);
    expect(members(w)).toBe(2);
    expect(w.facts('groupLaunched')).toHaveLength(0);
  });

  it('AZRebalance: zones stay as uneven as they are', () => {
    const moved = (...processes: string[]) => {
      const w = world();
      if (processes.length > 0) suspend(w, ...processes);
      const AvailabilityZones = ['us-east-1a', 'us-east-1b'];
      w.ask('autoscaling', 'UpdateAutoScalingGroup', { ...GROUP, AvailabilityZones });
      desire(w, 6);
      w.to(5 * MINUTE);
      const all = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
      w.ask('autoscaling', 'UpdateAutoScalingGroup', { ...GROUP, AvailabilityZones: all });
      w.to(30 * MINUTE);
      return w
        .facts('groupLaunched')
        .filter((f) => (f.data as { reason: string }).reason === 'rebalance').length;
    };
    expect(moved('AZRebalance')).toBe(0);
    expect(moved()).toBeGreaterThan(0);
  });

  it('ScheduledActions: passed over, and due again', () => {
    const w = world();
    w.ask('autoscaling', 'PutScheduledUpdateGroupAction', {
      ...GROUP,
      ScheduledActionName: 'each',
      Recurrence: '*/10 * * * *',
      DesiredCapacity: 5,
    });
    suspend(w, 'ScheduledActions');
    w.to(15 * MINUTE);
    expect(members(w)).toBe(3);
    resume(w, 'ScheduledActions');
    w.to(21 * MINUTE);
    expect(members(w)).toBe(5);
  });

  it('are told by DescribeAutoScalingGroups, with who did it', () => {
    const w = world().to(MINUTE);
    suspend(w);
    resume(w, 'Launch');
    const answer = w.query('autoscaling', 'DescribeAutoScalingGroups') as {
      AutoScalingGroups: { SuspendedProcesses: { ProcessName: string }[] }[];
    };
    const [group] = answer.AutoScalingGroups;
    expect(group?.SuspendedProcesses).toHaveLength(8);
    expect(group?.SuspendedProcesses[0]).toEqual({
      ProcessName: 'Terminate',
      SuspensionReason: 'User suspended at 2026-01-05T00:01:00.000Z',
    });
    expect(
      w.refusal('autoscaling', 'SuspendProcesses', { ...GROUP, ScalingProcesses: ['Nap'] }),
    ).toBe(
      'ValidationError: Invalid scaling process: Nap. Valid processes are Launch, Terminate, AddToLoadBalancer, AlarmNotification, AZRebalance, HealthCheck, InstanceRefresh, ReplaceUnhealthy, ScheduledActions.',
    );
  });
});

describe('an instance that somebody calls unhealthy', () => {
  const call = (w: TestWorld, more: object = {}) => {
    const [InstanceId] = w.read.keysBy('autoscaling/AutoScalingInstance', 'group', 'boxes');
    const input = { InstanceId, HealthStatus: 'Unhealthy', ...more };
    return w.ask('autoscaling', 'SetInstanceHealth', input);
  };
  const activities = (w: TestWorld) =>
    w.read.list('autoscaling/Activity').map(({ Cause }) => Cause.replace(/^At \S+ /, ''));

  it('is replaced, and the activity says who said so', () => {
    const w = world().to(MINUTE);
    call(w);
    w.to(5 * MINUTE);
    expect(activities(w)).toEqual([
      'an instance was taken out of service in response to a user health-check.',
      'an instance was started in response to an unhealthy instance needing to be replaced.',
    ]);
    expect(members(w)).toBe(3);
  });

  it('stays within its grace period, unless that is not respected', () => {
    const w = world().to(MINUTE);
    w.ask('autoscaling', 'UpdateAutoScalingGroup', { ...GROUP, HealthCheckGracePeriod: 300 });
    call(w);
    w.to(5 * MINUTE);
    expect(activities(w)).toEqual([]);
    const asked = { ShouldRespectGracePeriod: false };
    call(w.to(299_000), asked);
    w.to(10 * MINUTE);
    expect(activities(w)).toHaveLength(2);
  });

  it('stays while nothing is replaced, and may be called healthy again', () => {
    const w = world().to(MINUTE);
    suspend(w, 'ReplaceUnhealthy');
    call(w);
    w.to(5 * MINUTE);
    call(w, { HealthStatus: 'Healthy' });
    resume(w);
    w.to(10 * MINUTE);
    expect(activities(w)).toEqual([]);
    expect(w.refusal('autoscaling', 'SetInstanceHealth', { InstanceId: 'i-1' })).toContain(
      'No managed instance found for instance ID: i-1',
    );
  });
});

describe('a group as an engineer writes it', () => {
  const FULL = {
    AutoScalingGroupName: 'full',
    LaunchTemplate: {
      LaunchTemplateData: { InstanceType: 'm5.large', ImageId: 'ami-0123456789abcdef0' },
    },
    MinSize: 0,
    MaxSize: 4,
    DesiredCapacity: 1,
    VPCZoneIdentifier: 'subnet-us-east-1a,subnet-us-east-1b',
    DefaultCooldown: 60,
    DefaultInstanceWarmup: 120,
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 60,
    MaxInstanceLifetime: 604_800,
    InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
    LifecycleHookSpecificationList: [
      {
        LifecycleHookName: 'warm',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        HeartbeatTimeout: 60,
        DefaultResult: 'CONTINUE',
      },
    ],
    Tags: [{ Key: 'team', Value: 'web' }],
  };

  it('is taken with everything that the API has, its hooks too', () => {
    const w = world();
    w.ask('autoscaling', 'CreateAutoScalingGroup', FULL);
    w.to(30_000);
    const [member] = w.read.by('autoscaling/AutoScalingInstance', 'group', 'full');
    expect(member?.LifecycleState).toBe('Pending:Wait');
    w.to(3 * MINUTE);
    expect(w.read.by('autoscaling/AutoScalingInstance', 'group', 'full')[0]?.LifecycleState).toBe(
      'InService',
    );
    w.ask('autoscaling', 'UpdateAutoScalingGroup', {
      AutoScalingGroupName: 'full',
      DefaultInstanceWarmup: -1,
    });
    expect(w.read.get('autoscaling/AutoScalingGroup', 'full')?.DefaultInstanceWarmup).toBe(
      undefined,
    );
  });

  it.each(['CreateAutoScalingGroup', 'UpdateAutoScalingGroup'])(
    'is refused by %s where a word is misspelt',
    (action) => {
      const input = { ...FULL, DesiredCapasity: 3 };
      const { LifecycleHookSpecificationList: _hooks, Tags: _tags, ...settings } = input;
      expect(world().refusal('autoscaling', action, settings)).toContain(
        'ParamValidationError: Unknown parameter in input: "DesiredCapasity", must be one of: ',
      );
    },
  );
});
