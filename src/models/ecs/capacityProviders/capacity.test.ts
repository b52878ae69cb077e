import { describe, expect, it } from 'vitest';
import { CLUSTER, EcsWorld } from '../fixtures/ecsWorld';
import { CapacityWorld } from './fixtures/capacityWorld';

const MANAGED = { managedScaling: { status: 'ENABLED' } };
const ON_BOXES = {
  launchType: undefined,
  capacityProviderStrategy: [{ capacityProvider: 'boxes', weight: 1 }],
};
const slots = { cpu: 512, memory: 512 };

function world(desired: number, settings: object = MANAGED, max = 10): CapacityWorld {
  const w = new CapacityWorld({ desired, max });
  w.provide(settings).define('web', [slots]);
  return w;
}

const stepped = (w: CapacityWorld) =>
  w.facts('managedScalingStepped').map(({ atMs, data }) => ({ atMs, ...data }));

describe('from zero with twenty tasks', () => {
  it('goes by two, waits for the warm-up, and goes on to five', () => {
    const w = world(0);
    w.to(65_000).serve('web', { desiredCount: 20, ...ON_BOXES });
    w.checked(199_000);
    expect(w.waiting()).toBe(20);
    expect(w.explain()).toMatchObject({ needed: 5, running: 0, reservation: 200, target: 2 });
    w.checked(20 * 60_000);
    // Measured at 2:00, the minute ends at 3:00, looked at 20 s later; 300 s after the launch of 3:30 at the next look.
    expect(stepped(w)).toMatchObject([
      { atMs: 200_000, from: 0, to: 2, reservation: 200, heldBy: null },
      { atMs: 260_000, from: 2, to: 2, reservation: 250, heldBy: 'warmUp' },
      { atMs: 560_000, from: 2, to: 5, reservation: 250, heldBy: null },
    ]);
    expect(w.running()).toHaveLength(20);
    expect(w.running().every((t) => t.capacityProviderName === 'boxes')).toBe(true);
    expect(w.desired).toBe(5);
  });
});

describe('one box, two copies, then ten (curriculum 11)', () => {
  const grown = (settings: object) => {
    const w = world(1, settings);
    w.serve('web', { desiredCount: 2, ...ON_BOXES });
    w.to(130_000).ecs('UpdateService', { service: 'web', desiredCount: 10 });
    return w.checked(135_500);
  };

  it('needs three: two more boxes in two and a half to four minutes', () => {
    const w = grown(MANAGED);
    expect(w.waiting()).toBe(6);
    expect(w.explain()).toMatchObject({
      used: 1,
      wanted: 2,
      needed: 3,
      running: 1,
      reservation: 300,
    });
    w.checked(130_000 + 150_000);
    expect(w.running()).toHaveLength(4);
    w.checked(130_000 + 240_000);
    expect(w.desired).toBe(3);
    expect(w.running()).toHaveLength(10);
  });

  it('keeps a spare at 75 percent', () => {
    const w = grown({ managedScaling: { status: 'ENABLED', targetCapacity: 75 } });
    w.checked(900_000);
    expect(w.desired).toBe(4);
    expect(w.explain()).toMatchObject({ needed: 3, running: 4, reservation: 75, action: 'NONE' });
  });

  it('starts none without managed scaling, and says so', () => {
    const w = grown({});
    w.checked(300_000);
    expect(w.tasks()).toHaveLength(4);
    expect(w.events().at(-1)).toMatch(/unable to place a task/);
  });
});

describe('shrinking', () => {
  it('waits for fifteen minutes below the target, then halves at most', () => {
    const w = world(1);
    w.serve('web', { desiredCount: 20, ...ON_BOXES });
    w.checked(900_000);
    expect(w.desired).toBe(5);
    w.ecs('UpdateService', { service: 'web', desiredCount: 1 });
    w.checked(900_000 + 15 * 60_000);
    expect(w.desired).toBe(5);
    w.checked(900_000 + 25 * 60_000);
    expect(stepped(w).filter((s) => 'direction' in s && s.direction === 'IN')).toMatchObject([
      { from: 5, to: 2, heldBy: 'half' },
      { from: 2, to: 1, heldBy: null },
    ]);
  });
});

describe('a task that waits', () => {
  it('is PROVISIONING, takes no place, and is stopped when it has waited too long', () => {
    const w = world(0, MANAGED, 0);
    w.ecs('RunTask', { taskDefinition: 'web', count: 2 });
    w.checked(60_000);
    const tasks = () => w.read.by('ecs/Task', 'cluster', CLUSTER);
    expect(tasks().map((t) => [t.lastStatus, t.containerInstanceArn])).toEqual([
      ['PROVISIONING', undefined],
      ['PROVISIONING', undefined],
    ]);
    w.checked(31 * 60_000);
    expect(tasks().map((t) => [t.lastStatus, t.stopCode, t.stoppedReason])).toEqual(
      Array.from({ length: 2 }, () => [
        'STOPPED',
        'TaskFailedToStart',
        'TaskFailedToStart: EMPTY CAPACITY PROVIDER',
      ]),
    );
  });

  it('can be stopped while it waits', () => {
    const w = world(0);
    const { tasks } = w.ecs('RunTask', { taskDefinition: 'web' }) as {
      tasks: { taskArn: string }[];
    };
    w.to(5_000).ecs('StopTask', { task: tasks[0]?.taskArn });
    w.checked(10_000);
    expect(w.waiting()).toBe(0);
    expect(w.read.by('ecs/Task', 'cluster', CLUSTER)[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
    });
  });

  it('that would be the 501st is refused', () => {
    const w = world(0, MANAGED, 0);
    for (let i = 0; i < 50; i++) w.ecs('RunTask', { taskDefinition: 'web', count: 10 });
    expect(w.refusal('ecs', 'RunTask', { cluster: CLUSTER, taskDefinition: 'web' })).toBe(
      'ClientException: Tasks provisioning capacity limit exceeded.',
    );
  });

  it('too large for any instance of the group makes it grow for nobody', () => {
    const w = world(1);
    w.define('huge', [{ cpu: 4096, memory: 512 }]);
    w.to(60_000).ecs('RunTask', { taskDefinition: 'huge' });
    w.checked(600_000);
    expect(w.explain()).toMatchObject({
      reservation: 100,
      groups: [{ tasks: 1, instances: null }],
    });
    expect(w.desired).toBe(1);
  });
});

describe('a strategy of two providers', () => {
  const twoGroups = () => {
    const w = world(2, {});
    w.ask('autoscaling', 'CreateAutoScalingGroup', {
      AutoScalingGroupName: 'more',
      LaunchTemplate: {
        LaunchTemplateData: {
          InstanceType: 'm5.2xlarge',
          bootstrap: { as: 'ecs-container-instance', cluster: CLUSTER },
        },
      },
      MinSize: 0,
      MaxSize: 5,
      DesiredCapacity: 2,
      AvailabilityZones: ['us-east-1a', 'us-east-1b'],
    });
    w.ask('ecs', 'CreateCapacityProvider', {
      name: 'more',
      autoScalingGroupProvider: { autoScalingGroupArn: 'more' },
    });
    w.ecs('PutClusterCapacityProviders', {
      capacityProviders: ['boxes', 'more'],
      defaultCapacityProviderStrategy: [
        { capacityProvider: 'boxes', base: 2, weight: 1 },
        { capacityProvider: 'more', weight: 3 },
      ],
    });
    w.to(120_000).serve('web', { desiredCount: 10, launchType: undefined });
    return w.checked(240_000);
  };
  const split = (w: CapacityWorld) => {
    const on = (name: string) => w.running().filter((t) => t.capacityProviderName === name).length;
    return [on('boxes'), on('more')];
  };

  it('follows base and weight as tasks come and go', () => {
    const w = twoGroups();
    expect(split(w)).toEqual([4, 6]);
    w.ecs('UpdateService', { service: 'web', desiredCount: 6 });
    expect(split(w.checked(360_000))).toEqual([3, 3]);
    w.ecs('UpdateService', { service: 'web', desiredCount: 2 });
    expect(split(w.checked(480_000))).toEqual([2, 0]);
  });

  it('puts a task only on the instances of its provider', () => {
    const w = twoGroups();
    const names = w.running().map((task) => {
      const instance = w.read
        .list('ecs/ContainerInstance')
        .find((i) => i.containerInstanceArn === task.containerInstanceArn);
      return [task.capacityProviderName, instance?.capacityProviderName];
    });
    expect(names.every(([a, b]) => a === b)).toBe(true);
  });
});

describe('managed termination protection', () => {
  const guarded = () => {
    const w = new CapacityWorld({ desired: 0 }).protect();
    w.provide({ ...MANAGED, managedTerminationProtection: 'ENABLED' }).define('web', [slots]);
    w.serve('web', { desiredCount: 10, ...ON_BOXES });
    return w.checked(900_000);
  };

  it('lets go only of what is empty, and the group takes only that', () => {
    const w = guarded();
    const members = () => w.read.list('autoscaling/AutoScalingInstance');
    expect(members().map((m) => m.ProtectedFromScaleIn)).toEqual([true, true, true]);
    w.ecs('UpdateService', { service: 'web', desiredCount: 2, placementStrategy: [] });
    w.checked(960_000);
    const empty = members().filter((m) => !m.ProtectedFromScaleIn);
    const busy = w.running().map((t) => t.containerInstanceArn);
    for (const { InstanceId } of empty) {
      const instance = w.read.by('ecs/ContainerInstance', 'ec2InstanceId', InstanceId)[0];
      expect(busy).not.toContain(instance?.containerInstanceArn);
    }
    w.checked(2_400_000);
    expect(w.running()).toHaveLength(2);
    expect(w.facts('groupTerminating').length).toBe(empty.length);
    expect(
      w
        .facts('taskStatusChanged')
        .filter((f) => (f.data as { stopCode?: string }).stopCode === 'TerminationNotice'),
    ).toEqual([]);
  });
});

describe('managed draining', () => {
  it('holds the instance until its tasks run elsewhere', () => {
    const w = world(2);
    w.serve('web', { desiredCount: 4, ...ON_BOXES });
    w.checked(120_000);
    expect(w.running()).toHaveLength(4);
    w.ask('autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: 'boxes',
      DesiredCapacity: 1,
    });
    w.checked(140_000);
    const held = w.read
      .list('autoscaling/AutoScalingInstance')
      .find((m) => m.LifecycleState === 'Terminating:Wait');
    expect(held?.actions?.[0]?.LifecycleHookName).toBe('ecs-managed-draining-termination-hook');
    expect(w.read.get('ec2/Instance', held?.InstanceId ?? '')?.State.Name).toBe('running');
    w.checked(400_000);
    const [started, completed] = w.facts('managedDrainingStarted', 'managedDrainingCompleted');
    expect(started?.data).toMatchObject({ ec2InstanceId: held?.InstanceId, tasks: 2 });
    expect(completed?.type).toBe('managedDrainingCompleted');
    expect(w.running()).toHaveLength(4);
    expect(w.read.get('ec2/Instance', held?.InstanceId ?? '')?.State.Name).toBe('terminated');
    const stopped = w
      .facts('taskStatusChanged')
      .map((f) => (f.data as { stopCode?: string }).stopCode);
    expect(new Set(stopped)).toEqual(new Set([undefined, 'ServiceSchedulerInitiated']));
  });

  it('is a hook on the group for as long as it is on', () => {
    const w = world(1);
    const hooks = () => w.read.keys('autoscaling/LifecycleHook');
    w.to(1);
    expect(hooks()).toEqual(['boxes/ecs-managed-draining-termination-hook']);
    const off = { name: 'boxes', autoScalingGroupProvider: { managedDraining: 'DISABLED' } };
    w.ask('ecs', 'UpdateCapacityProvider', off);
    w.to(2);
    expect(hooks()).toEqual([]);
  });
});

describe('a spot instance that is taken back', () => {
  const onSpot = (spotDraining: boolean) => {
    const bootstrap = { as: 'ecs-container-instance', cluster: CLUSTER, spotDraining };
    const group = { name: 'boxes', instanceType: 'm5.large', desired: 3, max: 6, spot: true };
    const w = new EcsWorld({ instances: 0, groups: [{ ...group, bootstrap }] });
    w.define('web', [slots]);
    w.serve('web', { desiredCount: 6 });
    w.checked(120_000);
    const [victim] = w.read.keys('ec2/Instance');
    w.ask('quayside', 'interruptSpot', { instanceId: victim });
    let least = 6;
    for (let atMs = 121_000; atMs < 420_000; atMs += 1_000)
      least = Math.min(least, w.checked(atMs).running().length);
    const ends = w
      .facts('taskStatusChanged')
      .map((f) => (f.data as { stopCode?: string }).stopCode);
    return { least, ends: new Set(ends), running: w.running().length };
  };

  it('is drained by its agent: nobody misses a task', () => {
    expect(onSpot(true)).toEqual({
      least: 6,
      ends: new Set([undefined, 'ServiceSchedulerInitiated']),
      running: 6,
    });
  });

  it('takes its tasks with it where nobody listens', () => {
    const { least, ends, running } = onSpot(false);
    expect(least).toBeLessThan(6);
    expect(ends.has('TerminationNotice')).toBe(true);
    expect(running).toBe(6);
  });
});

describe('Fargate Spot', () => {
  const spotWorld = () => {
    const w = new EcsWorld({ instances: 0 });
    w.ecs('PutClusterCapacityProviders', {
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ],
    });
    w.define('web', [slots], {
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
    });
    w.serve('web', {
      desiredCount: 4,
      launchType: undefined,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'] } },
    });
    return w.checked(120_000);
  };
  const on = (w: EcsWorld, name: string) =>
    w.running().filter((t) => t.capacityProviderName === name);

  it('shares the tasks out, at its own price', () => {
    const w = spotWorld();
    expect([on(w, 'FARGATE').length, on(w, 'FARGATE_SPOT').length]).toEqual([1, 3]);
    const { ecs } = w.query('quayside', 'cost') as { ecs: { perHour: number } };
    expect(ecs.perHour).toBeCloseTo(0.024685 * (1 + 3 * 0.3), 6);
  });

  it('interrupts with SIGTERM and a code of its own, and the service replaces on spot', () => {
    const w = spotWorld();
    const victim = on(w, 'FARGATE_SPOT')[0]?.key ?? '';
    w.ask('quayside', 'interruptSpot', { kind: 'ecs/Task', key: victim });
    w.checked(121_000);
    expect(w.read.get('ecs/Task', victim)).toMatchObject({
      desiredStatus: 'STOPPED',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    });
    w.checked(300_000);
    expect([on(w, 'FARGATE').length, on(w, 'FARGATE_SPOT').length]).toEqual([1, 3]);
    expect(
      w.refusal('quayside', 'interruptSpot', { kind: 'ecs/Task', key: on(w, 'FARGATE')[0]?.key }),
    ).toMatch(/not a Fargate Spot task/);
  });

  it('does not fall back where spot has nothing to give, and goes on when it has', () => {
    const w = spotWorld();
    w.ask('quayside', 'refuseCapacity', { instanceType: 'FARGATE_SPOT' });
    w.ask('quayside', 'interruptSpot', { kind: 'ecs/Task', key: on(w, 'FARGATE_SPOT')[0]?.key });
    w.checked(400_000);
    expect([on(w, 'FARGATE').length, on(w, 'FARGATE_SPOT').length]).toEqual([1, 2]);
    expect(w.events().at(-1)).toMatch(/Reason: Capacity is unavailable at this time/);
    w.ask('quayside', 'restoreCapacity', { instanceType: 'FARGATE_SPOT' });
    w.checked(500_000);
    expect(on(w, 'FARGATE_SPOT')).toHaveLength(3);
  });
});
