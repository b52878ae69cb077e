import { describe, expect, it } from 'vitest';
import { format } from './format';
import type { Unit } from './types';

describe('format', () => {
  const cases: readonly (readonly [number | string, Unit, string, string])[] = [
    [4.13, 'seconds', '4.1 s', '4.1초'],
    [9.96, 'seconds', '10 s', '10초'],
    [11.32, 'seconds', '11.3 s', '11.3초'],
    [59.96, 'seconds', '1 min', '1분'],
    [105, 'seconds', '1 min 45 s', '1분 45초'],
    [300, 'seconds', '5 min', '5분'],
    [3661, 'seconds', '1 h 1 min 1 s', '1시간 1분 1초'],
    [0, 'seconds', '0 s', '0초'],
    [1, 'requests', '1 request', '1건'],
    [1234, 'requests', '1,234 requests', '1,234건'],
    [7, 'count', '7', '7'],
    [0.192, 'usd', '$0.192', '0.192달러'],
    [7.01, 'usd', '$7.01', '7.01달러'],
    [62.5, 'percent', '62.5%', '62.5%'],
    ['COMPLETED', 'text', 'COMPLETED', 'COMPLETED'],
  ];
  it.each(cases)('%s %s', (value, unit, en, ko) => {
    expect([format(value, unit, 'en'), format(value, unit, 'ko')]).toEqual([en, ko]);
  });
});
