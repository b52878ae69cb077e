/** What stands out of the lanes: faults and your acts, what is due, the recovery race, futures left behind, bookmarks. */
import { clockTenths } from '../clock';
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
  { ticks, nowMs }: Pick<TimelineView, 'ticks' | 'nowMs'>,
  geometry: Geometry,
): readonly Part[] {
  const nowX = geometry.x(nowMs);
  const mine = ticks
    .filter((tick) => tick.lane === lane)
    .map((tick) => ({ tick, x: geometry.x(tick.atMs) }))
    .filter(({ x }) => geometry.left - 1 <= x && x <= geometry.right + 1);
  const { y, height } = laneAt(geometry, lane);
  const top = geometry.strip ? geometry.ruleY - 11 : y + height / 2 - 4.5;
  return mine.flatMap(({ tick, x }, i): Part[] => {
    const crowd = together(mine, i);
    const next = mine[i + crowd.length]?.x ?? geometry.right + 6;
    const room = Math.min(next - 11, clearOf(nowX, x)) - (x + 9);
    const label = [...new Set(crowd.map((each) => each.tick.label))].join(' · ');
    const text = geometry.strip || crowd.length === 0 ? null : clipped(label, room, 11, 4);
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

/** Nearer than this, marks lie on one another: the first of them speaks for all. */
const TOGETHER_PX = 4;

interface Mark {
  readonly tick: Tick;
  readonly x: number;
}

/** Those that the i-th mark speaks for, itself first; none where an earlier one speaks for it. */
function together(mine: readonly Mark[], i: number): readonly Mark[] {
  const starts = (at: number): boolean => at === 0 || mine[at]!.x - mine[at - 1]!.x >= TOGETHER_PX;
  if (!starts(i)) return [];
  let end = i + 1;
  while (end < mine.length && !starts(end)) end += 1;
  return mine.slice(i, end);
}

/** The line of now passes a label by uncovering it: until then the text ends before the line. */
const clearOf = (nowX: number, x: number): number => (nowX > x + 2 ? nowX - 4 : Infinity);

export function dueParts(view: TimelineView, geometry: Geometry): readonly Part[] {
  const nowX = geometry.x(view.nowMs);
  const marks = view.due
    .filter(({ atMs }) => atMs > view.nowMs && visible(view, atMs))
    .map((mark) => ({ ...mark, x: geometry.x(mark.atMs), width: sansWidth(mark.label, 11) + 6 }));
  const taken: { readonly lane: Lane; readonly from: number; readonly to: number }[] = [];
  return marks.flatMap((mark): Part[] => {
    const { atMs, lane, label, x, width } = mark;
    const { y, height } = laneAt(geometry, lane);
    const ticks = marks.filter((each) => each !== mark && each.lane === lane).map((each) => each.x);
    const free = (from: number, to: number) =>
      from > nowX + 4 &&
      to <= geometry.right &&
      ticks.every((at) => at < from || at > to) &&
      taken.every((each) => each.lane !== lane || each.to < from || each.from > to);
    const right = free(x, x + width);
    const left = !right && free(x - width, x);
    if (right) taken.push({ lane, from: x, to: x + width });
    else if (left) taken.push({ lane, from: x - width, to: x });
    const key = `${lane} ${atMs} ${label}`;
    const words = { x: x + (left ? -5 : 5), y: y + height / 2 + 4 };
    const name = left ? 'due-label end' : 'due-label';
    return [
      part('path', { class: 'due', d: `M${n(x)} ${y + 4}V${y + height - 2}` }, [], key),
      ...(left || right ? [part('text', { class: name, ...words }, label, `${key} label`)] : []),
    ];
  });
}

/** Dashed and counting while it lasts, closed with its length when it is over. */
export function raceParts(view: TimelineView, geometry: Geometry, words: Words): readonly Part[] {
  const shown = view.races.filter(
    ({ fromMs, toMs }) => fromMs <= view.toMs && (toMs ?? view.nowMs) >= view.fromMs,
  );
  const taken: Stretch[] = shown.map((race) => {
    const [from, to] = raceSpan(race, view, geometry);
    return { lane: race.lane, from, to };
  });
  return shown.flatMap((race): Part[] => {
    const { lane, fromMs, toMs } = race;
    const y = laneAt(geometry, lane).y + 6.5;
    const [from, to] = raceSpan(race, view, geometry);
    const length = words.duration((toMs ?? view.nowMs) - fromMs);
    const end = toMs === null ? '' : `M${n(to)} ${y - 3.5}v7`;
    const key = `${lane} ${fromMs}`;
    const d = `M${n(from)} ${y - 3.5}v7M${n(from)} ${y}H${n(to)}${end}`;
    const text = toMs === null ? words.timeline.soFar(length) : length;
    const place = lengthPlace({ lane, from, to }, sansWidth(text, 11), taken, geometry);
    if (place) taken.push(place.stretch);
    return [
      part('path', { class: 'race', 'data-status': toMs === null ? 'open' : 'closed', d }, [], key),
      ...(place
        ? [part('text', { class: place.class, x: place.x, y: y + 4 }, text, `${key} length`)]
        : []),
    ];
  });
}

type Race = TimelineView['races'][number];

const raceSpan = ({ fromMs, toMs }: Race, { nowMs }: TimelineView, geometry: Geometry) =>
  [
    Math.max(geometry.left, geometry.x(fromMs)),
    Math.min(geometry.right, geometry.x(toMs ?? nowMs)),
  ] as const;

interface Stretch {
  readonly lane: Lane;
  readonly from: number;
  readonly to: number;
}

/** Left of the fault, so that both lanes read as a column; else after the end; else nowhere: the chip says it too. */
function lengthPlace(
  { from, to, lane }: Stretch,
  width: number,
  taken: readonly Stretch[],
  geometry: Geometry,
): { readonly class: string; readonly x: number; readonly stretch: Stretch } | null {
  const free = (stretch: Stretch) =>
    stretch.from >= geometry.left &&
    taken.every((each) => each.lane !== lane || each.to < stretch.from || each.from > stretch.to);
  const before = { lane, from: from - width - 8, to: from - 1 };
  if (free(before)) return { class: 'race-length', x: from - 7, stretch: before };
  const after = { lane, from: to + 1, to: to + width + 8 };
  return free(after) ? { class: 'race-length start', x: to + 6, stretch: after } : null;
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

/** A shield on the rule, which can be pressed and has a place among the tab stops. */
export function bookmarkParts(
  { bookmarks, originMs, ...view }: TimelineView,
  geometry: Geometry,
  words: Words,
): readonly Part[] {
  const { ruleY } = geometry;
  return bookmarks
    .filter((atMs) => view.fromMs <= atMs && atMs <= view.toMs)
    .map((atMs) => {
      const x = geometry.x(atMs);
      const d = `M${n(x - 3.5)} ${ruleY - 2.5}h7v6.5l-3.5 3-3.5-3z`;
      const label = words.timeline.bookmark(clockTenths(atMs - originMs));
      return part(
        'g',
        { class: 'bookmark', tabindex: 0, role: 'button', 'aria-label': label, 'data-at': atMs },
        [
          part('rect', { class: 'bookmark-area', x: x - 12, y: ruleY - 10, width: 24, height: 24 }),
          part('path', { class: 'bookmark-shield', d }),
        ],
        String(atMs),
      );
    });
}

const visible = (view: TimelineView, atMs: number): boolean =>
  view.fromMs <= atMs && atMs <= view.toMs;
const n = (value: number): number => Math.round(value * 10) / 10;
