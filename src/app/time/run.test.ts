import { describe, expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import type { Changes } from '../../host/protocol';
import { Run } from './run.svelte';

const fact = (serial: number, atMs: number, type = 'podReady') =>
  ({
    serial,
    atMs,
    model: 'kubernetes',
    type,
    about: { kind: 'kubernetes/Pod', key: 'p' },
    cause: null,
  }) as Fact;
const deed = (serial: number, atMs: number) =>
  ({
    serial,
    atMs,
    model: 'request',
    type: 'requested',
    about: { kind: 'engine/None', key: 'ecs' },
    data: { by: 'learner' },
    cause: null,
  }) as unknown as Fact;
const changes = (nowMs: number, facts: readonly Fact[], whole = false): Changes => ({
  nowMs,
  version: 1,
  whole,
  records: [],
  facts,
});

/** Played to 100 with three facts, then back to 40. */
function wentBack(later: readonly Fact[] = [fact(2, 50), deed(3, 60)]): Run {
  const run = new Run();
  run.fold(changes(10, [fact(1, 10)], true));
  run.fold(changes(100, later));
  run.fold(changes(40, [fact(1, 10)], true));
  return run;
}
const serials = (run: Run) => run.facts.map(({ serial }) => serial);

describe('Run', () => {
  it('still knows what came later after going back', () => {
    const run = wentBack();
    expect([serials(run), run.reachedMs, run.branches]).toEqual([[1, 2, 3], 100, []]);
  });

  it('takes the same future as it comes again', () => {
    const run = wentBack();
    run.fold(changes(55, [fact(2, 50)]));
    expect([serials(run), run.reachedMs, run.branches]).toEqual([[1, 2, 3], 100, []]);
  });

  it('leaves it behind when something else happens', () => {
    const run = wentBack();
    run.fold(changes(40, [deed(2, 40)]));
    expect(serials(run)).toEqual([1, 2]);
    expect(run.reachedMs).toBe(40);
    expect(run.branches).toMatchObject([{ forkedAtMs: 40, untilMs: 100, changes: 1 }]);
    expect(run.branches[0]?.facts).toHaveLength(3);
    expect(run.cuts).toEqual([1]);
  });

  it('leaves behind a future in which nothing happened', () => {
    const run = wentBack([]);
    run.fold(changes(40, [deed(2, 40)]));
    expect(run.branches).toMatchObject([{ forkedAtMs: 40, untilMs: 100, changes: 0 }]);
    expect(run.reachedMs).toBe(40);
  });

  it('forks when asked to, and only where there is something to leave', () => {
    const run = wentBack();
    run.fork(1, 40);
    expect([serials(run), run.reachedMs, run.branches.length]).toEqual([[1], 40, 1]);
    run.fork(1, 40);
    expect(run.branches).toHaveLength(1);
  });

  it('keeps the newest four', () => {
    const run = wentBack();
    for (let i = 0; i < 6; i++) {
      run.fork(1, 40);
      run.fold(changes(50 + i, [fact(2, 45)]));
      run.fold(changes(40, [fact(1, 10)], true));
    }
    expect(run.branches.map(({ untilMs }) => untilMs)).toEqual([51, 52, 53, 54]);
  });
});
