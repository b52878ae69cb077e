/** The service scheduler on the real engine: rollouts, failures and losses from beginning to end. */
import { describe, expect, it } from 'vitest';
import { CLUSTER, EcsWorld } from '../fixtures/ecsWorld';
import type { Service } from '../types';

const web = (image = 'nginx:1.27', more: object = {}) => [
  { image, portMappings: [{ containerPort: 80, hostPort: 0 }], ...more },
];
const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const update = (world: EcsWorld, input: object) =>
  world.ecs('UpdateService', { service: 'web', ...input });

/** Plays on second by second and tells the smallest and largest number of running tasks met. */
function watched(world: EcsWorld, toMs: number): { least: number; most: number } {
  let least = Infinity;
  let most = 0;
  while (world.simulation.nowMs < toMs) {
    world.checked(Math.min(toMs, world.simulation.nowMs + 500));
    least = Math.min(least, world.running().length);
    const meant = world.tasks().filter((t) => t.desiredStatus === 'RUNNING');
    most = Math.max(most, meant.length);
  }
  return { least, most };
}

const up = (input: object = {}, world = new EcsWorld()): EcsWorld => {
  world.define('web', web());
  world.serve('web', input);
  return world.checked(100_000);
};

describe('a service', () => {
  it('comes up, spread over zones, and completes 40 s after its tasks run', () => {
    const world = up();
    expect(world.events()).toEqual([
      '(service web) has started 6 tasks: (task T) (task T) (task T) (task T) (task T) (task T).',
      '(service web) (deployment D) deployment completed.',
      '(service web) has reached a steady state.',
    ]);
    expect(world.service()).toMatchObject({ runningCount: 6, pendingCount: 0 });
    expect(world.service().deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 6, desiredCount: 6 },
    ]);
    const zones = world.running().map((t) => t.availabilityZone);
    expect(new Set(zones.map((z) => zones.filter((o) => o === z).length))).toEqual(new Set([2]));
    expect(new Set(world.running().map((t) => t.containerInstanceArn)).size).toBe(6);
  });

  it('has nothing more to say once it is settled', () => {
    const world = up();
    const { syncs, facts } = world.simulation.work;
    world.checked(3_600_000);
    expect(world.simulation.work.facts - facts).toBe(0);
    // One a minute gathers the metrics.
    expect(world.simulation.work.syncs - syncs - 60).toBeLessThan(5);
    world.checked(8 * 3_600_000);
    expect(world.events().filter((e) => e.includes('steady state'))).toHaveLength(2);
  });

  it.each([
    [{ minimumHealthyPercent: 100, maximumPercent: 200 }, 6, 12],
    [{ minimumHealthyPercent: 100, maximumPercent: 150 }, 6, 9],
    [{ minimumHealthyPercent: 50, maximumPercent: 100 }, 3, 6],
  ])('rolls within its bounds: %j', (deploymentConfiguration, lower, upper) => {
    const world = up({ deploymentConfiguration });
    world.define('web', web('nginx:1.28'));
    update(world, { taskDefinition: 'web' });
    const { least, most } = watched(world, 500_000);
    expect(least).toBeGreaterThanOrEqual(lower);
    expect(most).toBeLessThanOrEqual(upper);
    expect(world.service().deployments).toMatchObject([
      { rolloutState: 'COMPLETED', runningCount: 6 },
    ]);
    expect(world.running().every((t) => t.taskDefinitionArn.endsWith('web:2'))).toBe(true);
  });

  it('scales out and in, and stops where most tasks are', () => {
    const world = up();
    update(world, { desiredCount: 9 });
    world.checked(200_000);
    expect(world.running()).toHaveLength(9);
    update(world, { desiredCount: 3 });
    world.checked(400_000);
    expect(
      world
        .running()
        .map((t) => t.availabilityZone)
        .sort(),
    ).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    expect(world.service().deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  it('says that a deployment can never go on', () => {
    const world = up({
      desiredCount: 3,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 125 },
    });
    update(world, { forceNewDeployment: true });
    world.checked(300_000);
    const said = world.events().filter((e) => e.includes('unable to stop or start tasks'));
    expect(said).toHaveLength(1);
    expect(world.running()).toHaveLength(3);
  });

  it('is deleted: DRAINING until its tasks are gone, then INACTIVE', () => {
    const world = up();
    world.ecs('DeleteService', { service: 'web', force: true });
    expect(world.service().status).toBe('DRAINING');
    world.checked(200_000);
    expect(world.service()).toMatchObject({ status: 'INACTIVE', runningCount: 0, deployments: [] });
    expect(world.tasks().every((t) => t.lastStatus === 'STOPPED')).toBe(true);
    world.serve('web', { desiredCount: 1 });
    world.checked(300_000);
    expect(world.running()).toHaveLength(1);
  });
});

describe('the circuit breaker', () => {
  it('fails an image that cannot be pulled and rolls back to the last completed deployment', () => {
    const world = up({ deploymentConfiguration: breaker });
    world.ask('quayside', 'describeImage', { name: 'shop/bad:1', fails: 'pull' });
    world.define('web', web('shop/bad:1'));
    update(world, { taskDefinition: 'web' });
    const { least } = watched(world, 300_000);
    expect(least).toBe(6);
    expect(world.events().slice(4)).toEqual([
      '(service web) (deployment D) deployment failed: tasks failed to start.',
      '(service web) rolling back to deployment D.',
      '(service web) (deployment D) deployment completed.',
      '(service web) has reached a steady state.',
    ]);
    expect(world.service().taskDefinition).toMatch(/web:1$/);
    const failed = world.tasks().find((t) => t.taskDefinitionArn.endsWith('web:2'));
    expect(failed).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringMatching(
        /^CannotPullContainerError: pull image manifest has been retried 5 time\(s\): failed to resolve ref/,
      ) as string,
    });
    const [fact] = world.facts('deploymentFailed');
    expect(fact?.data).toMatchObject({ failures: 3, threshold: 3 });
  });

  it('counts tasks that fail their health checks', () => {
    const healthCheck = { command: ['CMD', 'true'], interval: 5, retries: 2 };
    const world = new EcsWorld();
    world.define('web', web('nginx:1.27', { healthCheck }));
    world.serve('web', { desiredCount: 2, deploymentConfiguration: breaker });
    world.checked(100_000);
    world.ask('quayside', 'describeImage', { name: 'shop/bad:1', fails: 'liveness' });
    world.define('web', web('shop/bad:1', { healthCheck }));
    update(world, { taskDefinition: 'web' });
    const { least } = watched(world, 500_000);
    expect(least).toBe(2);
    expect(world.events()).toContain('(service web) (task T) failed container health checks.');
    expect(world.events()).toContain('(service web) rolling back to deployment D.');
    expect(world.service().deployments).toMatchObject([
      { rolloutState: 'COMPLETED', runningCount: 2 },
    ]);
  });

  it('stalls a first deployment: nothing to roll back to', () => {
    const world = new EcsWorld();
    world.ask('quayside', 'describeImage', { name: 'shop/bad:1', fails: 'pull' });
    world.define('web', web('shop/bad:1'));
    world.serve('web', { deploymentConfiguration: breaker });
    world.checked(600_000);
    expect(world.service().deployments).toMatchObject([
      { rolloutState: 'FAILED', status: 'PRIMARY' },
    ]);
    expect(world.tasks()).toHaveLength(6);
  });

  it('is not needed for the throttle: failed starts slow down, and an update ends that', () => {
    const world = new EcsWorld();
    world.ask('quayside', 'describeImage', { name: 'shop/bad:1', fails: 'pull' });
    world.define('web', web('shop/bad:1'));
    world.serve('web', { desiredCount: 1 });
    world.checked(900_000);
    const gaps = world.tasks().map((t, i, all) => t.createdAt - (all[i - 1]?.createdAt ?? 0));
    expect(gaps.slice(2).every((gap, i, all) => i === 0 || gap > (all[i - 1] ?? 0))).toBe(true);
    expect(world.events()).toContain(
      '(service web) is unable to consistently start tasks successfully.',
    );
    world.define('web', web());
    update(world, { taskDefinition: 'web' });
    world.checked(1_000_000);
    expect(world.running()).toHaveLength(1);
  });
});

describe('losses', () => {
  it('replaces a crashed task', () => {
    const world = up();
    const [victim] = world.running();
    world.ask('quayside', 'crashContainer', { kind: 'ecs/Task', key: victim?.key, exitCode: 3 });
    world.checked(200_000);
    expect(world.running()).toHaveLength(6);
    expect(world.read.get('ecs/Task', victim?.key ?? '')).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 3 }],
    });
  });

  it('replaces a crash by its cause: from the fault to the new task', () => {
    const world = up();
    const [victim] = world.running();
    world.ask('quayside', 'crashContainer', { kind: 'ecs/Task', key: victim?.key });
    world.checked(120_000);
    const created = world.facts('taskCreated').at(-1);
    const chain = world.simulation.causes(created?.serial ?? -1).map((f) => f.type);
    expect(chain[0]).toBe('requested');
    expect(chain).toContain('containerStopped');
    expect(chain.at(-1)).toBe('taskCreated');
  });

  it('replaces the tasks of a terminated instance', () => {
    const world = up();
    const [victim] = world.running();
    const instance = world.read
      .list('ecs/ContainerInstance')
      .find((i) => i.containerInstanceArn === victim?.containerInstanceArn);
    world.ask('ec2', 'TerminateInstances', { InstanceIds: [instance?.ec2InstanceId] });
    world.checked(300_000);
    expect(world.read.list('ecs/ContainerInstance')).toHaveLength(5);
    expect(world.running()).toHaveLength(6);
    expect(world.read.get('ecs/Task', victim?.key ?? '')).toMatchObject({
      stopCode: 'TerminationNotice',
      stoppedReason: `Host EC2 (instance ${instance?.ec2InstanceId ?? ''}) terminated.`,
    });
  });

  it('does not replace the tasks of a disconnected agent, and learns the truth when it is back', () => {
    const world = up();
    const [victim] = world.running();
    const instance = world.read
      .list('ecs/ContainerInstance')
      .find((i) => i.containerInstanceArn === victim?.containerInstanceArn);
    const instanceId = instance?.ec2InstanceId;
    world.ask('quayside', 'disconnectInstance', { instanceId });
    world.checked(150_000);
    world.ask('quayside', 'crashContainer', { kind: 'ecs/Task', key: victim?.key });
    world.checked(600_000);
    expect(world.tasks()).toHaveLength(6);
    expect(world.read.get('ecs/Task', victim?.key ?? '')).toMatchObject({
      lastStatus: 'RUNNING',
      connectivity: 'DISCONNECTED',
    });
    world.ask('quayside', 'reconnectInstance', { instanceId });
    world.checked(700_000);
    expect(world.read.get('ecs/Task', victim?.key ?? '')?.lastStatus).toBe('STOPPED');
    expect(world.running()).toHaveLength(6);
  });

  it('says after a short silence what happened in it, though nobody had noticed', () => {
    const world = up();
    const [victim] = world.running();
    const instance = world.read
      .list('ecs/ContainerInstance')
      .find((i) => i.containerInstanceArn === victim?.containerInstanceArn);
    world.ask('quayside', 'disconnectInstance', { instanceId: instance?.ec2InstanceId });
    world.ask('quayside', 'crashContainer', { kind: 'ecs/Task', key: victim?.key });
    world.checked(110_000);
    world.ask('quayside', 'reconnectInstance', { instanceId: instance?.ec2InstanceId });
    world.checked(112_000);
    expect(world.read.get('ecs/Task', victim?.key ?? '')?.lastStatus).toBe('STOPPED');
  });

  it('drains an instance without going below the minimum, daemons last', () => {
    const world = new EcsWorld({ instances: 3 });
    world.define('log', [{ cpu: 10, memory: 256 }]);
    world.serve('log', { desiredCount: undefined, schedulingStrategy: 'DAEMON' });
    up({}, world);
    expect(world.running('log')).toHaveLength(3);
    const instance = world.read.list('ecs/ContainerInstance')[0];
    const arn = instance?.containerInstanceArn;
    world.ecs('UpdateContainerInstancesState', { containerInstances: [arn], status: 'DRAINING' });
    const { least } = watched(world, 300_000);
    expect(least).toBe(6);
    expect(world.read.list('ecs/ContainerInstance')[0]).toMatchObject({
      status: 'DRAINING',
      runningTasksCount: 0,
    });
    const stoppedAt = (name: string) =>
      world.tasks(name).flatMap((t) => (t.containerInstanceArn === arn ? [t.stoppingAt ?? 0] : []));
    expect(Math.min(...stoppedAt('log'))).toBeGreaterThan(Math.max(...stoppedAt('web')));
    expect(world.service('log')).toMatchObject({ desiredCount: 2, runningCount: 2 });
  });

  it('waits for room and uses it when it comes', () => {
    const world = new EcsWorld({ instances: 2, instanceType: 't3.small' });
    world.define('web', web('nginx:1.27', { memory: 1000 }));
    world.serve('web', { desiredCount: 4 });
    world.checked(100_000);
    expect(world.running()).toHaveLength(2);
    expect(world.events().filter((e) => e.includes('was unable to place a task'))).toEqual([
      '(service web) was unable to place a task because no container instance met all of its requirements. ' +
        'The closest matching (container-instance T) has insufficient memory available. ' +
        'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    ]);
    world.ask('ec2', 'RunInstances', {
      MinCount: 1,
      MaxCount: 1,
      InstanceType: 'm5.large',
      ImageId: 'ami-0123456789abcdef0',
      UserData: `#!/bin/bash\necho ECS_CLUSTER=${CLUSTER} >> /etc/ecs/ecs.config`,
    });
    world.checked(300_000);
    expect(world.running()).toHaveLength(4);
  });
});

describe('behind a load balancer', () => {
  const behind = (world: EcsWorld, targetGroupArn: string, more: object = {}): EcsWorld =>
    up(
      { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 80 }], ...more },
      world,
    );

  it('registers targets before RUNNING, and deregisters and drains them before SIGTERM', () => {
    const world = new EcsWorld();
    behind(world, world.balance('instance'));
    expect(world.events()[1]).toMatch(/registered 6 targets in \(target-group arn:/);
    const before = world.running();
    update(world, { forceNewDeployment: true });
    const { least } = watched(world, 700_000);
    expect(least).toBe(6);
    expect(world.events().some((e) => e.includes('has begun draining connections on'))).toBe(true);
    const [first] = before.map((t) => world.read.get('ecs/Task', t.key));
    expect((first?.executionStoppedAt ?? 0) - (first?.stoppingAt ?? 0)).toBeGreaterThanOrEqual(
      300_000,
    );
  });

  it('replaces what the load balancer finds unhealthy in a lost zone, elsewhere', () => {
    const world = new EcsWorld();
    behind(world, world.balance('instance'));
    world.ask('quayside', 'loseZone', { zone: 'us-east-1a' });
    world.checked(400_000);
    expect(world.running().filter((t) => t.availabilityZone !== 'us-east-1a')).toHaveLength(6);
    const lost = world.tasks().filter((t) => t.availabilityZone === 'us-east-1a');
    expect(lost.map((t) => t.stopCode)).toEqual(lost.map(() => 'ServiceSchedulerInitiated'));
    expect(world.events().some((e) => e.includes('due to (reason Request timed out)'))).toBe(true);
    world.ask('quayside', 'restoreZone', { zone: 'us-east-1a' });
    world.checked(800_000);
    expect(world.tasks().filter((t) => t.lastStatus !== 'STOPPED')).toHaveLength(6);
  });

  it('passes over bad checks during the grace period', () => {
    const world = new EcsWorld();
    world.ask('quayside', 'describeImage', {
      name: 'shop/slow:1',
      startUp: '1s',
      ready: '90s',
    });
    world.define('web', web('shop/slow:1'));
    const loadBalancers = [
      { targetGroupArn: world.balance('instance'), containerName: 'web', containerPort: 80 },
    ];
    world.serve('web', { loadBalancers, healthCheckGracePeriodSeconds: 200 });
    world.checked(400_000);
    expect(world.tasks()).toHaveLength(6);
    expect(world.service().deployments[0]?.rolloutState).toBe('COMPLETED');
  });

  it('serves Fargate tasks at their own addresses', () => {
    const world = new EcsWorld({ instances: 0 });
    const targetGroupArn = world.balance('ip');
    world.define('web', [{ image: 'nginx:1.27', portMappings: [{ containerPort: 80 }] }], {
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
    });
    const subnets = ['subnet-us-east-1a', 'subnet-us-east-1b', 'subnet-us-east-1c'];
    world.serve('web', {
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets } },
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 80 }],
    });
    world.checked(200_000);
    const service: Service = world.service();
    expect(service.deployments).toMatchObject([{ rolloutState: 'COMPLETED', runningCount: 6 }]);
    const addresses = world
      .running()
      .map((t) => t.containers[0]?.networkInterfaces[0]?.privateIpv4Address);
    expect(new Set(addresses).size).toBe(6);
    world.ask('quayside', 'loseZone', { zone: 'us-east-1b' });
    world.checked(500_000);
    expect(world.running().filter((t) => t.availabilityZone !== 'us-east-1b')).toHaveLength(6);
  });
});
