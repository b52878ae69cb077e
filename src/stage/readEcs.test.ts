import { describe, expect, it } from 'vitest';
import type { RecordKinds } from '../engine/model';
import type { Deployment, Service, Task } from '../models/ecs/types';
import {
  World,
  containerInstance,
  ec2Instance,
  service,
  targetHealth,
  task,
} from './fixtures/records';
import { readEcs } from './readEcs';
import type { Family, GlyphName, Half, Tile } from './view';

const ZONE = {
  ZoneName: 'us-east-1a',
  RegionName: 'us-east-1',
  State: 'available',
  subnet: 1,
} as const;

const world = (): World =>
  new World()
    .put('ecs/Cluster', 'harbour', {
      clusterArn: '',
      clusterName: 'harbour',
      status: 'ACTIVE',
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
      settings: [],
      tags: [],
    })
    .put('ec2/AvailabilityZone', 'us-east-1a', ZONE)
    .put('ecs/ContainerInstance', 'harbour/c1', containerInstance('c1', 'us-east-1a'))
    .put('ecs/Service', 'harbour/web', service());

const read = (from: World, nowMs = 10_000): Half => readEcs(from.records, { nowMs });
const onBoxes = (half: Half): readonly Tile[] =>
  half.zones.flatMap((z) => z.boxes.flatMap((b) => b.tiles));
const only = (over: Partial<Task>): Tile => {
  const half = read(world().put('ecs/Task', 'harbour/t1', task('t1', over)));
  return [...onBoxes(half), ...half.waiting.tiles, ...half.zones.flatMap((z) => z.floating)][0]!;
};

describe('readEcs', () => {
  it.each<[Partial<Task>, string, Family, GlyphName | null]>([
    [{ lastStatus: 'PROVISIONING' }, 'PROVISIONING', 'waiting', 'dots'],
    [{ lastStatus: 'PENDING' }, 'PENDING', 'starting', 'pull'],
    [{ lastStatus: 'ACTIVATING' }, 'ACTIVATING', 'starting', 'link'],
    [{ lastStatus: 'RUNNING' }, 'RUNNING', 'serving', null],
    [
      { lastStatus: 'RUNNING', healthStatus: 'UNHEALTHY' },
      'RUNNING, UNHEALTHY',
      'unhealthy',
      'bang',
    ],
    [{ lastStatus: 'DEACTIVATING' }, 'DEACTIVATING', 'leaving', 'unlink'],
    [{ lastStatus: 'STOPPING' }, 'STOPPING', 'leaving', 'stop'],
    [{ lastStatus: 'DEPROVISIONING' }, 'DEPROVISIONING', 'leaving', 'detach'],
    [
      { lastStatus: 'STOPPED', stoppedAt: 9_000, containers: [ended(1)] },
      'STOPPED',
      'failed',
      'cross',
    ],
    [
      { lastStatus: 'STOPPED', stoppedAt: 9_000, containers: [ended(0)] },
      'STOPPED',
      'done',
      'check',
    ],
  ])('draws %j as %s', (over, state, family, glyph) => {
    const tile = only(over);
    expect([tile.state, tile.family, tile.glyph]).toEqual([state, family, glyph]);
  });

  it('reads names, amounts and revision from the record', () => {
    const tile = only({ taskDefinitionArn: 'arn:aws:ecs:r:1:task-definition/web:42' });
    expect(tile).toMatchObject({
      name: 'web',
      shortId: 't1',
      cpuMilli: 500,
      memoryMiB: 1024,
      revision: 42,
    });
  });

  it('puts tasks on their instance, Fargate tasks in their zone, and the rest in the lane', () => {
    const half = read(
      world()
        .put('ecs/Task', 'harbour/a', task('a'))
        .put(
          'ecs/Task',
          'harbour/b',
          without(task('b', { launchType: 'FARGATE', availabilityZone: 'us-east-1a' })),
        )
        .put('ecs/Task', 'harbour/c', without(task('c', { lastStatus: 'PROVISIONING' }))),
    );
    const zone = half.zones[0]!;
    expect(zone.boxes[0]!.tiles.map((t) => t.shortId)).toEqual(['a']);
    expect(zone.floating.map((t) => t.shortId)).toEqual(['b']);
    expect(half.waiting.tiles.map((t) => t.shortId)).toEqual(['c']);
  });

  it('knows the old revision, and flies flags only while two live', () => {
    const newer = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:43';
    const both = world()
      .put('ecs/Service', 'harbour/web', rolling(newer, 1))
      .put('ecs/Task', 'harbour/a', task('a'))
      .put('ecs/Task', 'harbour/b', task('b', { taskDefinitionArn: newer }));
    expect(onBoxes(read(both)).map((t) => [t.shortId, t.old, t.flies])).toEqual([
      ['a', true, true],
      ['b', false, true],
    ]);
    both.remove('ecs/Task', 'harbour/a').put('ecs/Service', 'harbour/web', rolling(newer, 0));
    expect(onBoxes(read(both)).map((t) => [t.old, t.flies])).toEqual([[false, false]]);
  });

  it('lets an ended task fade for ten seconds and counts it', () => {
    const stopped = task('a', { lastStatus: 'STOPPED', stoppedAt: 1_000, containers: [ended(1)] });
    const half = world().put('ecs/Task', 'harbour/a', stopped);
    expect(onBoxes(read(half, 10_900))).toHaveLength(1);
    expect(onBoxes(read(half, 11_000))).toHaveLength(0);
    expect(read(half, 11_000).ended).toMatchObject({
      count: 1,
      last: { shortId: 'a', exitCode: 1 },
    });
  });

  it('tells of a lost agent, a draining and a launching instance', () => {
    const half = read(
      world()
        .put(
          'ecs/ContainerInstance',
          'harbour/c1',
          containerInstance('c1', 'us-east-1a', { agentConnected: false }),
        )
        .put(
          'ecs/ContainerInstance',
          'harbour/c2',
          containerInstance('c2', 'us-east-1a', { status: 'DRAINING' }),
        )
        .put(
          'ec2/Instance',
          'i-new',
          ec2Instance('i-new', 'us-east-1a', {
            State: { Code: 0, Name: 'pending' },
            LaunchTime: 4_000,
          }),
        ),
    );
    expect(half.zones[0]!.boxes.map((b) => [b.state, b.badge?.label ?? null])).toEqual([
      ['lost', 'agentDisconnected'],
      ['draining', 'DRAINING'],
      ['launching', null],
    ]);
    expect(half.zones[0]!.boxes[2]!.launch).toEqual({
      state: 'pending',
      span: { startedAtMs: 4_000, dueAtMs: null },
    });
  });

  it('finds the load balancer, its targets, and what a task spends on requests', () => {
    const half = read(withTraffic(world().put('ecs/Task', 'harbour/a', listening('a'))));
    expect(half.loadBalancer).toMatchObject({
      name: 'web-alb',
      targets: { healthy: 1, unhealthy: 0 },
    });
    expect(half.loadBalancer?.flow).toMatchObject({ offered: 100, served: 100, latencyMs: 20 });
    expect(onBoxes(half)[0]).toMatchObject({ target: 'healthy', use: 0.4 });
  });

  it('takes a failed target for an unhealthy task, as the service scheduler does', () => {
    const half = withTraffic(world().put('ecs/Task', 'harbour/a', listening('a')), 'unhealthy');
    expect(onBoxes(read(half))[0]).toMatchObject({ family: 'unhealthy', target: 'unhealthy' });
  });

  it('asks by desiredCount, answers by families', () => {
    const half = read(
      world()
        .put('ecs/Task', 'harbour/a', task('a'))
        .put('ecs/Task', 'harbour/b', task('b', { lastStatus: 'ACTIVATING' })),
    );
    expect(half.ledger).toMatchObject({
      asked: 6,
      askedAs: 'desiredCount',
      true: { count: 1, state: 'RUNNING' },
      underWay: [{ state: 'ACTIVATING', count: 1 }],
      gauge: { serving: 1, starting: 1, max: 12 },
    });
  });

  it('stands something in where no task was made', () => {
    const message =
      '(service web) was unable to place a task because no container instance met all of its requirements.';
    const half = read(
      world().put(
        'ecs/Service',
        'harbour/web',
        service({ runningCount: 4, events: [{ id: 'e', createdAt: 9_000, message }] }),
      ),
    );
    expect(half.waiting.unmade).toEqual({ count: 2, message });
  });

  it('knows an instance that its group may not terminate', () => {
    const from = world();
    const box = () => read(from).zones.flatMap((zone) => zone.boxes)[0];
    expect(box()?.kept).toBeUndefined();
    from.put('autoscaling/AutoScalingInstance', box()?.id ?? '', {
      ProtectedFromScaleIn: true,
      LifecycleState: 'InService',
    } as RecordKinds['autoscaling/AutoScalingInstance']);
    expect(box()?.kept).toBe(true);
    expect(box()).toBe(box());
  });

  it('knows tasks on Fargate whose capacity may be taken back', () => {
    const from = world()
      .put('ecs/Task', 'harbour/a', onFargate('a', 'FARGATE'))
      .put('ecs/Task', 'harbour/b', onFargate('b', 'FARGATE_SPOT'));
    const floating = read(from).zones.flatMap((zone) => zone.floating);
    expect(floating.map(({ shortId, spot }) => [shortId, spot ?? false])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('gives back the same objects for what did not change', () => {
    const from = withTraffic(
      world().put('ecs/Task', 'harbour/a', task('a')).put('ecs/Task', 'harbour/b', task('b')),
    );
    const [before, after] = [read(from), read(from)];
    expect(after.zones[0]).toBe(before.zones[0]);
    from.put('ecs/Task', 'harbour/b', task('b', { lastStatus: 'STOPPING' }));
    const changed = read(from);
    expect(changed.zones[0]).not.toBe(before.zones[0]);
    expect(onBoxes(changed)[0]).toBe(onBoxes(before)[0]);
  });
});

const rolling = (to: string, oldRunning: number): Service =>
  service({
    taskDefinition: to,
    deployments: [deploymentOf(to, 1), deploymentOf(service().taskDefinition, oldRunning)],
  });

const deploymentOf = (taskDefinition: string, runningCount: number): Deployment => ({
  id: taskDefinition,
  status: 'ACTIVE',
  taskDefinition,
  desiredCount: 1,
  pendingCount: 0,
  runningCount,
  failedTasks: 0,
  createdAt: 0,
  updatedAt: 0,
  rolloutState: 'IN_PROGRESS',
  rolloutStateReason: '',
});

const listening = (id: string): Task =>
  task(id, {
    containers: [
      {
        ...ended(0),
        lastStatus: 'RUNNING',
        networkInterfaces: [{ attachmentId: 'a', privateIpv4Address: '10.0.1.9' }],
      },
    ],
  });

function ended(exitCode: number): Task['containers'][number] {
  return {
    containerArn: '',
    taskArn: '',
    name: 'web',
    image: '',
    lastStatus: 'STOPPED',
    exitCode,
    healthStatus: 'UNKNOWN',
    networkBindings: [],
    networkInterfaces: [],
    cpu: '0',
  };
}

const onFargate = (id: string, capacityProviderName: string): Task =>
  without(task(id, { capacityProviderName, availabilityZone: 'us-east-1a' }));

/** On no instance. */
function without(of: Task): Task {
  const entries = Object.entries(of).filter(([name]) => name !== 'containerInstanceArn');
  return Object.fromEntries(entries) as unknown as Task;
}

function withTraffic(to: World, state: 'healthy' | 'unhealthy' = 'healthy'): World {
  return to
    .put('ecs/Service', 'harbour/web', service({ loadBalancers: [{ targetGroupArn: 'tg-web' }] }))
    .put('elasticloadbalancing/LoadBalancer', 'web-alb', {
      LoadBalancerArn: 'lb',
      LoadBalancerName: 'web-alb',
      DNSName: 'web-alb.example',
      Type: 'application',
      State: { Code: 'active' },
      CreatedTime: 0,
      forwardsTo: 'tg-web',
    })
    .put('elasticloadbalancing/TargetHealth', 't', targetHealth('10.0.1.9', state))
    .put('elasticloadbalancing/Flow', 'web-alb', {
      loadBalancer: 'web-alb',
      sinceMs: 0,
      offeredRate: 100_000,
      servedRate: 100_000,
      lostRate: 0,
      wantedRate: 100_000,
      servedRemainder: 0,
      lostRemainder: 0,
      servedMilli: 0,
      lostMilli: 0,
      latencyMs: 20,
      p95Ms: 0,
      island: null,
      held: null,
    });
}
