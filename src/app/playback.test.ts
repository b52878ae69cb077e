import { describe, expect, it } from 'vitest';
import { Playback, type Clockwork } from './playback.svelte';

/** A world that answers when told to, and may come less far than asked. */
function world(stepMs = Infinity) {
  const asked: number[] = [];
  const pending: (() => void)[] = [];
  const clock: Clockwork & { at: number; asked: number[]; answer(): Promise<void> } = {
    at: 0,
    asked,
    nowMs: () => clock.at,
    advance(toMs) {
      asked.push(toMs);
      return new Promise((resolve) =>
        pending.push(() => {
          clock.at = Math.min(toMs, clock.at + stepMs);
          resolve({ nowMs: clock.at, version: 0, whole: false, records: [], facts: [] });
        }),
      );
    },
    async answer() {
      pending.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
  return clock;
}

describe('Playback', () => {
  it('asks for the time that has passed, one request at a time', async () => {
    const clock = world();
    const playback = new Playback(clock);
    playback.play();
    playback.frame(16);
    playback.frame(16);
    playback.frame(16);
    expect(clock.asked).toEqual([16]);
    await clock.answer();
    playback.frame(16);
    expect(clock.asked).toEqual([16, 64]);
  });

  it('multiplies by the speed', async () => {
    const clock = world();
    const playback = new Playback(clock);
    playback.speed = 60;
    playback.play();
    playback.frame(10);
    expect(clock.asked).toEqual([600]);
    await clock.answer();
  });

  it('does not owe a slow world the time it could not play', async () => {
    const clock = world(10);
    const playback = new Playback(clock);
    playback.play();
    for (let i = 0; i < 50; i++) {
      playback.frame(100);
      await clock.answer();
    }
    expect(Math.max(...clock.asked) - clock.at).toBeLessThanOrEqual(120);
  });

  it('stands still when paused and while a jump is under way', async () => {
    const clock = world();
    const playback = new Playback(clock);
    playback.frame(16);
    expect(clock.asked).toEqual([]);
    playback.play();
    let land: () => void = () => {};
    const jump = playback.jump(() => new Promise<void>((resolve) => (land = resolve)));
    playback.frame(16);
    expect(clock.asked).toEqual([]);
    clock.at = 9000;
    land();
    await jump;
    playback.frame(16);
    expect(clock.asked).toEqual([9016]);
  });
});
