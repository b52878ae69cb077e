/** Availability Zone rebalancing on the real engine: a zone is lost for good, and boxes come back into it. */
import { describe, expect, it } from 'vitest';
import { CLUSTER, EcsWorld } from '../fixtures/ecsWorld';
import { tasksToMove } from './zoneBalance';

const zonesOf = (world: EcsWorld) => {
  const zones = world.running().map((task) => task.availabilityZone);
  return ['us-east-1a', 'us-east-1b', 'us-east-1c'].map(
    (zone) => zones.filter((z) => z === zone).length,
  );
};

/** Six tasks on two zones of three, and two empty boxes in the third. */
function uneven(input: object = {}): EcsWorld {
  const world = new EcsWorld();
  world.define('web', [{ portMappings: [{ containerPort: 80, hostPort: 0 }] }]);
  world.serve('web', input);
  world.checked(100_000);
  const InstanceIds = world.read
    .list('ec2/Instance')
    .filter(({ Placement }) => Placement.AvailabilityZone === 'us-east-1a')
    .map(({ InstanceId }) => InstanceId);
  world.ask('ec2', 'TerminateInstances', { InstanceIds });
  world.checked(300_000);
  expect(zonesOf(world)).toEqual([0, 3, 3]);
  world.ask('ec2', 'RunInstances', {
    InstanceType: 'm5.large',
    MinCount: 2,
    MaxCount: 2,
    Placement: { AvailabilityZone: 'us-east-1a' },
    bootstrap: { as: 'ecs-container-instance', cluster: CLUSTER },
  });
  return world;
}

describe('zone rebalancing', () => {
  it('starts in the empty zone, waits until that is healthy, then stops where most run', () => {
    const world = uneven();
    let least = 6;
    let most = 6;
    while (world.simulation.nowMs < 600_000) {
      world.checked(world.simulation.nowMs + 1_000);
      least = Math.min(least, world.running().length);
      most = Math.max(most, world.running().length);
    }
    expect(zonesOf(world)).toEqual([2, 2, 2]);
    expect([least, most]).toEqual([6, 8]);
    expect(world.events().filter((message) => message.includes('AZ'))).toEqual([
      '(service web) is not AZ balanced with 0 tasks in us-east-1a, 3 tasks in us-east-1b, 3 tasks in us-east-1c. AZ Rebalancing in progress.',
      '(service web) has started 2 tasks in us-east-1a to AZ Rebalance: (task T) (task T).',
      '(service web) is AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b, 2 tasks in us-east-1c.',
    ]);
  });

  it.each([
    ['it is switched off', { availabilityZoneRebalancing: 'DISABLED' }],
    ['tasks are packed', { placementStrategy: [{ type: 'binpack', field: 'cpu' }] }],
    [
      'there is no room above',
      { deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 50 } },
    ],
  ])('leaves the service alone when %s', (_, input) => {
    const world = new EcsWorld();
    world.define('web', [{ portMappings: [{ containerPort: 80, hostPort: 0 }] }]);
    world.serve('web', input);
    world.checked(100_000);
    expect(world.service().availabilityZoneRebalancing).toBe('DISABLED');
  });

  it('does nothing while it is switched off, and begins with the next steady state after', () => {
    const world = uneven({ availabilityZoneRebalancing: 'DISABLED' });
    world.checked(600_000);
    expect(zonesOf(world)).toEqual([0, 3, 3]);
    world.ecs('UpdateService', { service: 'web', availabilityZoneRebalancing: 'ENABLED' });
    world.ecs('UpdateService', { service: 'web', desiredCount: 7 });
    world.checked(900_000);
    expect(zonesOf(world).every((count) => count >= 2)).toBe(true);
  });

  it('does not begin where the emptiest zone has no room', () => {
    const world = uneven();
    world.define('big', [{ cpu: 1900, memory: 1024 }]);
    world.serve('big', { desiredCount: 6 });
    world.checked(900_000);
    expect(zonesOf(world)[0]).toBeLessThanOrEqual(2);
    expect(world.running('web')).toHaveLength(6);
  });

  it('has nothing more to do once they are even', () => {
    const world = uneven();
    world.checked(600_000);
    const { facts, syncs } = world.simulation.work;
    world.checked(3_600_000);
    expect(world.simulation.work.facts - facts).toBe(0);
    // One a minute gathers the metrics.
    expect(world.simulation.work.syncs - syncs - 60).toBeLessThan(5);
  });
});

describe('tasksToMove', () => {
  it.each([
    [[2, 2, 2], 0],
    [[3, 3, 2], 0],
    [[3, 3, 0], 2],
    [[4, 4, 1], 2],
    [[3, 3, 1], 1],
    [[4, 2, 2], 1],
    [[2, 0], 1],
    [[5, 1, 1, 1], 3],
    [[6], 0],
  ])('%j: %i', (counts, moved) => {
    expect(tasksToMove(new Map(counts.map((count, i) => [`z${i}`, count])))).toBe(moved);
  });
});
