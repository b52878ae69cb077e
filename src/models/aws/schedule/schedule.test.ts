import { describe, expect, it } from 'vitest';
import { nextCronMs } from './awsCron';
import { nextScheduleMs, parseSchedule } from './schedule';
import { parseUnixCron } from './unixCron';

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));
const next = (text: string, after: string, zone = 'UTC') => {
  const schedule = parseSchedule(text, zone);
  if (!schedule) throw new Error(`not a schedule: ${text}`);
  return iso(
    nextScheduleMs(schedule, zone, { afterMs: at(after), fromMs: at('2026-01-05T00:00Z') }),
  );
};

describe('cron, in the time of a zone', () => {
  it.each([
    ['cron(50 8 ? * MON-FRI *)', '2026-03-08T12:00Z', 'Asia/Seoul', '2026-03-08T23:50'],
    ['cron(50 8 ? * MON-FRI *)', '2026-03-08T23:50Z', 'Asia/Seoul', '2026-03-09T23:50'],
    ['cron(50 8 ? * MON-FRI *)', '2026-03-06T12:00Z', 'UTC', '2026-03-09T08:50'],
    // 17:50 in Seoul: what the same line means without its zone.
    ['cron(50 23 ? * SUN-THU *)', '2026-03-08T12:00Z', 'UTC', '2026-03-08T23:50'],
    ['cron(0/15 * * * ? *)', '2026-03-08T12:01Z', 'UTC', '2026-03-08T12:15'],
    ['cron(0 10 L * ? *)', '2026-02-01T00:00Z', 'UTC', '2026-02-28T10:00'],
    ['cron(0 8 1W * ? *)', '2026-02-01T00:00Z', 'UTC', '2026-02-02T08:00'],
    // The 1st of August 2026 is a Saturday: not back into July, on to the third.
    ['cron(0 8 1W 8 ? *)', '2026-07-01T00:00Z', 'UTC', '2026-08-03T08:00'],
    ['cron(0 8 LW 5 ? *)', '2026-05-01T00:00Z', 'UTC', '2026-05-29T08:00'],
    ['cron(0 8 ? * 2#1 *)', '2026-03-03T00:00Z', 'UTC', '2026-04-06T08:00'],
    ['cron(0 8 ? * 6L *)', '2026-03-03T00:00Z', 'UTC', '2026-03-27T08:00'],
    ['cron(0 0 29 2 ? *)', '2026-03-03T00:00Z', 'UTC', '2028-02-29T00:00'],
    ['cron(0 0 1 1 ? 2025)', '2026-03-03T00:00Z', 'UTC', null],
    ['cron(0 0 30 2 ? *)', '2026-03-03T00:00Z', 'UTC', null],
  ])('%s after %s in %s: %s', (text, after, zone, expected) => {
    expect(next(text, after, zone)).toBe(expected);
  });

  it('leaves out the hour that summer time skips, and runs once in the one that it gives back', () => {
    const zone = 'America/New_York';
    const every = 'cron(30 2 * * ? *)';
    expect(next(every, '2026-03-07T12:00Z', zone)).toBe('2026-03-09T06:30');
    const autumn = 'cron(30 1 * * ? *)';
    expect(next(autumn, '2026-11-01T00:00Z', zone)).toBe('2026-11-01T05:30');
    expect(next(autumn, '2026-11-01T05:30Z', zone)).toBe('2026-11-02T06:30');
  });
});

describe('at and rate', () => {
  it.each([
    ['at(2026-03-09T08:50:00)', 'Asia/Seoul', '2026-03-08T23:50'],
    ['at(2026-03-08T02:30:00)', 'America/New_York', '2026-03-08T07:30'],
    ['at(2025-03-09T08:50:00)', 'UTC', null],
    ['rate(5 minutes)', 'UTC', '2026-01-06T00:05'],
    ['rate(1 day)', 'UTC', '2026-01-07T00:00'],
  ])('%s in %s: %s', (text, zone, expected) => {
    expect(next(text, '2026-01-06T00:00Z', zone)).toBe(expected);
  });
});

describe('what is no schedule', () => {
  it.each([
    'cron(50 8 * * MON-FRI *)',
    'cron(50 8 ? * ? *)',
    'cron(50 8 ? * MON-FRI)',
    'cron(60 8 ? * MON *)',
    'cron(0 8 ? * XYZ *)',
    'cron(0 8 ? * FRI-MON *)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'at(2026-02-30T00:00:00)',
    'at(tomorrow)',
    '50 8 * * 1-5',
  ])('%s', (text) => {
    expect(parseSchedule(text, 'UTC')).toBeUndefined();
  });
});

describe('five fields, as Unix writes them', () => {
  const nextUnix = (text: string, after: string, zone = 'UTC') => {
    const cron = parseUnixCron(text);
    return cron && iso(nextCronMs(cron, zone, at(after)));
  };
  it.each([
    ['10 9 * * 1-5', '2026-03-06T12:00Z', 'Asia/Seoul', '2026-03-09T00:10'],
    ['0 0 * * 0', '2026-03-03T00:00Z', 'UTC', '2026-03-08T00:00'],
    ['0 0 * * 7', '2026-03-03T00:00Z', 'UTC', '2026-03-08T00:00'],
    // With both day fields set, either is enough.
    ['0 0 15 * MON', '2026-03-03T00:00Z', 'UTC', '2026-03-09T00:00'],
    ['0 0 5 * MON', '2026-03-03T00:00Z', 'UTC', '2026-03-05T00:00'],
    ['*/30 8-9 * JAN *', '2026-03-03T00:00Z', 'UTC', '2027-01-01T08:00'],
  ])('%s after %s in %s: %s', (text, after, zone, expected) => {
    expect(nextUnix(text, after, zone)).toBe(expected);
  });

  it.each(['10 9 * *', '10 9 * * * *', '10 24 * * *', '10 9 ? * *', ''])('not %s', (text) => {
    expect(parseUnixCron(text)).toBeUndefined();
  });
});
