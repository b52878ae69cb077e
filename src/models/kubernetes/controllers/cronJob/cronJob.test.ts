/** CronJobs on the real engine: Jobs at the times of their schedule. */
import { describe, expect, it } from 'vitest';
import { Cluster } from '../../kubelet/cluster.fixture';
import type { CronJob } from './cronJobRecord';
import { parseSchedule, ScheduleError } from './schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function cronJob(schedule: string, spec: object = {}, seconds = 10) {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'default' },
    spec: {
      schedule,
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                { name: 'main', image: 'busybox:1.36', command: ['sleep', String(seconds)] },
              ],
            },
          },
        },
      },
      ...spec,
    },
  };
}
const apply = (...of: Parameters<typeof cronJob>) => {
  const cluster = new Cluster(1);
  cluster.apply(cronJob(...of));
  return cluster;
};
const runs = (cluster: Cluster) =>
  cluster
    .facts('cronJobStarted')
    .map((fact) => fact.data as { job: string; scheduledAtMs: number });
const jobNames = (cluster: Cluster) =>
  cluster.simulation.context.keysBy('kubernetes/Object', 'resource', 'jobs.batch');
const status = (cluster: Cluster) =>
  (
    cluster.simulation.context.get(
      'kubernetes/Object',
      'cronjobs.batch/default/nightly',
    ) as unknown as CronJob
  ).status ?? {};

describe('a CronJob', () => {
  it('starts a Job a tenth of a second after each time, named after its minute', () => {
    const cluster = apply('*/15 * * * *');
    cluster.runChecked(HOUR);
    // 2026-01-05T00:15:00Z is minute 29,459,535 since 1970.
    expect(runs(cluster).map(({ job, scheduledAtMs }) => [job, scheduledAtMs / MINUTE])).toEqual([
      ['nightly-29459535', 15],
      ['nightly-29459550', 30],
      ['nightly-29459565', 45],
    ]);
    expect(cluster.facts('cronJobStarted').map((fact) => fact.atMs % MINUTE)).toEqual([
      100, 100, 100,
    ]);
    expect(cluster.facts('jobCompleted')).toHaveLength(3);
  });

  it('reads its schedule on the clock of its zone', () => {
    // The world begins on Monday at 09:00 in Seoul; 08:50 comes again on Tuesday, and not on the weekend.
    const cluster = apply('50 8 * * 1-5', { timeZone: 'Asia/Seoul' });
    cluster.runChecked(7 * 24 * HOUR);
    const hours = runs(cluster).map(({ scheduledAtMs }) => scheduledAtMs / HOUR);
    expect(hours.map((hour) => Math.round(hour * 60))).toEqual(
      [1, 2, 3, 4, 7].map((day) => day * 24 * 60 - 10),
    );
    const [job] = jobNames(cluster);
    const kept = cluster.simulation.context.get('kubernetes/Object', job ?? '');
    expect(
      kept?.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'],
    ).toContain('T08:50:00+09:00');
  });

  it('keeps three runs that succeeded, and says when the last one did', () => {
    const cluster = apply('* * * * *');
    cluster.runChecked(10 * MINUTE + 30_000);
    expect(jobNames(cluster)).toHaveLength(3);
    expect(status(cluster).active).toBeUndefined();
    expect(status(cluster).lastScheduleTime).toBe(10 * MINUTE);
    expect(status(cluster).lastSuccessfulTime).toBeGreaterThan(10 * MINUTE);
  });

  it.each([
    ['Allow', 3, 0, 3],
    ['Forbid', 1, 2, 1],
    ['Replace', 3, 0, 1],
  ])('%s: %d started, %d skipped, %d under way', (concurrencyPolicy, started, skipped, active) => {
    const cluster = apply('* * * * *', { concurrencyPolicy }, 3_600);
    cluster.runChecked(3 * MINUTE + 50_000);
    expect(runs(cluster)).toHaveLength(started);
    expect(cluster.facts('cronJobSkipped')).toHaveLength(skipped);
    expect(status(cluster).active).toHaveLength(active);
  });

  it('suspended skips; resumed it starts the last run that it missed', () => {
    const cluster = apply('*/10 * * * *', { suspend: true });
    cluster.runChecked(35 * MINUTE);
    expect(runs(cluster)).toEqual([]);
    cluster.apply(cronJob('*/10 * * * *', { suspend: false }));
    cluster.runChecked(36 * MINUTE);
    expect(runs(cluster).map(({ scheduledAtMs }) => scheduledAtMs / MINUTE)).toEqual([30]);
  });

  it('with a starting deadline does not start what is too old', () => {
    const cluster = apply('*/10 * * * *', { suspend: true });
    cluster.runChecked(35 * MINUTE);
    cluster.apply(cronJob('*/10 * * * *', { suspend: false, startingDeadlineSeconds: 60 }));
    cluster.runChecked(39 * MINUTE);
    expect(runs(cluster)).toEqual([]);
    cluster.runChecked(41 * MINUTE);
    expect(runs(cluster)).toHaveLength(1);
  });

  it('costs nothing between two times', () => {
    const cluster = apply('0 12 * * *');
    cluster.simulation.runUntil(MINUTE);
    const before = cluster.facts('cronJobStarted').length;
    const { syncs } = cluster.simulation.work;
    cluster.simulation.runUntil(11 * HOUR);
    expect(cluster.facts('cronJobStarted')).toHaveLength(before);
    // Events are swept.
    expect(cluster.simulation.work.syncs - syncs).toBeLessThanOrEqual(1);
  });

  it('takes its Jobs and their pods with it', () => {
    const cluster = apply('* * * * *');
    cluster.runChecked(2 * MINUTE + 30_000);
    const at = { group: 'batch', resource: 'cronjobs', namespace: 'default', name: 'nightly' };
    cluster.request({ verb: 'delete', ...at });
    cluster.runChecked(3 * MINUTE);
    expect([jobNames(cluster), cluster.pods]).toEqual([[], []]);
  });
});

describe('a schedule', () => {
  it.each([
    ['60 0 * * *', 'end of range (60) above maximum (59): 60'],
    ['0 0 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['@never', 'unrecognized descriptor: @never'],
    ['0 0 * * 7', 'end of range (7) above maximum (6): 7'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(new ScheduleError(message));
  });
});
