import { expect, it } from 'vitest';
import { metricParts, type MetricView } from './metricPicture';

const at = (view: MetricView, name: string) =>
  metricParts(view, 374).filter(({ attrs }) => String(attrs.class).split(' ')[0] === name);

it('fills the datapoints that count, outlines the others and crosses those that are missing', () => {
  const view: MetricView = {
    is: 'points',
    points: [40, null, 70, 80].map((value, i) => ({ atMs: i * 60_000, value })),
    lines: [{ value: 50, label: '> 50', of: 'target' }],
    windowFromMs: 120_000,
    untilMs: 240_000,
    originMs: 0,
  };
  expect(at(view, 'metric-point').map(({ attrs }) => attrs['data-counts'])).toEqual([
    'false',
    'true',
    'true',
  ]);
  expect(at(view, 'metric-missing')).toHaveLength(1);
  const [threshold] = at(view, 'metric-limit');
  const [first, second] = at(view, 'metric-point').map(({ attrs }) => Number(attrs.cy));
  const y = Number(/ ([\d.]+)H/.exec(String(threshold!.attrs.d))?.[1]);
  expect(first).toBeGreaterThan(y);
  expect(second).toBeLessThan(y);
});

it('keeps labels apart that would lie on one another, higher values higher', () => {
  const lines = [50, 49, 45].map((value) => ({ value, label: `${value}`, of: 'target' as const }));
  const labels = at({ is: 'bars', bars: [], lines }, 'metric-label');
  const ys = labels.map(({ attrs }) => Number(attrs.y));
  expect(labels.map(({ text }) => text)).toEqual(['50', '49', '45']);
  expect(ys[1]! - ys[0]!).toBeGreaterThanOrEqual(13);
  expect(ys[2]! - ys[1]!).toBeGreaterThanOrEqual(13);
});

it('names bars only where the names have room', () => {
  const bars = (count: number): MetricView => ({
    is: 'bars',
    bars: Array.from({ length: count }, (_, i) => ({ label: `pod${i % 10}`, value: 10 + i })),
    lines: [],
  });
  expect(at(bars(4), 'metric-time')).toHaveLength(4);
  expect(at(bars(40), 'metric-time')).toHaveLength(0);
  expect(at(bars(40), 'metric-bar')).toHaveLength(40);
});
