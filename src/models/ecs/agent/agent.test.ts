/** What runs on instances: start order, exits, restarts, stops, pulls, ports, interfaces. */
import { describe, expect, it } from 'vitest';
import { EcsWorld } from '../fixtures/ecsWorld';
import type { Task } from '../types';

function run(
  containers: readonly object[],
  more: object = {},
  world = new EcsWorld({ instances: 1 }),
) {
  world.define('app', containers, more);
  const { tasks } = world.ecs('RunTask', { taskDefinition: 'app' }) as {
    tasks: readonly { taskArn: string }[];
  };
  const key = tasks[0]?.taskArn.split('/').slice(1).join('/') ?? '';
  const task = (): Task => {
    const record = world.read.get('ecs/Task', key);
    if (!record) throw new Error('the task is gone');
    return record;
  };
  return { world, key, task };
}
const startedAt = (world: EcsWorld, container: string): number =>
  world
    .facts('containerStarted')
    .find((f) => (f.data as { container: string }).container === container)?.atMs ?? -1;

describe('dependsOn', () => {
  it('starts a container when the one before it has succeeded', () => {
    const { world, task } = run([
      { name: 'app', dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] },
      { name: 'init', essential: false, command: ['sleep', '5'], image: 'busybox' },
    ]);
    world.checked(60_000);
    expect(task().lastStatus).toBe('RUNNING');
    expect(startedAt(world, 'app')).toBeGreaterThan(startedAt(world, 'init') + 5_000);
    expect(task().containers.map((c) => [c.name, c.lastStatus, c.exitCode])).toEqual([
      ['app', 'RUNNING', undefined],
      ['init', 'STOPPED', 0],
    ]);
  });

  it('ends the task when the one before it has failed', () => {
    const { world, task } = run([
      { name: 'app', dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] },
      { name: 'init', essential: false, command: ['sh', '-c', 'exit 1'], image: 'busybox' },
    ]);
    world.checked(60_000);
    expect(task()).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
    expect(task().containers[0]).toMatchObject({
      exitCode: 143,
      reason: expect.stringContaining('dependency did not exit successfully') as string,
    });
  });

  it('gives up when a dependency takes longer than its start timeout', () => {
    const { world, task } = run([
      { name: 'app', dependsOn: [{ containerName: 'slow', condition: 'COMPLETE' }] },
      {
        name: 'slow',
        essential: false,
        command: ['sleep', '300'],
        image: 'busybox',
        startTimeout: 20,
        stopTimeout: 2,
      },
    ]);
    world.checked(120_000);
    expect(task().lastStatus).toBe('STOPPED');
    const stopped = world.facts('containerStopped')[0];
    expect(stopped?.data).toMatchObject({ container: 'app', exitCode: 143 });
    expect(stopped?.atMs).toBe(startedAt(world, 'slow') + 20_001);
  });

  it('waits for HEALTHY, and shuts down in reverse', () => {
    const { world, key, task } = run([
      { name: 'app', dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] },
      {
        name: 'db',
        image: 'postgres',
        healthCheck: { command: ['CMD', 'pg_isready'], interval: 5 },
      },
    ]);
    world.checked(60_000);
    expect(startedAt(world, 'app')).toBeGreaterThanOrEqual(startedAt(world, 'db') + 5_000);
    world.ecs('StopTask', { task: key, reason: 'enough' });
    world.checked(180_000);
    const order = world
      .facts('containerStopped')
      .map((f) => (f.data as { container: string }).container);
    expect(order).toEqual(['app', 'db']);
    expect(task()).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' });
  });
});

describe('a container', () => {
  it('that is not essential may end without the task', () => {
    const { world, task } = run([
      { name: 'app' },
      { name: 'extra', essential: false, image: 'busybox', command: ['sleep', '1'] },
    ]);
    world.checked(60_000);
    expect(task()).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  });

  it('restarts in place when its policy and its age allow it, and is never reported STOPPED', () => {
    const { world, key, task } = run([
      { name: 'app', restartPolicy: { enabled: true, restartAttemptPeriod: 60 } },
    ]);
    world.checked(90_000);
    world.ask('quayside', 'crashContainer', { kind: 'ecs/Task', key });
    world.checked(100_000);
    expect(task().containers[0]).toMatchObject({ lastStatus: 'RUNNING', restartCount: 1 });
    world.ask('quayside', 'crashContainer', { kind: 'ecs/Task', key });
    world.checked(110_000);
    expect(task()).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 1 }] });
  });

  it('that does not heed SIGTERM is killed after its stop timeout', () => {
    const { world, key, task } = run([
      { name: 'app', image: 'busybox', command: ['sleep', 'infinity'], stopTimeout: 12 },
    ]);
    world.checked(30_000);
    world.ecs('StopTask', { task: key });
    world.checked(60_000);
    expect(task().containers[0]?.exitCode).toBe(137);
    expect((task().executionStoppedAt ?? 0) - 30_000).toBeGreaterThanOrEqual(12_000);
  });

  it('cannot be pulled under a name that no registry could hold', () => {
    const { world, task } = run([{ name: 'app', image: 'shop/Web' }]);
    world.checked(60_000);
    expect(task()).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringMatching(/^CannotPullContainerError/) as string,
    });
  });
});

describe('an instance', () => {
  it('pulls an image once for all its tasks', () => {
    const world = new EcsWorld({ instances: 1 });
    world.define('app', [{ image: 'postgres:16', cpu: 10, memory: 128 }]);
    world.ecs('RunTask', { taskDefinition: 'app', count: 4 });
    world.checked(60_000);
    const pulls = world
      .facts('imagePullStarted')
      .map((f) => f.data as { cached: boolean; pullMs: number });
    expect(pulls.map((p) => p.cached)).toEqual([false, true, true, true]);
    world.ecs('RunTask', { taskDefinition: 'app' });
    world.checked(120_000);
    const last = world.facts('imagePullStarted').at(-1)?.data as { pullMs: number };
    expect(last.pullMs).toBeLessThan(500);
  });

  it('gives every task its own dynamic port and takes fixed ones once', () => {
    const world = new EcsWorld({ instances: 1 });
    world.define('app', [{ portMappings: [{ containerPort: 80 }] }]);
    world.ecs('RunTask', { taskDefinition: 'app', count: 3 });
    world.define('fixed', [{ portMappings: [{ containerPort: 80, hostPort: 8080 }] }]);
    const { tasks, failures } = world.ecs('RunTask', { taskDefinition: 'fixed', count: 2 }) as {
      tasks: unknown[];
      failures: { reason: string }[];
    };
    expect([tasks.length, failures[0]?.reason]).toEqual([1, 'RESOURCE:PORTS']);
    world.checked(60_000);
    const ports = world.read.list('workload/Listener').map((l) => l.port);
    expect(ports.sort()).toEqual([32768, 32769, 32770, 8080]);
    expect(world.read.list('workload/Listener').every((l) => l.answers === 'accepting')).toBe(true);
  });

  it('attaches no more task interfaces than its type has', () => {
    const world = new EcsWorld({ instances: 1, instanceType: 'm5.large' });
    world.define('app', [{ cpu: 10, memory: 64 }], { networkMode: 'awsvpc' });
    const { tasks, failures } = world.ecs('RunTask', {
      taskDefinition: 'app',
      count: 4,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-us-east-1a'] } },
    }) as { tasks: unknown[]; failures: { reason: string }[] };
    expect([tasks.length, failures[0]?.reason]).toEqual([2, 'RESOURCE:ENI']);
    world.checked(60_000);
    const states = world.simulation.lifecyclesOf({
      kind: 'ecs/ManagedTask',
      key: world.read.keys('ecs/ManagedTask')[0] ?? '',
    });
    expect(states.map((s) => s.state.value)).toEqual(['RESOURCES_PROVISIONED', 'RUNNING']);
  });

  it('that is stopped and started again reports what its containers became', () => {
    const { world, task } = run([{ name: 'app' }]);
    world.checked(30_000);
    const [instance] = world.read.list('ecs/ContainerInstance');
    world.ask('ec2', 'StopInstances', { InstanceIds: [instance?.ec2InstanceId] });
    world.checked(120_000);
    expect(task().lastStatus).toBe('RUNNING');
    expect(world.read.list('ecs/ContainerInstance')[0]?.agentConnected).toBe(false);
    expect(world.read.list('workload/Listener')).toEqual([]);
    world.ask('ec2', 'StartInstances', { InstanceIds: [instance?.ec2InstanceId] });
    world.checked(240_000);
    expect(task()).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
    expect(world.read.list('ecs/ContainerInstance')[0]).toMatchObject({
      agentConnected: true,
      runningTasksCount: 0,
    });
  });

  it('forgets a stopped task after an hour', () => {
    const { world, key } = run([{ name: 'app', image: 'busybox', command: ['true'] }]);
    world.checked(60_000);
    expect(world.read.get('ecs/Task', key)?.lastStatus).toBe('STOPPED');
    world.checked(3_700_000);
    expect(world.read.has('ecs/Task', key)).toBe(false);
    expect(world.read.size('ecs/ManagedTask')).toBe(0);
  });
});
