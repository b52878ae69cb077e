/** Protected tasks: neither a scale-in nor a deployment stops them. */
import { describe, expect, it } from 'vitest';
import { CLUSTER, EcsWorld } from '../fixtures/ecsWorld';

function served(desiredCount = 4, service: object = {}): EcsWorld {
  const world = new EcsWorld({ instances: 3 });
  world.define('web', [{}]);
  world.serve('web', { desiredCount, ...service });
  return world.to(60_000);
}
const protect = (world: EcsWorld, keys: readonly string[], more: object = {}) =>
  world.ecs('UpdateTaskProtection', {
    tasks: keys.map((key) => key.slice(key.indexOf('/') + 1)),
    protectionEnabled: true,
    ...more,
  }) as {
    protectedTasks: { taskArn: string; protectionEnabled: boolean; expirationDate?: number }[];
    failures: { arn: string; reason: string }[];
  };
const scaleTo = (world: EcsWorld, desiredCount: number) =>
  world.ecs('UpdateService', { service: 'web', desiredCount });
const keys = (world: EcsWorld) => world.running().map((task) => task.key);
const MESSAGE = /was unable to scale in\. Reason: The number of protected tasks are more than/;

describe('task protection', () => {
  it('is for two hours, or for as long as is said', () => {
    const world = served();
    const [a = '', b = ''] = keys(world);
    expect(protect(world, [a]).protectedTasks[0]?.protectionEnabled).toBe(true);
    const soon = protect(world, [b], { expiresInMinutes: 5 });
    const get = (key: string) =>
      world.query('ecs', 'GetTaskProtection', {
        cluster: CLUSTER,
        tasks: [key.slice(key.indexOf('/') + 1)],
      }) as ReturnType<typeof protect>;
    expect(get(b)).toEqual(soon);
    const until = (key: string) => get(key).protectedTasks[0]?.expirationDate ?? 0;
    expect(until(a) - until(b)).toBe(115 * 60);
    world.after(5 * 60_000);
    expect(get(b).protectedTasks[0]).toMatchObject({ protectionEnabled: false });
  });

  it('lets others go first when the service shrinks', () => {
    const world = served();
    const chosen = keys(world).slice(0, 2);
    protect(world, chosen);
    scaleTo(world, 2);
    world.checked(120_000);
    expect(keys(world).sort()).toEqual([...chosen].sort());
    expect(world.events().filter((message) => MESSAGE.test(message))).toEqual([]);
  });

  it('keeps more than wanted, says so once, and lets go when it is over', () => {
    const world = served();
    protect(world, keys(world), { expiresInMinutes: 10 });
    scaleTo(world, 1);
    world.checked(300_000);
    expect(keys(world)).toHaveLength(4);
    expect(world.events().filter((message) => MESSAGE.test(message))).toHaveLength(1);
    world.checked(60_000 + 10 * 60_000 + 30_000);
    expect(keys(world)).toHaveLength(1);
    world.checked(15 * 60_000);
    expect(world.read.size('ecs/TaskProtection')).toBeLessThanOrEqual(1);
  });

  it('ends with protectionEnabled false', () => {
    const world = served(2);
    protect(world, keys(world));
    scaleTo(world, 0);
    world.checked(120_000);
    expect(keys(world)).toHaveLength(2);
    protect(world, keys(world), { protectionEnabled: false });
    world.checked(150_000);
    expect(keys(world)).toEqual([]);
  });

  it('holds a deployment up; once that is blocked, nothing more is protected', () => {
    const configuration = { minimumHealthyPercent: 50, maximumPercent: 100 };
    const world = served(2, { deploymentConfiguration: configuration });
    const old = keys(world);
    protect(world, old);
    world.define('web', [{ image: 'nginx:1.28' }]);
    world.ecs('UpdateService', { service: 'web', taskDefinition: 'web' });
    world.checked(180_000);
    expect(keys(world).sort()).toEqual([...old].sort());
    expect(protect(world, old).failures.map((f) => f.reason)).toEqual([
      'DEPLOYMENT_BLOCKED',
      'DEPLOYMENT_BLOCKED',
    ]);
    protect(world, old, { protectionEnabled: false });
    world.checked(400_000);
    expect(world.service().deployments).toHaveLength(1);
    expect(keys(world).some((key) => old.includes(key))).toBe(false);
  });

  it('is for tasks of services only', () => {
    const world = served(1);
    const { tasks } = world.ecs('RunTask', { taskDefinition: 'web' }) as {
      tasks: { taskArn: string }[];
    };
    world.after(10_000);
    const answer = world.ecs('UpdateTaskProtection', {
      tasks: [tasks[0]?.taskArn ?? '', 'gone'],
      protectionEnabled: true,
    }) as ReturnType<typeof protect>;
    expect(answer.failures.map((f) => f.reason)).toEqual(['TASK_NOT_VALID', 'MISSING']);
    expect(
      world.refusal('ecs', 'UpdateTaskProtection', {
        cluster: CLUSTER,
        tasks: ['a'],
        protectionEnabled: true,
        expiresInMinutes: 2_881,
      }),
    ).toContain('between 1 and 2880');
  });
});

describe('a worker that protects its task', () => {
  it('is not stopped while it has a message in hand', () => {
    const world = new EcsWorld({ instances: 3 });
    world.ask('quayside', 'describeImage', {
      name: 'shop/worker',
      consumes: { queue: 'jobs', wait: '60s' },
      protectsTask: true,
    });
    world.ask('sqs', 'CreateQueue', {
      QueueName: 'jobs',
      Attributes: { VisibilityTimeout: '120' },
    });
    world.define('worker', [{ image: 'shop/worker:1', stopTimeout: 10 }]);
    world.serve('worker', { desiredCount: 4 });
    world.to(60_000).ask('quayside', 'sendMessages', { queue: 'jobs', count: 3 });
    world.ecs('UpdateService', { service: 'worker', desiredCount: 0 });
    world.checked(80_000);
    expect(world.running('worker')).toHaveLength(3);
    world.checked(150_000);
    expect(world.running('worker')).toHaveLength(0);
    expect(world.read.get('sqs/Queue', 'jobs')?.counts).toMatchObject({
      deleted: 3,
      receivedAgain: 0,
    });
  });
});
