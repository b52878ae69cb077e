import { describe, expect, it } from 'vitest';
import { p95Micros, responseMicros } from './latency';
import { memoryKiBAt, outOfMemoryAtMs } from './memoryUse';
import { nextStepMs, rateAt, type Traffic } from './traffic';
import { readTraffic } from './trafficInput';

describe('latency', () => {
  const at = (used: number, capacity: number, saturated = false) =>
    responseMicros({ cpuMicros: 20_000, usedMicro: used, capacityMicro: capacity, saturated });
  it.each([
    ['idle', at(0, 1_000_000), 20_000],
    ['half of one vCPU: twice', at(500_000, 1_000_000), 40_000],
    ['half of two: a third more', at(1_000_000, 2_000_000), 26_667],
    ['half a vCPU stretches it', at(0, 500_000), 40_000],
    ['nine tenths of one', at(900_000, 1_000_000), 200_000],
    ['never longer than the queue', at(1_000_000, 1_000_000), 2_020_000],
    ['saturated: the whole queue', at(500_000, 500_000, true), 2_040_000],
  ])('%s', (_, micros, expected) => {
    expect(micros).toBe(expected);
  });
  it('has a 95th percentile of three times the mean, held by the queue', () => {
    expect([p95Micros(20_000, 20_000), p95Micros(2_020_000, 20_000)]).toEqual([60_000, 2_060_000]);
  });
});

describe('memory', () => {
  const process = {
    startedAtMs: 10_000,
    startUpMs: 4_000,
    memoryKiB: 102_400,
    memoryPerRequestKiB: 1_024,
    leakKiBPerMinute: 6_144,
    memoryLimitKiB: 131_072,
  };
  it('fills while it starts, grows with requests in flight and with time', () => {
    expect(memoryKiBAt(process, 0, 12_000)).toBe(51_200 + 204);
    expect(memoryKiBAt(process, 2_500, 70_000)).toBe(102_400 + 2_560 + 6_144);
  });
  it('passes its limit at the very millisecond that is foretold', () => {
    const atMs = outOfMemoryAtMs(process, 2_000) ?? NaN;
    expect(memoryKiBAt(process, 2_000, atMs)).toBeGreaterThan(131_072);
    expect(memoryKiBAt(process, 2_000, atMs - 20)).toBeLessThanOrEqual(131_072);
  });
  it.each([
    ['no limit', { memoryLimitKiB: null }, 0, null],
    ['no leak, within', { leakKiBPerMinute: 0 }, 0, null],
    ['its base alone, while it starts', { memoryKiB: 262_144 }, 0, 12_000],
    ['requests in flight', { leakKiBPerMinute: 0 }, 50_000, 14_000],
  ])('%s', (_, changes, inFlight, expected) => {
    expect(outOfMemoryAtMs({ ...process, ...changes }, inFlight)).toBe(expected);
  });
});

describe('traffic', () => {
  const read = (input: object): Traffic => {
    const answer = readTraffic(input as Record<string, unknown>);
    if ('error' in answer) throw new Error(answer.error);
    return { ...answer.traffic, startedAtMs: 1_000 };
  };
  const rates = (traffic: Traffic, ...seconds: number[]) =>
    seconds.map((s) => rateAt(traffic, 1_000 + s * 1_000) / 1000);

  it('is steady', () => {
    const steady = read({ requestsPerSecond: 60 });
    expect([rates(steady, 0, 9999), nextStepMs(steady, 1_000)]).toEqual([[60, 60], null]);
  });
  it('ramps in steps of a second or more and stays', () => {
    const ramp = read({ ramp: { from: 0, to: 100, over: '100s' } });
    expect(rates(ramp, 0, 1, 2, 50, 100, 500)).toEqual([0, 0, 2, 50, 100, 100]);
    expect(ramp.steps.length).toBeLessThanOrEqual(62);
  });
  it('waves between low and high, for ever', () => {
    const wave = read({ wave: { low: 20, high: 120, period: '8m' } });
    expect(rates(wave, 0, 120, 240, 360, 480)).toEqual([20, 70, 120, 70, 20]);
    expect(nextStepMs(wave, 1_000 + 470_000)).toBe(1_000 + 480_000);
  });
  it('spikes', () => {
    const spike = read({ spike: { base: 50, peak: 150, after: '2m', for: '12m' } });
    expect(rates(spike, 119, 120, 839, 840)).toEqual([50, 150, 150, 50]);
  });
  it('follows a schedule, each day if asked', () => {
    const schedule = [
      { at: '10s', requestsPerSecond: 5 },
      { at: '20s', requestsPerSecond: 9 },
    ];
    expect(rates(read({ schedule }), 0, 10, 25, 100)).toEqual([0, 5, 9, 9]);
    expect(rates(read({ schedule, repeatEvery: '1m' }), 59, 60, 75)).toEqual([9, 0, 5]);
  });
  it('replays a list', () => {
    const replay = { requestsPerSecond: [1, 2, 3], every: '10s' };
    expect(rates(read({ replay }), 0, 10, 20, 99)).toEqual([1, 2, 3, 3]);
    expect(rates(read({ replay: { ...replay, repeat: true } }), 30, 45)).toEqual([1, 2]);
  });
  it.each([
    [{ requestsPerSecond: -1 }, 'requestsPerSecond must be a number from 0 to 100000.'],
    [{}, 'requestsPerSecond must be a number from 0 to 100000.'],
    [{ ramp: { from: 1, to: 2, over: '0s' } }, 'ramp.over must be a second or more.'],
    [{ ramp: {}, wave: {} }, 'wave only one shape of traffic can be set.'],
    [
      { spike: { base: 1, peak: 2, after: 'soon', for: '1m' } },
      'spike.after must be a duration such as 30s or 5m.',
    ],
    [{ schedule: [] }, 'schedule must be a list of 1 to 2000 entries.'],
    [
      {
        schedule: [
          { at: '5s', requestsPerSecond: 1 },
          { at: '5s', requestsPerSecond: 2 },
        ],
      },
      'schedule must have steps each later than the one before.',
    ],
    [
      { replay: { requestsPerSecond: [1, 'x'], every: '1s' } },
      'replay.requestsPerSecond.1 must be a number from 0 to 100000.',
    ],
  ])('refuses %j', (input, message) => {
    expect(readTraffic(input)).toMatchObject({ error: message });
  });
});
