/** Explanations are the decisions themselves, run again: winner, reasons and steps must agree with what happened. */
import { describe, expect, it } from 'vitest';
import { CLUSTER, EcsWorld } from '../fixtures/ecsWorld';
import type { PlacementTable } from './table';

const explain = (world: EcsWorld, kind: string, key: string) =>
  world.query('quayside', 'explainPlacement', { kind, key }) as PlacementTable;

const crowd = (strategy: object[] = [], seed = 1): EcsWorld => {
  const world = new EcsWorld({ seed, instances: 7, instanceType: 't3.small' });
  world.define('web', [{ memory: 500, cpu: 300 }]);
  world.define('job', [{ memory: 200, cpu: 100 }]);
  world.serve('web', { desiredCount: 17, placementStrategy: strategy });
  world.checked(30_000);
  for (let n = 0; n < 6; n++) world.ecs('RunTask', { taskDefinition: 'job', count: 2 });
  return world.checked(120_000);
};

describe('explainPlacement', () => {
  it.each([
    ['the default', []],
    ['binpack', [{ type: 'binpack', field: 'memory' }]],
    ['random', [{ type: 'random' }]],
    [
      'zone, then cpu',
      [
        { type: 'spread', field: 'attribute:ecs.availability-zone' },
        { type: 'binpack', field: 'cpu' },
      ],
    ],
  ])('names the instance that every task stands on: %s', (_name, strategy) => {
    const world = crowd(strategy);
    const keys = world.read.keys('ecs/Task');
    expect(keys.length).toBe(29);
    for (const key of keys) {
      const task = world.read.get('ecs/Task', key);
      const table = explain(world, 'ecs/Task', key);
      expect(table.chosen).toBe(task?.containerInstanceArn);
      expect(table.candidates).toHaveLength(7);
      const winner = table.candidates.find((c) => c.id === table.chosen);
      expect(winner?.eligible).toBe(true);
      expect(table.strategies.at(-1)?.kept).toContain(table.chosen);
    }
  });

  it('says what keeps the next task of a service from its place, in the words of the service event', () => {
    const world = crowd();
    world.ecs('UpdateService', { service: 'web', desiredCount: 40 });
    world.checked(200_000);
    const table = explain(world, 'ecs/Service', `${CLUSTER}/web`);
    expect(table.chosen).toBeNull();
    expect(table.closing).toMatchObject({ because: 'nobodyEligible', reason: 'RESOURCE:MEMORY' });
    expect(world.events().at(-1)).toContain('has insufficient memory available.');
    expect(
      table.candidates.every((c) => c.verdicts.some((v) => v.reason === 'RESOURCE:MEMORY')),
    ).toBe(true);
  });

  it('shows the zones of a Fargate task', () => {
    const world = new EcsWorld({ instances: 0 });
    world.define('web', [{}], {
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
    });
    const awsvpcConfiguration = { subnets: ['subnet-us-east-1a', 'subnet-us-east-1c'] };
    world.serve('web', {
      desiredCount: 3,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration },
    });
    world.checked(60_000);
    const zones = world.tasks().map((task) => {
      const table = explain(world, 'ecs/Task', task.key);
      expect(table.chosen).toBe(task.availabilityZone);
      return table.candidates.map((c) => `${c.id} ${c.tasksOfGroup}`).join(', ');
    });
    expect(zones).toEqual([
      'us-east-1a 0, us-east-1c 0',
      'us-east-1a 1, us-east-1c 0',
      'us-east-1a 1, us-east-1c 1',
    ]);
  });
});
