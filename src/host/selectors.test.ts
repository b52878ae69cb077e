/** Things that are born in a run, named by what they are. */
import { describe, expect, it } from 'vitest';
import { ecsService, scenario, taskDefinition } from '../../test/fixtures/scenario';
import type { Request } from './protocol';
import { resolveSelectors } from './selectors';
import { World } from './world';

const world = new World(scenario({ eks: 0 }), 7, { freeze: true });
world.advance(1_000);
for (const document of [taskDefinition('web', 'shop/web:1'), ecsService('web', 3)])
  world.submit('learner', { api: 'quayside', action: 'applyDocument', input: { document } });
world.advance(60_000);

const read = world.simulation.context;
const keys = [...read.keys('ecs/Task')].sort();
const resolved = (of: unknown, seed = 7) => {
  const request = { api: 'quayside', action: 'any', input: { it: of } } as Request;
  const found = resolveSelectors(request, read, seed);
  return found && (found as { input: { it: unknown } }).input.it;
};

describe('a selector', () => {
  const web = { of: 'ecs/tasks', where: { service: 'web', lastStatus: ['RUNNING', 'PENDING'] } };

  it('is the key of a record, in key order, from either end', () => {
    expect(keys).toHaveLength(3);
    expect([0, 1, -1].map((nth) => resolved({ ...web, nth }))).toEqual([keys[0], keys[1], keys[2]]);
    expect(resolved({ of: 'ecs/service/web', nth: -1 })).toBe(keys[2]);
  });

  it('leaves the choice to the seed', () => {
    expect([6, 7, 8].map((seed) => resolved({ ...web, nth: 'seed' }, seed))).toEqual(keys);
  });

  it('takes a field, of the platform or of its own', () => {
    const task = read.get('ecs/Task', keys[0] ?? '');
    expect(resolved({ ...web, take: 'taskArn' })).toBe(task?.taskArn);
    expect(resolved({ ...web, take: 'zone' })).toBe(task?.availabilityZone);
    expect(resolved({ ...web, take: 'containers.0.name' })).toBe('app');
  });

  it('compares', () => {
    const boxes = { of: 'ecs/containerInstances', take: 'zone' };
    const free = { ...boxes, where: { remainingCpu: { atLeast: 1 } } };
    expect(resolved(free)).toMatch(/^us-east-1/);
    expect(resolved({ ...boxes, where: { remainingCpu: { atLeast: 9_999 } } })).toBeUndefined();
    expect(resolved({ ...web, where: { stoppedAt: { exists: false } } })).toBe(keys[0]);
  });

  it('that matches nothing leaves no request', () => {
    expect(resolved({ of: 'ecs/service/other' })).toBeUndefined();
  });

  it('is not what merely has such a field', () => {
    expect(resolved({ of: 'speech' })).toEqual({ of: 'speech' });
  });
});
