import { describe, expect, it } from 'vitest';
import type { ImageBehaviour } from '../../workload/types';
import { answersAt, healthAt, healthCourse, nextChangeMs, startProcess } from './process';

const server: ImageBehaviour = {
  name: 'web',
  sizeMB: 10,
  startUpMs: 1000,
  readyMs: 4000,
  cpuPerRequestMs: 5,
  idleCpuMilli: 0,
  memoryMiB: 100,
  memoryPerRequestKiB: 0,
  leakMiBPerMinute: 0,
  exits: null,
  listens: [],
  fails: null,
  stopsAfterMs: 0,
};
const check = { command: ['CMD', 'true'], interval: 10, retries: 3 };

describe('a container health check', () => {
  it.each([
    ['passes at the first check after it is ready', {}, 4_000, [[10_000, 'HEALTHY']]],
    ['passes later when it is ready later', {}, 12_000, [[20_000, 'HEALTHY']]],
    [
      'fails after three checks in a row, and recovers',
      {},
      35_000,
      [
        [30_000, 'UNHEALTHY'],
        [40_000, 'HEALTHY'],
      ],
    ],
    ['never passes', {}, null, [[30_000, 'UNHEALTHY']]],
    [
      'counts no failure inside the start period',
      { startPeriod: 25 },
      null,
      [[50_000, 'UNHEALTHY']],
    ],
    ['counts a success inside the start period', { startPeriod: 60 }, 4_000, [[10_000, 'HEALTHY']]],
  ] as const)('%s', (_name, more, readyMs, expected) => {
    const course = healthCourse({ ...check, ...more }, 0, readyMs);
    expect(course.map(({ atMs, status }) => [atMs, status])).toEqual(expected);
  });
});

describe('a process', () => {
  it('is silent, then fails, then answers', () => {
    const process = startProcess(server, [80], undefined, 100);
    expect([1000, 1100, 4099, 4100].map((at) => answersAt(process, at))).toEqual([
      'silent',
      'failing',
      'failing',
      'accepting',
    ]);
    expect([100, 1100, 4100].map((at) => nextChangeMs(process, at))).toEqual([1100, 4100, null]);
  });

  it('ends as its image says', () => {
    const job = { ...server, exits: { afterMs: 5000, code: 3 } };
    expect(startProcess(job, [], undefined, 100).ends).toEqual({ atMs: 5100, exitCode: 3 });
    expect(startProcess(server, [], undefined, 100).ends).toBeNull();
  });

  it('has unknown health until its first check', () => {
    const process = startProcess(server, [], check, 0);
    expect([0, 9_999, 10_000].map((at) => healthAt(process, at))).toEqual([
      'UNKNOWN',
      'UNKNOWN',
      'HEALTHY',
    ]);
  });
});
