import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../cli/run';
import type { Fact } from '../../engine/model';
import { World } from '../../host/world';
import { Races, sideBySide, type Race } from './races';

/** All that follows from the fault with serial 1. */
const ROOT = 1;
const task = (atMs: number, key: string, from: string, to: string) =>
  ({
    root: ROOT,
    model: 'ecs',
    type: 'taskStatusChanged',
    atMs,
    about: { kind: 'ecs/Task', key },
    data: { from, to },
  }) as unknown as Fact;
const pod = (atMs: number, key: string, type: string, root: number | null = ROOT) =>
  ({
    root,
    model: 'kubernetes',
    type,
    atMs,
    about: { kind: 'kubernetes/Pod', key },
    data: {},
  }) as unknown as Fact;
const fault = (atMs: number, serial = ROOT) =>
  ({
    serial,
    model: 'request',
    type: 'requested',
    atMs,
    about: { kind: 'ecs/Task', key: '' },
    data: {
      by: 'scenario',
      ok: true,
      request: { api: 'quayside', action: 'crashContainer', input: {} },
    },
  }) as unknown as Fact;

const played = (facts: Fact[]) => {
  const races = new Races();
  for (const fact of facts) races.fold(fact);
  return races.all;
};

describe('races', () => {
  it('run from the fault until as many serve as before', () => {
    expect(
      played([
        task(0, 'a', 'ACTIVATING', 'RUNNING'),
        pod(0, 'p', 'podReady'),
        fault(8000),
        task(8000, 'a', 'RUNNING', 'DEACTIVATING'),
        pod(8000, 'p', 'podNotReady'),
        task(12_400, 'b', 'ACTIVATING', 'RUNNING'),
      ]),
    ).toEqual([
      { lane: 'ecs', fromMs: 8000, toMs: 12_400, goal: 1, what: 'crashContainer' },
      { lane: 'kubernetes', fromMs: 8000, toMs: null, goal: 1, what: 'crashContainer' },
    ]);
  });

  it('do not start when nothing was taken away', () => {
    expect(played([pod(0, 'p', 'podReady'), fault(10), pod(20, 'q', 'podReady')])).toEqual([]);
  });

  it('do not wait for what is part of a lost node', () => {
    const ofNode = {
      ...pod(0, 'kube-proxy', 'podCreated', null),
      data: { ownerKind: 'DaemonSet' },
    } as unknown as Fact;
    const all = played([
      ofNode,
      pod(1, 'kube-proxy', 'podReady', null),
      pod(1, 'p', 'podReady', null),
      fault(10),
      pod(20, 'kube-proxy', 'podNotReady'),
      pod(20, 'p', 'podNotReady'),
      pod(30, 'q', 'podReady'),
    ]);
    expect(all.map(({ toMs, goal }) => [toMs, goal])).toEqual([[30, 1]]);
  });

  it('take a second fault into the one that is still open', () => {
    const all = played([
      pod(0, 'p', 'podReady'),
      pod(0, 'q', 'podReady'),
      fault(10),
      pod(11, 'p', 'podNotReady'),
      fault(20, 2),
      pod(21, 'q', 'podNotReady'),
      pod(30, 'p', 'podReady'),
      pod(40, 'q', 'podReady'),
    ]);
    expect(all).toEqual([
      { lane: 'kubernetes', fromMs: 10, toMs: 40, goal: 2, what: 'crashContainer' },
    ]);
  });

  it('go on when the fault takes more away later', () => {
    const all = played([
      pod(0, 'p', 'podReady'),
      pod(0, 'q', 'podReady'),
      fault(10),
      pod(11, 'p', 'podNotReady'),
      pod(20, 'p', 'podReady'),
      pod(50_000, 'q', 'podNotReady'),
    ]);
    expect(all).toEqual([
      { lane: 'kubernetes', fromMs: 10, toMs: null, goal: 2, what: 'crashContainer' },
    ]);
  });

  it('leave alone what the learner takes away', () => {
    const all = played([pod(0, 'p', 'podReady'), fault(10), pod(20, 'p', 'podTerminating', 99)]);
    expect(all).toEqual([]);
  });

  it('belong to the fault that took something away', () => {
    const all = played([
      pod(0, 'p', 'podReady'),
      fault(10),
      fault(50, 2),
      pod(60, 'p', 'podNotReady', 2),
      pod(90, 'p', 'podReady', 2),
    ]);
    expect(all).toEqual([
      { lane: 'kubernetes', fromMs: 50, toMs: 90, goal: 1, what: 'crashContainer' },
    ]);
  });

  it('ask for as many as before the first of two faults', () => {
    const all = played([
      pod(0, 'p', 'podReady'),
      pod(0, 'q', 'podReady'),
      fault(10),
      pod(11, 'p', 'podNotReady'),
      fault(20, 2),
      pod(30, 'p', 'podReady'),
      // The second fault is found out after the first has healed.
      pod(60, 'q', 'podNotReady', 2),
      pod(90, 'q', 'podReady', 2),
    ]);
    expect(all.map(({ fromMs, toMs, goal }) => [fromMs, toMs, goal])).toEqual([
      [10, 30, 2],
      [20, 90, 2],
    ]);
  });

  it('end when what is missing is no longer asked for', () => {
    const asked = (to: number) =>
      ({
        model: 'ecs',
        type: 'serviceUpdated',
        atMs: 30,
        about: { kind: 'ecs/Service', key: 'c/web' },
        data: { desiredCount: { from: 2, to } },
        root: 9,
      }) as unknown as Fact;
    const created = { ...asked(2), type: 'serviceCreated', data: { desiredCount: 2 } } as Fact;
    const all = played([
      created,
      task(0, 'a', 'ACTIVATING', 'RUNNING'),
      task(0, 'b', 'ACTIVATING', 'RUNNING'),
      fault(10),
      task(11, 'b', 'RUNNING', 'STOPPING'),
      asked(1),
    ]);
    expect(all.map(({ toMs, goal }) => [toMs, goal])).toEqual([[30, 1]]);
  });
});

describe('sideBySide', () => {
  const race = (lane: Race['lane'], fromMs: number, what: string): Race => ({
    lane,
    fromMs,
    toMs: null,
    goal: 6,
    what,
  });
  it.each([
    ['one fault under both', [race('ecs', 10, 'loseZone'), race('kubernetes', 10, 'loseZone')], 2],
    [
      'the same fault, one after the other',
      [race('ecs', 10, 'StopInstances'), race('kubernetes', 40, 'StopInstances')],
      2,
    ],
    ['another fault', [race('ecs', 10, 'loseZone'), race('kubernetes', 40, 'crashContainer')], 1],
    ['nothing yet', [], 0],
  ] as const)('%s', (_, races, shown) => {
    expect(sideBySide(races)).toHaveLength(shown);
  });
});

describe('races of whole worlds', () => {
  const factsOf = (name: string, untilMs: number) => {
    const world = new World(loadScenario(`test/scenarios/${name}`), 7);
    world.advance(untilMs);
    return world.simulation.facts.since(0);
  };
  const seconds = (facts: readonly Fact[]) =>
    played([...facts]).map(({ lane, fromMs, toMs, goal }) => [
      lane,
      fromMs / 1000,
      toMs === null ? null : toMs / 1000,
      goal,
    ]);

  it('a zone is lost: ECS replaces on failed health checks, Kubernetes after the toleration', () => {
    const facts = factsOf('zone-lost', 600_000);
    expect(seconds(facts)).toEqual([
      ['ecs', 180, 199.8, 6],
      ['kubernetes', 180, 541.783, 6],
    ]);
    // Seen from a moment between, the second is still open, and before the node is given up it is none yet.
    const until = (ms: number) => seconds(facts.filter(({ atMs }) => atMs <= ms));
    expect(until(300_000)).toEqual([
      ['ecs', 180, 199.8, 6],
      ['kubernetes', 180, null, 6],
    ]);
    expect(until(200_000)).toEqual([['ecs', 180, 199.8, 6]]);
  });

  it('an instance is terminated under both', () => {
    const found = seconds(factsOf('terminated-node', 900_000));
    for (const [, , toS] of found) expect(toS).not.toBe(null);
    expect(found.map(([lane]) => lane)).toContain('kubernetes');
  });
});
