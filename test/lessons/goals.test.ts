/** What the host makes of a lesson's goals while a world runs. */
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import { openLesson, playSolution } from '../../src/host/playLesson';
import { World } from '../../src/host/world';
import type { Lesson } from '../../src/lessons/types';
import { lessonOf, service } from './lessonOf';

const OPEN_MS = 120_000;
const apply = (document: object): Request => ({
  api: 'quayside',
  action: 'applyDocument',
  input: { document },
});
const stopTask: Request = {
  api: 'ecs',
  action: 'StopTask',
  input: { cluster: 'harbour', task: { of: 'ecs/service/web', nth: 0, take: 'taskArn' } },
};

/** Steps at times since the opening, as the learner would take them. */
function act(world: World, atMs: number, request: Request): void {
  world.advance(OPEN_MS + atMs);
  const resolved = JSON.parse(JSON.stringify(request)) as { input: { task?: unknown } };
  if (resolved.input.task) {
    const { context } = world.simulation;
    const key = context
      .keys('ecs/Task')
      .filter((each) => context.get('ecs/Task', each)?.lastStatus === 'RUNNING')
      .sort()[0];
    resolved.input.task = context.get('ecs/Task', key ?? '')?.taskArn;
  }
  const response = world.submit('learner', resolved as unknown as Request);
  expect(response).toMatchObject({ ok: true });
}

const goal = (world: World, id: string) => world.simulation.context.get('lesson/Goal', id);
const measure = (world: World, name: string) =>
  world.simulation.context.get('lesson/Measure', name)?.value;
const factsOf = (world: World) =>
  world.simulation.facts
    .since(0)
    .filter(({ model }) => model === 'lesson')
    .map(({ type, atMs, about }) => [type, about.key, atMs]);

const opened = (text: string, seed = 7): World => openLesson(lessonOf(text), seed);

const THREE = `
goals:
  - { id: three, of: ecs/tasks, where: { lastStatus: RUNNING }, is: 3, after: act, for: 10s, within: 1m }
`;

describe('a goal', () => {
  it('waits for its moment, holds, and is met when it has held for long enough', () => {
    const world = opened(THREE);
    expect(goal(world, 'three')).toMatchObject({ phase: 'waiting', windowMs: null });
    act(world, 5_000, apply(service(3)));
    expect(goal(world, 'three')).toMatchObject({
      phase: 'unmet',
      windowMs: OPEN_MS + 5_000,
      dueMs: OPEN_MS + 65_000,
      now: 1,
    });
    world.advance(OPEN_MS + 60_000);
    const { sinceMs, metAtMs } = goal(world, 'three') ?? {};
    expect(goal(world, 'three')?.phase).toBe('met');
    expect(metAtMs).toBe(sinceMs);
    const three = world.simulation.facts
      .since(0)
      .filter((fact) => fact.type === 'taskStatusChanged' && fact.data.to === 'RUNNING')
      .at(-1);
    expect(metAtMs).toBe((three?.atMs ?? 0) + 10_000);
  });

  it('is broken by what happens meanwhile, and begins to hold anew', () => {
    const world = opened(THREE);
    act(world, 5_000, apply(service(3)));
    world.advance(OPEN_MS + 17_000);
    expect(goal(world, 'three')?.phase).toBe('holding');
    act(world, 18_000, stopTask);
    expect(goal(world, 'three')?.phase).toBe('unmet');
  });

  it('is late when its time is over, and can be met again when its moment comes anew', () => {
    const text = `
goals:
  - id: three
    of: ecs/service/web
    path: runningCount
    is: 3
    after: { fact: ecs/serviceUpdated }
    within: 20s
`;
    const world = opened(text);
    act(world, 5_000, apply(service(2)));
    world.advance(OPEN_MS + 25_000);
    expect(goal(world, 'three')).toMatchObject({ phase: 'late', sinceMs: OPEN_MS + 25_000 });
    act(world, 60_000, apply(service(3)));
    world.advance(OPEN_MS + 90_000);
    expect(goal(world, 'three')?.phase).toBe('met');
    expect(factsOf(world).map(([type]) => type)).toEqual(['goalLate', 'goalReopened', 'goalMet']);
  });

  it('does not count what happened before the lesson opened', () => {
    const world = opened(`
goals:
  - { id: applied, happened: ecs/serviceCreated }
  - { id: updated, happened: ecs/serviceUpdated, about: web }
  - { id: fresh, of: ecs/tasks, new: true, atLeast: 1 }
`);
    act(world, 1_000, apply(service(2)));
    world.advance(OPEN_MS + 60_000);
    expect(['applied', 'updated', 'fresh'].map((id) => goal(world, id)?.phase)).toEqual([
      'unmet',
      'met',
      'met',
    ]);
  });

  it('comes after another one', () => {
    const world = opened(`
goals:
  - { id: one, of: ecs/service/web, path: desiredCount, is: 1 }
  - { id: two, of: ecs/service/web, path: desiredCount, is: 2 }
  - { id: back, of: ecs/service/web, path: desiredCount, is: 1, after: two }
`);
    expect([goal(world, 'one')?.phase, goal(world, 'back')?.phase]).toEqual(['met', 'waiting']);
    act(world, 1_000, apply(service(2)));
    expect(goal(world, 'back')?.phase).toBe('unmet');
    act(world, 2_000, apply(service(1)));
    expect(goal(world, 'back')).toMatchObject({ phase: 'met', metAtMs: OPEN_MS + 2_000 });
  });
});

describe('never', () => {
  const NEVER = `
goals:
  - id: never-two
    of: ecs/service/web
    path: desiredCount
    is: 2
    never: true
    after: act
    until: three
  - { id: three, of: ecs/service/web, path: desiredCount, is: 3 }
  - { id: to-the-end, of: ecs/service/web, path: desiredCount, atLeast: 9, never: true }
`;

  it('is met at its end, and without one when all others are', () => {
    const world = opened(NEVER);
    act(world, 1_000, apply(service(4)));
    expect(goal(world, 'never-two')?.phase).toBe('holding');
    act(world, 2_000, apply(service(3)));
    expect(goal(world, 'never-two')?.metAtMs).toBe(OPEN_MS + 2_000);
    expect(goal(world, 'to-the-end')?.metAtMs).toBe(OPEN_MS + 2_000);
  });

  it('fails for good, and going back mends it', () => {
    const world = opened(NEVER);
    act(world, 1_000, apply(service(4)));
    act(world, 2_000, apply(service(2)));
    act(world, 3_000, apply(service(3)));
    expect(goal(world, 'never-two')?.phase).toBe('failed');
    expect(goal(world, 'to-the-end')?.phase).toBe('holding');
    world.seek(OPEN_MS + 1_500);
    expect(goal(world, 'never-two')?.phase).toBe('holding');
    act(world, 1_600, apply(service(3)));
    expect(goal(world, 'never-two')?.phase).toBe('met');
  });
});

/** Everything that the watch writes about a run. */
const written = (world: World) => ({
  goals: world.simulation.context.list('lesson/Goal'),
  measures: world.simulation.context.list('lesson/Measure'),
  facts: factsOf(world),
});

const RICH = `
goals:
  - { id: three, of: ecs/service/web, path: runningCount, is: 3, after: act, for: 7300ms }
  - { id: many-lost, of: elasticloadbalancing/loadBalancer/web-alb, path: lost, atLeast: 55, after: three }
  - { id: late, of: ecs/service/web, path: runningCount, is: 9, within: 33333ms }
measures:
  took: { seconds: { from: act, to: three } }
  later: { value: { of: ecs/service/web, path: runningCount }, at: { request: ecs/UpdateService, plus: 12345ms } }
  lost: { change: { of: elasticloadbalancing/loadBalancer/web-alb, path: lost }, from: open, to: many-lost }
  most: { most: { of: ecs/tasks, where: { lastStatus: RUNNING } }, from: act }
`;

describe('the state of the goals', () => {
  const run = (lesson: Lesson, slice: number): World => {
    const world = openLesson(lesson, 7);
    act(world, 5_000, apply(service(3)));
    for (let ms = 5_000; ms <= 120_000; ms += slice) world.advance(OPEN_MS + ms);
    world.advance(OPEN_MS + 120_000);
    return world;
  };
  const lesson = lessonOf(RICH);
  const whole = written(run(lesson, 115_000));

  it('does not depend on how time is cut', () => {
    expect(whole.goals.map(({ phase }) => phase)).toEqual(['met', 'met', 'late']);
    for (const slice of [97, 1_000, 7_919]) expect(written(run(lesson, slice))).toEqual(whole);
  });

  it('is the same after going back and forth', () => {
    const world = run(lesson, 1_000);
    for (const ms of [3_000, 90_000, 14_000, 0, 120_000]) world.seek(OPEN_MS + ms);
    expect(written(world)).toEqual(whole);
    world.seek(0);
    expect(world.simulation.context.size('lesson/Goal')).toBe(0);
    world.seek(OPEN_MS + 120_000);
    expect(written(world)).toEqual(whole);
  });

  it('is outside every digest', () => {
    const bare = new World(lesson.scenario, 7);
    act(bare, 5_000, apply(service(3)));
    bare.advance(OPEN_MS + 120_000);
    expect(run(lesson, 1_000).digest()).toEqual(bare.digest());
  });
});

describe('measures', () => {
  it('read values, times, extremes, changes and counts', () => {
    const world = opened(`
measures:
  now: { value: { of: ecs/service/web, path: runningCount } }
  then: { value: { of: ecs/service/web, path: desiredCount }, at: { fact: ecs/serviceUpdated, nth: 1, plus: 1s } }
  newest: { value: { of: ecs/service/web, path: desiredCount }, at: { fact: ecs/serviceUpdated, plus: 1s } }
  most: { most: { of: ecs/tasks, where: { lastStatus: RUNNING } }, from: act }
  least: { least: { of: ecs/tasks, where: { lastStatus: RUNNING } }, from: { request: ecs/StopTask } }
  stopped: { facts: { fact: ecs/taskStatusChanged, data: { to: STOPPED } }, from: act }
  recovered: { recovery: { of: ecs/tasks, where: { lastStatus: RUNNING }, is: 3 }, after: { request: ecs/StopTask } }
  more: { change: { of: ecs/tasks, path: count }, from: act }
  zones: { value: { of: ecs/tasks, path: distinct zone } }
  perBox: { value: { of: ecs/tasks, where: { lastStatus: RUNNING }, path: most per instance } }
`);
    expect(measure(world, 'then')).toBeNull();
    act(world, 1_000, apply(service(3)));
    world.advance(OPEN_MS + 30_000);
    act(world, 30_000, stopTask);
    expect([measure(world, 'least'), measure(world, 'recovered')]).toEqual([2, null]);
    world.advance(OPEN_MS + 90_000);
    act(world, 90_000, apply(service(4)));
    world.advance(OPEN_MS + 120_000);
    const names = ['now', 'then', 'newest', 'most', 'least', 'stopped', 'more', 'zones', 'perBox'];
    expect(names.map((name) => measure(world, name))).toEqual([4, 3, 4, 4, 2, 1, 4, 1, 2]);
    expect(measure(world, 'recovered')).toBeGreaterThan(1);
    expect(measure(world, 'recovered')).toBeLessThan(30);
  });

  it('say of every set, at every moment, what is there', () => {
    const world = opened(`
measures:
  running: { value: { of: ecs/tasks, where: { lastStatus: RUNNING, service: web } } }
  boxes: { value: { of: ecs/tasks, where: { lastStatus: RUNNING }, path: distinct instance } }
  stopped: { value: { of: ecs/tasks, where: { lastStatus: STOPPED } } }
  ready: { value: { of: kubernetes/pods, where: { app: web, ready: true } } }
  onNodes: { value: { of: kubernetes/nodes, path: sum pods } }
`);
    const { context } = world.simulation;
    const [tasks, pods] = [() => context.list('ecs/Task'), () => context.list('kubernetes/Pod')];
    const running = () => tasks().filter(({ lastStatus }) => lastStatus === 'RUNNING');
    const isReady = (pod: ReturnType<typeof pods>[number]) =>
      pod.metadata.deletionTimestamp === undefined &&
      pod.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
    const there = () => [
      running().length,
      new Set(running().map(({ containerInstanceArn }) => containerInstanceArn)).size,
      tasks().filter(({ lastStatus }) => lastStatus === 'STOPPED').length,
      pods().filter(isReady).length,
      pods().filter(({ spec }) => spec.nodeName !== undefined).length,
    ];
    const said = () =>
      ['running', 'boxes', 'stopped', 'ready', 'onNodes'].map((name) => measure(world, name));
    const scale = (replicas: number): Request => ({
      api: 'kubernetes',
      verb: 'patch',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      namespace: 'default',
      name: 'web',
      body: { spec: { replicas } },
    });
    const steps: readonly (readonly [number, Request])[] = [
      [1_000, apply(service(6))],
      [2_000, scale(5)],
      [40_000, apply(service(2))],
      [41_000, scale(1)],
    ];
    for (const [atMs, request] of steps) {
      while (world.nowMs < OPEN_MS + atMs) {
        world.advance(Math.min(world.nowMs + 333, OPEN_MS + atMs));
        expect(said()).toEqual(there());
      }
      expect(world.submit('learner', request)).toMatchObject({ ok: true });
      expect(said()).toEqual(there());
    }
    for (const ms of [90_000, 5_000, 41_500, 20_000]) {
      world.seek(OPEN_MS + ms);
      expect(said()).toEqual(there());
    }
  });

  it('count requests from the beginning of their window on', () => {
    const world = opened(`
measures:
  fromOpen: { value: { of: elasticloadbalancing/loadBalancer/web-alb, path: lost } }
  inTen: { change: { of: elasticloadbalancing/loadBalancer/web-alb, path: lost }, from: { request: ecs/UpdateService }, to: { request: ecs/UpdateService, plus: 10s } }
`);
    // Nothing is registered behind this load balancer: every request is lost, ten a second.
    act(world, 4_000, apply(service(2)));
    world.advance(OPEN_MS + 60_000);
    expect([measure(world, 'fromOpen'), measure(world, 'inTen')]).toEqual([600, 100]);
  });
});

describe('moments', () => {
  it('count occurrences: the second, the second and each later one, the newest', () => {
    const world = opened(`
goals:
  - { id: second, of: ecs/service/web, path: desiredCount, is: 9, after: { fact: ecs/serviceUpdated, nth: 2 } }
  - { id: onwards, of: ecs/service/web, path: desiredCount, is: 9, after: { fact: ecs/serviceUpdated, nth: 2+ } }
  - { id: newest, of: ecs/service/web, path: desiredCount, is: 9, after: { fact: ecs/serviceUpdated } }
`);
    const windows = () =>
      ['second', 'onwards', 'newest'].map((id) => {
        const ms = goal(world, id)?.windowMs ?? null;
        return ms === null ? null : (ms - OPEN_MS) / 1000;
      });
    act(world, 1_000, apply(service(2)));
    expect(windows()).toEqual([null, null, 1]);
    act(world, 2_000, apply(service(3)));
    expect(windows()).toEqual([2, 2, 2]);
    act(world, 3_000, apply(service(4)));
    expect(windows()).toEqual([2, 3, 3]);
  });
});

describe('a script', () => {
  it('waits for moments, goes back, and leaves behind what it had done', () => {
    const lesson = lessonOf(`
goals:
  - { id: three, of: ecs/service/web, path: runningCount, is: 3, after: act }
solution:
  - { at: 10s, ecs: UpdateService, input: { cluster: harbour, service: web, desiredCount: 2 } }
  - { after: { when: { of: ecs/service/web, path: runningCount, is: 2 } }, plus: 3s, ecs: UpdateService, input: { cluster: harbour, service: web, desiredCount: 1 } }
  - { plus: 5s, rewind: 1s }
  - { at: 4s, apply: service.json }
`);
    const { world, goals, failures } = playSolution(lesson, 7);
    expect(failures).toEqual([]);
    expect(goals[0]).toMatchObject({ phase: 'met', windowMs: OPEN_MS + 4_000 });
    const { entries, branches } = world.history();
    const done = entries.filter(({ by }) => by === 'lesson').map(({ atMs }) => atMs - OPEN_MS);
    expect(done).toEqual([4_000]);
    expect(branches[0]?.left).toHaveLength(2);
  });

  it('says what was refused against expectation', () => {
    const update = (input: string, more = '') =>
      `  - { at: 1s, ecs: UpdateService, input: { cluster: harbour, service: ${input} }${more} }`;
    const lesson = lessonOf(`
solution:
${update('nobody')}
${update('nobody', ", refused: 'Service not found'")}
${update('web, desiredCount: 3', ', refused: anything')}
`);
    const { failures } = playSolution(lesson, 7);
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatch(/^step 1: .*not found/i);
    expect(failures[1]).toMatch(/^step 3: was accepted/);
  });
});

describe('a bill', () => {
  it('is what has come to be since the window began, and is looked at each minute', () => {
    const world = opened(`
goals:
  - { id: spent, of: pricing/bill/ecs, path: total, atLeast: 0.0031 }
measures:
  ecsBill: { change: { of: pricing/bill/ecs, path: total }, from: open }
  items: { value: { of: pricing/items, where: { half: ecs, what: instance }, path: sum perHour } }
`);
    world.advance(OPEN_MS + 59_999);
    expect(goal(world, 'spent')?.phase).toBe('unmet');
    world.advance(OPEN_MS + 60_000);
    expect(goal(world, 'spent')).toMatchObject({ phase: 'met', metAtMs: OPEN_MS + 60_000 });
    // Two m5.large for a minute.
    expect(measure(world, 'ecsBill')).toBeCloseTo(0.0032, 8);
    expect(measure(world, 'items')).toBeCloseTo(0.192, 8);
  });
});
