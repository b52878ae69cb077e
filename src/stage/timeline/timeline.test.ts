import { describe, expect, it } from 'vitest';
import { TIMELINES } from '../fixtures/timelines';
import { asText } from '../part';
import { ENGLISH } from '../words';
import { geometryOf, stepsOf } from './geometry';
import { merge, nearest } from './merge';
import { timelineParts } from './parts';
import { timelineRange, type Tick } from './view';

const SIZE = { width: 1128, height: 116 };
const tick = (atMs: number, over: Partial<Tick> = {}): Tick => ({
  atMs,
  lane: 'ecs',
  family: 'serving',
  major: false,
  label: '',
  serial: atMs,
  ...over,
});

describe('the timeline', () => {
  it('goes from time to place and back', () => {
    const geometry = geometryOf({ fromMs: 30_000, toMs: 90_000 }, SIZE);
    expect(geometry.x(30_000)).toBe(104);
    expect(geometry.x(90_000)).toBe(1114);
    expect(Math.round(geometry.at(geometry.x(47_123)))).toBe(47_123);
    expect(geometry.at(-50)).toBe(30_000);
  });

  it('keeps single ticks and merges what is closer than 3 px into bars by family', () => {
    const x = (ms: number) => ms;
    const { lone, bars } = merge(
      [tick(10), tick(20), tick(21), tick(22, { family: 'leaving' }), tick(40)],
      { x },
    );
    expect(lone.map((each) => each.x)).toEqual([10, 40]);
    expect(bars).toHaveLength(1);
    expect(Object.fromEntries(bars[0]!.counts)).toEqual({ serving: 2, leaving: 1 });
  });

  it('cuts a long crowd into bars of 4 px', () => {
    const crowd = Array.from({ length: 100 }, (_, i) => tick(i));
    const { bars } = merge(crowd, { x: (ms) => ms });
    expect(bars).toHaveLength(25);
    expect(bars.every((bar) => bar.ticks.length === 4)).toBe(true);
  });

  it('finds the tick under the pointer', () => {
    const geometry = geometryOf({ fromMs: 0, toMs: 1010 }, SIZE);
    const ticks = [tick(100), tick(104), tick(300)];
    expect(nearest(ticks, geometry.x(103), geometry)?.atMs).toBe(104);
    expect(nearest(ticks, geometry.x(200), geometry)).toBe(null);
  });

  it('steps by a length that can be read', () => {
    const at = (toMs: number) =>
      stepsOf(geometryOf({ fromMs: 0, toMs }, SIZE), { fromMs: 0, toMs, originMs: 0 });
    expect(at(30_000)).toEqual({ stepMs: 1_000, labelMs: 5_000 });
    expect(at(180_000)).toEqual({ stepMs: 5_000, labelMs: 15_000 });
    expect(at(3_600_000)).toEqual({ stepMs: 120_000, labelMs: 600_000 });
  });

  it('writes no time into another, the last one at the edge neither', () => {
    for (const hours of [0.05, 0.5, 1, 2, 12, 48]) {
      const view = {
        ...TIMELINES.outage,
        ticks: [],
        fromMs: 0,
        originMs: 0,
        toMs: hours * 3_600_000,
      };
      const labels = timelineParts(view, geometryOf(view, SIZE), ENGLISH)
        .flatMap((each) => [each, ...each.children])
        .filter(({ attrs }) => String(attrs.class).startsWith('time-label'));
      const ends = labels.map(({ attrs, text }) => {
        const [x, width] = [Number(attrs.x), 7 * (text ?? '').length];
        const edge = String(attrs.class).split(' ')[1];
        const from = edge === 'start' ? x : edge === 'end' ? x - width : x - width / 2;
        return { from, to: from + width };
      });
      expect(ends.length).toBeGreaterThan(2);
      for (const [i, { from }] of ends.entries())
        expect(from - (ends[i - 1]?.to ?? -Infinity)).toBeGreaterThan(6);
    }
  });

  it('shows the whole run, in round lengths', () => {
    expect(timelineRange(0, 12_000)).toEqual({ fromMs: 0, toMs: 30_000 });
    expect(timelineRange(60_000, 90_000)).toEqual({ fromMs: 60_000, toMs: 120_000 });
    expect(timelineRange(0, 3_600_000).toMs).toBe(7_200_000);
  });

  it('uncovers a label as now passes it, and never writes across the line', () => {
    const labelAt = (nowS: number) => {
      const view = { ...TIMELINES.outage, nowMs: nowS * 1000 };
      const marks = timelineParts(view, geometryOf(view, SIZE), ENGLISH).find(
        ({ attrs }) => attrs.class === 'time-marks',
      );
      return marks?.children.find(({ tag }) => tag === 'text')?.text ?? null;
    };
    expect(labelAt(100)).toBe('us-east-1b');
    expect(labelAt(120)).toBe(null);
    expect(labelAt(137)).toMatch(/^us-.*…$/);
    expect(labelAt(200)).toBe('us-east-1b');
  });

  it('writes how long a race took only where nothing else stands', () => {
    const races = [
      { lane: 'ecs', fromMs: 62_000, toMs: 64_000 },
      { lane: 'ecs', fromMs: 66_000, toMs: 90_000 },
      // Between the two there is room for one length only.
      { lane: 'ecs', fromMs: 104_000, toMs: 200_000 },
      { lane: 'ecs', fromMs: 300_000, toMs: null },
    ] as const;
    const view = { ...TIMELINES.outage, races, nowMs: 400_000 };
    const group = timelineParts(view, geometryOf(view, SIZE), ENGLISH).find(
      ({ attrs }) => attrs.class === 'time-races',
    );
    const lengths = group?.children.filter(({ tag }) => tag === 'text').map(({ text }) => text);
    expect(lengths).toEqual(['24 s', '1:36', '1:40 …']);
  });

  it('has pale what was played after the shown moment', () => {
    const veil = (reachedMs: number) => {
      const view = { ...TIMELINES.outage, reachedMs };
      return timelineParts(view, geometryOf(view, SIZE), ENGLISH).some(
        ({ attrs }) => attrs.class === 'time-veil',
      );
    };
    expect([veil(TIMELINES.outage.nowMs), veil(TIMELINES.outage.nowMs + 1)]).toEqual([false, true]);
  });

  it.each(['rollout', 'outage'] as const)('paints %s', async (name) => {
    const view = TIMELINES[name];
    const parts = timelineParts(view, geometryOf(view, SIZE), ENGLISH);
    await expect(parts.map((each) => asText(each)).join('\n') + '\n').toMatchFileSnapshot(
      `../snapshots/timeline-${name}.svg`,
    );
  });
});
