import { describe, expect, it } from 'vitest';
import type { Unit } from '../../lessons/types';
import { figureText } from './figures';

describe('a measured number', () => {
  it.each<[number | string | boolean, Unit, string, string]>([
    [11.3, 'seconds', '11.3 s', '11.3초'],
    [4.049, 'seconds', '4 s', '4초'],
    [59.97, 'seconds', '1 min', '1분'],
    [105, 'seconds', '1 min 45 s', '1분 45초'],
    [3600, 'seconds', '1 h', '1시간'],
    [0, 'seconds', '0 s', '0초'],
    [7, 'count', '7', '7'],
    [12345, 'count', '12,345', '12,345'],
    [1, 'requests', '1 request', '1건'],
    [1200, 'requests', '1,200 requests', '1,200건'],
    [0.096, 'usd', '$0.096', '0.096달러'],
    [7.0080001, 'usd', '$7.01', '7.01달러'],
    [66.666, 'percent', '66.7%', '66.7%'],
    ['CrashLoopBackOff', 'text', 'CrashLoopBackOff', 'CrashLoopBackOff'],
  ])('%s %s is %s and %s', (value, unit, en, ko) => {
    expect(figureText(value, unit, 'en')).toBe(en);
    expect(figureText(value, unit, 'ko')).toBe(ko);
  });
});
