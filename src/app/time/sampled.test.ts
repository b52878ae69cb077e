import { describe, expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import type { Changes, Request, Response, SeriesAnswer, SeriesInput } from '../../host/protocol';
import { valueAt } from '../../stage/charts';
import { Run } from './run.svelte';
import { Sampled } from './sampled';

/** A world whose CPU use in percent is `at(second)`; remembers what it was asked. */
function world(at: { percent: (second: number) => number }) {
  const asked: [number, number][] = [];
  const ask = (request: Request): Promise<Response> => {
    const { fromMs, toMs, stepMs } = (request as { input: unknown }).input as SeriesInput;
    asked.push([fromMs, toMs]);
    const atMs: number[] = [];
    for (let ms = fromMs; ms <= toMs; ms += stepMs) atMs.push(ms);
    const half = {
      cpuMilli: atMs.map((ms) => 10 * at.percent(ms / 1000)),
      cpuAskedMilli: atMs.map(() => 1000),
      costPerHour: atMs.map(() => 0.35),
    };
    const output: SeriesAnswer = { atMs, stepMs, halves: { ecs: half, kubernetes: {} } };
    return Promise.resolve({ ok: true, output });
  };
  return { asked, ask };
}
const played = (nowMs: number): Changes => ({
  nowMs,
  version: 1,
  whole: false,
  records: [],
  facts: [
    { serial: nowMs, atMs: nowMs, type: 'x', about: { key: '' }, cause: null } as unknown as Fact,
  ],
});
const cpu = (sampled: Sampled, ms: number) => valueAt(sampled.samples.ecs.cpu, ms);

describe('Sampled', () => {
  it('asks for each stretch of time once, and keeps it after going back', async () => {
    const { asked, ask } = world({ percent: (second) => second });
    const run = new Run();
    const sampled = new Sampled(ask);
    run.fold(played(2_500));
    await sampled.catchUp(2_500, run);
    run.fold(played(4_000));
    await sampled.catchUp(4_000, run);
    await sampled.catchUp(1_000, run);
    expect(asked).toEqual([
      [0, 2_000],
      [3_000, 4_000],
    ]);
    expect([0, 2_900, 4_000].map((ms) => cpu(sampled, ms))).toEqual([0, 2, 4]);
    expect(valueAt(sampled.samples.kubernetes.cpu, 4_000)).toBe(null);
  });

  it('hands what came after a fork to the branch, and asks again', async () => {
    const future = { percent: (second: number) => second };
    const { asked, ask } = world(future);
    const run = new Run();
    const sampled = new Sampled(ask);
    run.fold(played(1_000));
    run.fold(played(5_000));
    await sampled.catchUp(5_000, run);
    run.fork(1_000, 2_000);
    future.percent = () => 90;
    await sampled.catchUp(3_000, run);
    expect(asked.at(-1)).toEqual([3_000, 3_000]);
    expect([cpu(sampled, 2_000), cpu(sampled, 3_000)]).toEqual([2, 90]);
    const [branch] = run.branches;
    expect(valueAt(sampled.ofBranch(branch!)!.ecs.cpu, 5_000)).toBe(5);
  });

  it('has nothing where the world does not know the question', async () => {
    const run = new Run();
    const sampled = new Sampled(() => Promise.resolve(null));
    await sampled.catchUp(9_000, run);
    expect(cpu(sampled, 9_000)).toBe(null);
  });
});
