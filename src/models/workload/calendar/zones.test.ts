import { describe, expect, it } from 'vitest';
import { civilFromDays, daysFromCivil, daysInMonth, STARTS_AT_MS, weekdayOf } from './civil';
import { instantsAt, isTimeZone, localTimeAt, offsetMinutesAt, timeZones } from './zones';

const at = (text: string) => Date.parse(text);
const local = (text: string) => {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute, second: 0 } as Parameters<typeof instantsAt>[1];
};
const utc = (zone: string, text: string) =>
  instantsAt(zone, local(text)).map((ms) => new Date(ms).toISOString().slice(0, 16));

describe('the calendar', () => {
  it('is the one that everybody uses, for four hundred years', () => {
    for (let days = -10_000; days < 140_000; days += 7) {
      const date = new Date(days * 86_400_000);
      const civil = civilFromDays(days);
      expect(civil).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
      expect(daysFromCivil(civil)).toBe(days);
      expect(weekdayOf(days)).toBe(date.getUTCDay());
    }
  });

  it.each([
    [2026, 2, 28],
    [2028, 2, 29],
    [2100, 2, 28],
    [2000, 2, 29],
    [2026, 4, 30],
    [2026, 12, 31],
  ])('%d-%d has %d days', (year, month, days) => {
    expect(daysInMonth(year, month)).toBe(days);
  });

  it('begins the world on a Monday', () => {
    expect(STARTS_AT_MS).toBe(at('2026-01-05T00:00:00Z'));
    expect(localTimeAt('UTC', STARTS_AT_MS).weekday).toBe(1);
    expect(localTimeAt('Asia/Seoul', STARTS_AT_MS)).toMatchObject({ day: 5, hour: 9, minute: 0 });
  });
});

describe('a zone', () => {
  it.each([
    ['Asia/Seoul', '2026-07-01T00:00:00Z', 540],
    ['America/New_York', '2026-03-08T06:59:59Z', -300],
    ['America/New_York', '2026-03-08T07:00:00Z', -240],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', 120],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 60],
    ['Australia/Lord_Howe', '2026-12-01T00:00:00Z', 660],
    ['Asia/Kathmandu', '2026-12-01T00:00:00Z', 345],
    ['Etc/GMT+9', '2026-12-01T00:00:00Z', -540],
  ])('%s is ahead at %s by %d minutes', (zone, instant, minutes) => {
    expect(offsetMinutesAt(zone, at(instant))).toBe(minutes);
  });

  it('agrees with the rest of this computer where countries have kept to their rules', () => {
    for (const zone of ['America/New_York', 'Europe/Berlin', 'Australia/Sydney', 'Asia/Seoul']) {
      const clock = new Intl.DateTimeFormat('en', {
        timeZone: zone,
        hourCycle: 'h23',
        ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' },
      });
      for (let ms = at('2025-01-01T00:30:00Z'); ms < at('2029-01-01T00:00:00Z'); ms += 9_000_000) {
        const { year, month, day, hour } = localTimeAt(zone, ms);
        const parts = Object.fromEntries(clock.formatToParts(ms).map((p) => [p.type, p.value]));
        expect([year, month, day, hour].map(String)).toEqual([
          parts['year'],
          parts['month'],
          parts['day'],
          String(Number(parts['hour'])),
        ]);
      }
    }
  });

  it('has every hour once, but for the one skipped and the one given back', () => {
    expect(utc('America/New_York', '2026-03-08 01:30')).toEqual(['2026-03-08T06:30']);
    expect(utc('America/New_York', '2026-03-08 02:30')).toEqual([]);
    expect(utc('America/New_York', '2026-03-08 03:30')).toEqual(['2026-03-08T07:30']);
    expect(utc('America/New_York', '2026-11-01 01:30')).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T06:30',
    ]);
    expect(utc('Asia/Seoul', '2026-03-09 08:50')).toEqual(['2026-03-08T23:50']);
  });

  it('is known by its names, links too, and by nothing else', () => {
    expect(['UTC', 'Asia/Seoul', 'US/Pacific', 'Etc/GMT+9'].map(isTimeZone)).not.toContain(false);
    expect(['', 'Seoul', 'KST', 'asia/seoul', 'Asia/Atlantis'].map(isTimeZone)).not.toContain(true);
    expect(timeZones().length).toBeGreaterThan(500);
  });
});
