/** What stands out of the lanes: faults and your acts, what is due, the recovery race, futures left behind, bookmarks. */
import { duration } from '../clock';
import { clipped, sansWidth } from '../layout/textWidth';
import { part, type Part } from '../part';
import type { Words } from '../words';
import { RULE, laneAt, type Geometry } from './geometry';
import type { Lane, Tick, TimelineView } from './view';

/** Diamond, triangle, square, circle, on a field of 10 x 9. */
export const SHAPES: Readonly<Record<Lane, (x: number, y: number) => string>> = {
  you: (x, y) => `M${n(x + 5)} ${n(y - 1.2)}l5.7 5.7-5.7 5.7-5.7-5.7z`,
  faults: (x, y) => `M${n(x)} ${n(y + 0.5)}h10l-5 8.5z`,
  ecs: (x, y) => `M${n(x + 0.5)} ${n(y)}h9v9h-9z`,
  kubernetes: (x, y) => `M${n(x + 0.3)} ${n(y + 4.5)}a4.7 4.7 0 1 1 9.4 0a4.7 4.7 0 1 1-9.4 0z`,
};

/** Faults and your acts carry a short label, where the next one leaves room for it. */
export function markParts(
  lane: 'you' | 'faults',
  ticks: readonly Tick[],
  geometry: Geometry,
): readonly Part[] {
  const mine = ticks
    .filter((tick) => tick.lane === lane)
    .map((tick) => ({ tick, x: geometry.x(tick.atMs) }))
    .filter(({ x }) => geometry.left - 1 <= x && x <= geometry.right + 1);
  const { y, height } = laneAt(geometry, lane);
  const top = geometry.strip ? geometry.ruleY - 11 : y + height / 2 - 4.5;
  return mine.flatMap(({ tick, x }, i): Part[] => {
    const next = mine[i + 1]?.x ?? geometry.right + 6;
    const text = geometry.strip ? null : clipped(tick.label, next - x - 20, 11, 4);
    return [
      part(
        'path',
        { class: 'lane-shape', 'data-lane': lane, d: SHAPES[lane](x - 5, top) },
        [],
        `${tick.serial}`,
      ),
      ...(text === null
        ? []
        : [
            part(
              'text',
              { class: 'mark-label', 'data-lane': lane, x: x + 9, y: top + 8.5 },
              text,
              `${tick.serial} label`,
            ),
          ]),
    ];
  });
}

export function dueParts(view: TimelineView, geometry: Geometry): readonly Part[] {
  const taken = new Map<Lane, number>();
  return view.due
    .filter(({ atMs }) => atMs > view.nowMs && visible(view, atMs))
    .flatMap(({ atMs, lane, label }): Part[] => {
      const { y, height } = laneAt(geometry, lane);
      const x = geometry.x(atMs);
      const width = sansWidth(label, 11) + 6;
      const flips = x + width > geometry.right;
      const from = flips ? x - width : x;
      const free = from >= (taken.get(lane) ?? geometry.x(view.nowMs) + 4);
      if (free) taken.set(lane, from + width);
      const key = `${lane} ${atMs} ${label}`;
      return [
        part('path', { class: 'due', d: `M${n(x)} ${y + 4}V${y + height - 2}` }, [], key),
        ...(free
          ? [
              part(
                'text',
                {
                  class: flips ? 'due-label end' : 'due-label',
                  x: x + (flips ? -5 : 5),
                  y: y + height / 2 + 4,
                },
                label,
                `${key} label`,
              ),
            ]
          : []),
      ];
    });
}

/** Dashed and counting while it lasts, closed with its length when it is over. */
export function raceParts(view: TimelineView, geometry: Geometry, words: Words): readonly Part[] {
  return view.races
    .filter(({ fromMs, toMs }) => fromMs <= view.toMs && (toMs ?? view.nowMs) >= view.fromMs)
    .flatMap(({ lane, fromMs, toMs }): Part[] => {
      const y = laneAt(geometry, lane).y + 6.5;
      const from = Math.max(geometry.left, geometry.x(fromMs));
      const to = Math.min(geometry.right, geometry.x(toMs ?? view.nowMs));
      const length = duration((toMs ?? view.nowMs) - fromMs);
      const end = toMs === null ? '' : `M${n(to)} ${y - 3.5}v7`;
      const key = `${lane} ${fromMs}`;
      const d = `M${n(from)} ${y - 3.5}v7M${n(from)} ${y}H${n(to)}${end}`;
      const text = toMs === null ? words.timeline.soFar(length) : length;
      const fits = from - sansWidth(text, 11) - 8 >= geometry.left;
      return [
        part(
          'path',
          { class: 'race', 'data-status': toMs === null ? 'open' : 'closed', d },
          [],
          key,
        ),
        part(
          'text',
          fits
            ? { class: 'race-length', x: from - 7, y: y + 4 }
            : { class: 'race-length start', x: to + 6, y: y + 4 },
          text,
          `${key} length`,
        ),
      ];
    });
}

export function forkParts(view: TimelineView, geometry: Geometry, words: Words): readonly Part[] {
  return view.forks
    .filter(({ atMs }) => visible(view, atMs))
    .flatMap(({ atMs, untilMs, changes }): Part[] => {
      const [x, end] = [geometry.x(atMs), Math.min(geometry.right - 4, geometry.x(untilMs))];
      const key = `${atMs} ${untilMs}`;
      const middle = geometry.ruleY + RULE / 2;
      const text = words.timeline.left(changes);
      const fits = end + 8 + sansWidth(text, 11) <= geometry.right;
      return [
        part(
          'path',
          { class: 'left-behind', d: `M${n(x)} ${middle}V4H${n(end)}` },
          [],
          `${key} line`,
        ),
        part('path', { class: 'left-end', d: `M${n(end - 3)} 1l6 6m0-6l-6 6` }, [], `${key} end`),
        part('circle', { class: 'fork', cx: x, cy: middle, r: 4 }, [], `${key} ring`),
        ...(fits && !geometry.strip
          ? [
              part(
                'text',
                { class: 'mark-label', 'data-lane': 'you', x: end + 8, y: 7.5 },
                text,
                `${key} text`,
              ),
            ]
          : []),
      ];
    });
}

export const shield = (x: number, { ruleY }: Geometry, atMs: number): Part =>
  part(
    'path',
    { class: 'bookmark', d: `M${n(x - 3.5)} ${ruleY - 2.5}h7v6.5l-3.5 3-3.5-3z` },
    [],
    String(atMs),
  );

const visible = (view: TimelineView, atMs: number): boolean =>
  view.fromMs <= atMs && atMs <= view.toMs;
const n = (value: number): number => Math.round(value * 10) / 10;
