import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';

const NAME = { AutoScalingGroupName: 'boxes' };
function world(desired = 1): TestWorld {
  const bootstrap = { as: 'ecs-container-instance', cluster: 'harbour' };
  const group = { name: 'boxes', instanceType: 'm5.large', desired, max: 5, bootstrap };
  return new TestWorld(1, { groups: [group] });
}
const states = (w: TestWorld) =>
  w.read.list('autoscaling/AutoScalingInstance').map((m) => m.LifecycleState);
const desire = (w: TestWorld, DesiredCapacity: number) =>
  w.ask('autoscaling', 'SetDesiredCapacity', { ...NAME, DesiredCapacity });
const hook = (w: TestWorld, LifecycleHookName: string, transition: string, more: object = {}) =>
  w.ask('autoscaling', 'PutLifecycleHook', {
    ...NAME,
    LifecycleHookName,
    LifecycleTransition: `autoscaling:EC2_INSTANCE_${transition}`,
    ...more,
  });
const complete = (
  w: TestWorld,
  LifecycleHookName: string,
  InstanceId: string,
  result = 'CONTINUE',
) =>
  w.ask('autoscaling', 'CompleteLifecycleAction', {
    ...NAME,
    LifecycleHookName,
    InstanceId,
    LifecycleActionResult: result,
  });
const held = (w: TestWorld) =>
  w.read.list('autoscaling/AutoScalingInstance').find((m) => m.LifecycleState.endsWith(':Wait'))
    ?.InstanceId ?? '';

describe('a lifecycle hook', () => {
  it('holds a launch until it is completed', () => {
    const w = world();
    hook(w, 'prepare', 'LAUNCHING');
    desire(w, 2);
    w.to(600_000);
    expect(states(w)).toEqual(['InService', 'Pending:Wait']);
    complete(w, 'prepare', held(w));
    expect(states(w)).toEqual(['InService', 'InService']);
  });

  it('holds a termination for every hook, and the instance runs meanwhile', () => {
    const w = world(2);
    hook(w, 'drain', 'TERMINATING');
    hook(w, 'backup', 'TERMINATING');
    desire(w, 1);
    w.to(60_000);
    const id = held(w);
    complete(w, 'drain', id);
    w.after(60_000);
    expect(w.read.get('ec2/Instance', id)?.State.Name).toBe('running');
    complete(w, 'backup', id);
    w.after(120_000);
    expect(w.read.get('ec2/Instance', id)?.State.Name).toBe('terminated');
    expect(states(w)).toEqual(['InService']);
  });

  it('takes its default result when its time is over, later after a heartbeat', () => {
    const w = world(2);
    hook(w, 'drain', 'TERMINATING', { HeartbeatTimeout: 60, DefaultResult: 'CONTINUE' });
    desire(w, 1);
    w.to(50_000);
    const InstanceId = held(w);
    w.ask('autoscaling', 'RecordLifecycleActionHeartbeat', {
      ...NAME,
      LifecycleHookName: 'drain',
      InstanceId,
    });
    w.to(100_000);
    expect(held(w)).toBe(InstanceId);
    w.to(111_000);
    expect(held(w)).toBe('');
    expect(w.facts('lifecycleActionCompleted')[0]?.data).toMatchObject({ timedOut: true });
  });

  it('does not hold up a group that is deleted by force', () => {
    const w = world(2);
    hook(w, 'drain', 'TERMINATING');
    w.ask('autoscaling', 'DeleteAutoScalingGroup', { ...NAME, ForceDelete: true });
    w.to(120_000);
    expect(w.read.size('autoscaling/AutoScalingGroup')).toBe(0);
    expect(w.read.size('autoscaling/LifecycleHook')).toBe(0);
  });

  it('abandoned ends a launch, which is made good', () => {
    const w = world();
    hook(w, 'prepare', 'LAUNCHING');
    desire(w, 2);
    w.to(60_000);
    const first = held(w);
    complete(w, 'prepare', first, 'ABANDON');
    w.after(120_000);
    expect(held(w)).not.toBe(first);
    expect(w.read.get('ec2/Instance', first)?.State.Name).toBe('terminated');
  });

  it.each([
    [{ HeartbeatTimeout: 10 }, /between 30 and 7200/],
    [{ DefaultResult: 'STAY' }, /Invalid default result: STAY/],
    [{ LifecycleTransition: 'autoscaling:EC2_INSTANCE_SLEEPING' }, /Invalid lifecycle transition/],
  ])('refuses %j', (change, message) => {
    const asked = {
      ...NAME,
      LifecycleHookName: 'h',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      ...change,
    };
    expect(world().refusal('autoscaling', 'PutLifecycleHook', asked)).toMatch(message);
  });
});

describe('a warm pool', () => {
  const pooled = (more: object = {}) => {
    const w = world();
    w.ask('autoscaling', 'PutWarmPool', { ...NAME, MaxGroupPreparedCapacity: 3, ...more });
    return w.to(200_000);
  };
  const launchMs = (w: TestWorld) =>
    (w.facts('instanceBooted').at(-1)?.data as { sinceLaunchMs: number }).sinceLaunchMs;

  it('is prepared and stopped, and costs nothing then', () => {
    const w = pooled();
    expect(states(w)).toEqual(['InService', 'Warmed:Stopped', 'Warmed:Stopped']);
    const { ecs } = w.query('quayside', 'cost') as { ecs: { perHour: number } };
    expect(ecs.perHour).toBeCloseTo(0.096, 9);
    const { Instances } = w.query('autoscaling', 'DescribeWarmPool', NAME) as {
      Instances: object[];
    };
    expect(Instances).toHaveLength(2);
  });

  it('gives its instances first, in a fraction of the time, and is filled again', () => {
    const w = pooled();
    desire(w, 2);
    w.to(260_000);
    expect(w.facts('groupLaunched').map((f) => (f.data as { warm?: true }).warm)).toEqual([true]);
    expect(states(w).filter((s) => s === 'InService')).toHaveLength(2);
    expect(launchMs(w)).toBeLessThan(31_000);
    w.to(400_000);
    expect(states(w).filter((s) => s.startsWith('Warmed'))).toHaveLength(1);
  });

  it('takes instances back on scale-in, with reuse', () => {
    const w = pooled({ InstanceReusePolicy: { ReuseOnScaleIn: true } });
    desire(w, 3);
    w.to(300_000);
    desire(w, 1);
    w.to(500_000);
    expect(w.facts('warmPoolReturned')).toHaveLength(2);
    expect(states(w).toSorted()).toEqual(['InService', 'Warmed:Stopped', 'Warmed:Stopped']);
    expect(w.facts('groupTerminating')).toHaveLength(2);
  });

  it('goes with its group, and when it is deleted', () => {
    const w = pooled({ PoolState: 'Running' });
    expect(states(w).filter((s) => s === 'Warmed:Running')).toHaveLength(2);
    expect(w.refusal('autoscaling', 'DeleteWarmPool', NAME)).toMatch(/ResourceInUse/);
    w.ask('autoscaling', 'DeleteWarmPool', { ...NAME, ForceDelete: true });
    w.to(300_000);
    expect(states(w)).toEqual(['InService']);
    w.ask('autoscaling', 'PutWarmPool', { ...NAME, MinSize: 1 });
    w.to(400_000).ask('autoscaling', 'DeleteAutoScalingGroup', { ...NAME, ForceDelete: true });
    w.to(600_000);
    expect(w.read.size('autoscaling/AutoScalingInstance')).toBe(0);
    expect(w.read.size('autoscaling/AutoScalingGroup')).toBe(0);
  });
});
