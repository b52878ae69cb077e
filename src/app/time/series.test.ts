import { describe, expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import { valueAt } from '../../stage/charts';
import type { Platform } from '../../stage/view';
import { seriesOf, SeriesReader, type Counted } from './series';

let serial = 0;
const fact = (model: string, type: string, atMs: number, key: string, data: object, kind = '') =>
  ({
    serial: serial++,
    model,
    type,
    atMs,
    about: { kind, key },
    data,
    root: null,
    cause: null,
  }) as unknown as Fact;
const task = (atMs: number, key: string, to: string) =>
  fact('ecs', 'taskStatusChanged', atMs, key, { from: '', to });
const pod = (atMs: number, key: string, type: string, data: object = {}) =>
  fact('kubernetes', type, atMs, key, data, 'kubernetes/Pod');
const GROUP = { ecs: 'arn:x:targetgroup/web/1', kubernetes: 'arn:x:targetgroup/k8s-default-web/1' };
const target = (atMs: number, platform: Platform, to: string) =>
  fact('aws', 'targetHealthChanged', atMs, `${GROUP[platform]}|i-1:80`, { from: '', to });
const at = (facts: readonly Fact[], platform: Platform, name: Counted, ms: number) =>
  valueAt(seriesOf(facts).of(platform)[name], ms);

describe('series', () => {
  it('counts tasks on their way and running', () => {
    const facts = [
      fact('ecs', 'taskCreated', 10, 'a', {}),
      task(20, 'a', 'ACTIVATING'),
      task(30, 'a', 'RUNNING'),
      task(50, 'a', 'DEACTIVATING'),
    ];
    const shown = [5, 15, 30, 49, 50].map((ms) => [
      at(facts, 'ecs', 'pending', ms),
      at(facts, 'ecs', 'running', ms),
    ]);
    expect(shown).toEqual([
      [null, null],
      [1, 0],
      [0, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  it('counts pods without those that are part of their node', () => {
    const facts = [
      pod(10, 'p', 'podCreated', { ownerKind: 'ReplicaSet' }),
      pod(10, 'd', 'podCreated', { ownerKind: 'DaemonSet' }),
      pod(20, 'p', 'podReady'),
      pod(20, 'd', 'podReady'),
      pod(30, 'p', 'podNotReady'),
      pod(40, 'p', 'podReady'),
      pod(50, 'p', 'podTerminating'),
    ];
    const running = [10, 20, 30, 40, 50].map((ms) => at(facts, 'kubernetes', 'running', ms));
    expect(running).toEqual([0, 1, 0, 1, 0]);
    // A container that starts again is not on its way for the first time.
    expect(at(facts, 'kubernetes', 'pending', 30)).toBe(0);
  });

  it('gives targets to the half whose they are', () => {
    const facts = [target(10, 'ecs', 'healthy'), target(10, 'kubernetes', 'initial')];
    const healthy = (['ecs', 'kubernetes'] as const).map((platform) =>
      at(facts, platform, 'healthy', 20),
    );
    expect(healthy).toEqual([1, 0]);
  });

  it('knows what is asked: services and Deployments', () => {
    const kubernetes = (type: string, key: string, data: object) =>
      fact('kubernetes', type, 10, key, { apiKind: 'Deployment', ...data });
    const facts = [
      fact('ecs', 'serviceCreated', 0, 'c/web', { desiredCount: 6 }),
      fact('ecs', 'serviceUpdated', 10, 'c/web', { desiredCount: { from: 6, to: 8 } }),
      kubernetes('replicaSetCreated', 'default/web-1', { deployment: 'web', replicas: 6 }),
      // A rollout's second replica set asks for nothing more.
      kubernetes('replicaSetCreated', 'default/web-2', { deployment: 'web', replicas: 2 }),
      kubernetes('objectScaled', 'default/web', { from: 6, to: 7 }),
    ];
    expect([at(facts, 'ecs', 'asked', 10), at(facts, 'kubernetes', 'asked', 10)]).toEqual([8, 7]);
  });

  it('counts again after a fork', () => {
    const reader = new SeriesReader();
    const known = [task(10, 'a', 'RUNNING'), task(20, 'b', 'RUNNING')];
    const running = (facts: readonly Fact[], cuts: readonly number[]) =>
      valueAt(reader.read({ facts, cuts, epoch: 0 }).of('ecs').running, 30);
    expect(running(known, [])).toBe(2);
    expect(running([...known, task(25, 'c', 'RUNNING')], [])).toBe(3);
    expect(running(known.slice(0, 1), [known[0]!.serial])).toBe(1);
  });
});
