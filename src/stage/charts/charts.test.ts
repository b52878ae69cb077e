import { describe, expect, it } from 'vitest';
import { asText, type Part } from '../part';
import { chartParts } from './parts';
import { layoutCharts } from './places';
import { valueAt, type ChartRow, type ChartsView, type Steps } from './view';

const WIDTH = 564;
/** From each second on. */
const steps = (...points: readonly (readonly [seconds: number, value: number])[]): Steps => ({
  atMs: points.map(([seconds]) => seconds * 1000),
  value: points.map(([, value]) => value),
});
const row = (id: string, over: Partial<ChartRow> = {}): ChartRow => ({
  id,
  title: id,
  note: 'note',
  lines: [
    { platform: 'ecs', steps: steps([-300, 6], [8, 5], [18, 6]) },
    { platform: 'kubernetes', steps: steps([-300, 6], [8, 5], [12.4, 6]) },
  ],
  targets: [{ platform: 'ecs', steps: steps([-300, 6]) }],
  left: [],
  text: String,
  ...over,
});
const view = (over: Partial<ChartsView> = {}): ChartsView => ({
  originMs: 0,
  fromMs: 0,
  toMs: 60_000,
  nowMs: 30_000,
  reachedMs: 45_000,
  rows: [row('running'), row('lost'), row('served')],
  marks: [{ atMs: 8_000, lane: 'faults' }],
  ...over,
});
const drawn = (shown: ChartsView, shownMs = shown.nowMs, width = WIDTH) =>
  chartParts(shown, layoutCharts(shown, width), shownMs);

function texts(parts: readonly Part[], name: string): string[] {
  return parts.flatMap((each) => [
    ...(String(each.attrs.class ?? '').split(' ')[0] === name && each.text !== null
      ? [each.text]
      : []),
    ...texts(each.children, name),
  ]);
}

describe('the charts', () => {
  it('know what held at a moment', () => {
    const line = steps([1, 10], [2, 20]);
    expect([999, 1000, 1999, 2000, 9999].map((ms) => valueAt(line, ms))).toEqual([
      null,
      10,
      10,
      20,
      20,
    ]);
  });

  it.each([
    [300, 1],
    [564, 2],
    [900, 3],
  ])('stand in columns: %i px, %i', (width, columns) => {
    const layout = layoutCharts(view(), width);
    expect(layout.columns).toHaveLength(columns);
    for (const place of layout.places) {
      expect(place.right).toBeLessThanOrEqual(width - 44);
      expect(layout.x(place, 0)).toBe(place.left);
      expect(layout.x(place, 60_000)).toBeCloseTo(place.right);
      expect(place.y(0)).toBe(place.bottom);
      expect(place.y(6)).toBeGreaterThan(place.top);
    }
  });

  it('are all on one scale of time', () => {
    const layout = layoutCharts(view(), WIDTH);
    const [first, second] = layout.places;
    const at = (place: typeof first) => layout.at(layout.x(place!, 24_000));
    expect([at(first), at(second)].map((ms) => Math.round(ms ?? -1))).toEqual([24_000, 24_000]);
    expect(layout.at(WIDTH - 1)).toBe(null);
  });

  it('write the values of now, or of the moment that is pointed at', () => {
    const one = view({ rows: [row('running')] });
    expect(texts(drawn(one), 'chart-value')).toEqual(['6', '6']);
    expect(texts(drawn(one, 9_000), 'chart-value')).toEqual(['5', '5']);
    expect(texts(drawn(one, 14_000), 'chart-value')).toEqual(['5', '6']);
  });

  it('never write one value on another', () => {
    const [chart] = drawn(view({ rows: [row('running')] }));
    const ys = chart!.children
      .filter(({ attrs }) => attrs.class === 'chart-end')
      .map(({ children }) => Number(children[1]!.attrs.y));
    expect(Math.abs(ys[0]! - ys[1]!)).toBeGreaterThanOrEqual(12);
  });

  it('mark many faults of one moment once', () => {
    const marks = Array.from({ length: 5 }, () => ({ atMs: 8_000, lane: 'faults' }) as const);
    const [chart] = drawn(view({ marks }));
    const mark = chart!.children.find(({ attrs }) => attrs['data-lane'] === 'faults');
    expect(String(mark?.attrs.d).match(/M/g)).toHaveLength(1);
  });

  it('draw a long line in no more points than there are pixels', () => {
    const busy = steps(...Array.from({ length: 20_000 }, (_, i) => [i / 400, i % 7] as const));
    const lines = [{ platform: 'ecs', steps: busy }] as const;
    const one = view({ rows: [row('served', { lines, targets: [] })] });
    const [chart] = drawn(one);
    const past = chart!.children.find(({ attrs }) => attrs.class === 'chart-past');
    const d = String(past!.children[0]!.attrs.d);
    expect(d.split('L').length).toBeLessThan(2 * 2 * 260);
  });

  it('paints lines, what is to come again, and a branch', async () => {
    const branch = {
      platform: 'kubernetes',
      steps: steps([-300, 6], [22, 4]),
      fromMs: 20_000,
      untilMs: 52_000,
    } as const;
    const parts = drawn(view({ rows: [row('running', { left: [branch] })] }));
    await expect(parts.map((each) => asText(each)).join('\n') + '\n').toMatchFileSnapshot(
      '../snapshots/charts.svg',
    );
  });
});
