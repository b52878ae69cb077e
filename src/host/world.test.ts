/** Time travel: the same requests give the same world, going back changes nothing, acting in the past forks. */
import { describe, expect, it } from 'vitest';
import { deployment, ecsService, scenario, taskDefinition } from '../../test/fixtures/scenario';
import type { Request } from './protocol';
import { World } from './world';

const apply = (document: object): Request => ({
  api: 'quayside',
  action: 'applyDocument',
  input: { document },
});
const pods = (world: World) => world.simulation.context.size('kubernetes/Pod');

function rolledOut(): World {
  const world = new World(scenario(), 7, { freeze: true });
  world.advance(1_000);
  world.submit('learner', apply(deployment('web', 'shop/web:1', 4)));
  world.advance(60_000);
  world.submit('learner', apply(deployment('web', 'shop/web:1', 8)));
  world.advance(120_000);
  return world;
}

describe('seek', () => {
  it('shows any moment as it was, and comes back to the same end', () => {
    const world = rolledOut();
    const end = world.digest();
    world.seek(30_000);
    expect([world.nowMs, pods(world)]).toEqual([30_000, 4]);
    world.seek(500);
    expect(pods(world)).toBe(0);
    world.seek(120_000);
    expect(world.digest()).toEqual(end);
  });

  it('hands over everything after a jump, and only differences otherwise', () => {
    const world = rolledOut();
    const first = world.changesSince({ version: -1, epoch: -1, facts: 0 });
    expect(first.whole).toBe(true);
    world.submit('learner', apply(deployment('web', 'shop/web:1', 9)));
    world.advance(world.nowMs + 1_000);
    const seen = { version: first.version, epoch: first.epoch, facts: first.facts.length };
    const second = world.changesSince(seen);
    expect(second.whole).toBe(false);
    expect(second.records.filter((r) => r.kind === 'kubernetes/Pod')).toHaveLength(1);
    expect(second.facts[0]?.model).toBe('request');
    world.seek(10_000);
    expect(world.changesSince({ ...seen, version: second.version }).whole).toBe(true);
  });
});

describe('acting in the past', () => {
  it('leaves the later requests behind as a branch', () => {
    const world = rolledOut();
    world.seek(30_000);
    world.submit('learner', apply(deployment('web', 'shop/web:1', 2)));
    world.advance(120_000);
    expect(pods(world)).toBe(2);
    const [branch] = world.history().branches;
    expect(branch).toMatchObject({ forkedAtMs: 30_000, untilMs: 120_000 });
    expect(branch?.left).toHaveLength(1);
  });

  it('remembers what was played, also where the learner had done nothing', () => {
    const world = rolledOut();
    world.seek(90_000);
    expect(world.fork()).toMatchObject({ forkedAtMs: 90_000, untilMs: 120_000, left: [] });
    expect(world.fork()).toBeUndefined();
    world.seek(60_000);
    world.advance(70_000);
    expect(world.fork()).toMatchObject({ forkedAtMs: 70_000, untilMs: 90_000 });
  });

  it('leaves nothing behind when the request is refused', () => {
    const world = rolledOut();
    const end = world.digest();
    world.seek(30_000);
    const refused = world.submit('learner', apply(deployment('web', 'shop/web:1', -1)));
    expect(refused.ok).toBe(false);
    world.seek(120_000);
    expect(world.digest()).toEqual(end);
    expect(world.history().branches).toEqual([]);
  });
});

describe('applyDocument', () => {
  it('becomes the real request, by what there is', () => {
    const world = new World(scenario(), 7);
    world.advance(1_000);
    const documents = [
      taskDefinition('web', 'shop/web:1'),
      ecsService('web', 2),
      ecsService('web', 3),
      deployment('web', 'shop/web:1', 1),
    ];
    for (const document of documents)
      expect(world.submit('learner', apply(document))).toMatchObject({ ok: true });
    const sent = world
      .history()
      .entries.flatMap(({ scripted, request }) =>
        scripted
          ? []
          : ['action' in request ? request.action : `${request.verb} ${request.resource}`],
      );
    expect(sent).toEqual([
      'RegisterTaskDefinition',
      'CreateService',
      'UpdateService',
      'apply deployments',
    ]);
  });
});

describe('a scripted step that no longer applies', () => {
  it('is skipped and remembered', () => {
    const steps = [
      {
        at: '5s',
        fault: 'crashContainer',
        input: { kind: 'ecs/Task', key: { of: 'ecs/service/web', nth: 0 } },
      },
    ];
    const world = new World(scenario({}, { steps }), 7);
    world.advance(10_000);
    expect(world.skipped.map((s) => [s.atMs, s.why])).toEqual([
      [5_000, 'nothing matches its selector'],
    ]);
  });
});
