import { expect, it } from 'vitest';
import type { Speed } from '../playback.svelte';
import { Pace } from './pace';

function playing(speed: Speed) {
  const playback = { speed };
  let nowMs = 0;
  const pace = new Pace(playback, () => nowMs);
  const wait = (ms: number) => {
    for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 100) pace.look();
  };
  return { playback, pace, wait };
}

it('climbs while nothing is done, and comes down for the next step', () => {
  const { playback, pace, wait } = playing(1);
  expect(playback.speed).toBe(5);
  wait(3100);
  expect(playback.speed).toBe(20);
  wait(3100);
  expect(playback.speed).toBe(60);
  wait(14_000);
  expect(playback.speed).toBe(60);
  wait(60_000);
  expect(playback.speed).toBe(600);
  expect(pace.leaps).toBe(true);
  pace.slow();
  expect(playback.speed).toBe(5);
  expect(pace.leaps).toBe(false);
});

it('leaves the speed alone that the learner chooses meanwhile', () => {
  const { playback, pace, wait } = playing(1);
  playback.speed = 1;
  wait(10_000);
  pace.slow();
  expect(playback.speed).toBe(1);
});

it('does not slow down who already plays faster', () => {
  const { playback, wait } = playing(20);
  wait(10_000);
  expect(playback.speed).toBe(20);
});

it('leaps only after a while at the fastest, and only where the page has set it', () => {
  const { playback, pace, wait } = playing(1);
  wait(22_000);
  expect(playback.speed).toBe(600);
  expect(pace.leaps).toBe(false);
  wait(8_000);
  expect(pace.leaps).toBe(true);
  playback.speed = 20;
  expect(pace.leaps).toBe(false);
});
