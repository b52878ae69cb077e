/** The timeline as parts: zebra rule, lanes, ticks, marks, brackets, now. Pure. */
import { clock, duration } from '../clock';
import { clipped, sansWidth } from '../layout/textWidth';
import { part, type Part } from '../part';
import { remember } from '../records';
import type { Family } from '../view';
import type { Words } from '../words';
import { RULE, laneAt, stepsOf, type Geometry } from './geometry';
import { BAR, merge, type Merged } from './merge';
import { LANES, type Lane, type Tick, type TimelineView } from './view';

export function timelineParts(
  view: TimelineView,
  geometry: Geometry,
  words: Words,
): readonly Part[] {
  const { ticks, fromMs, toMs } = view;
  const lanes = mergedLanes(ticks, fromMs, toMs, geometry.left, geometry.right);
  return [
    group('rule', ruleParts(view, geometry)),
    group('lanes', geometry.strip ? [] : LANES.flatMap((lane) => laneParts(lane, geometry, words))),
    group(
      'facts',
      LANES.flatMap((lane) => factParts(lane, lanes[lane], geometry)),
    ),
    group('marks', [
      ...markParts('faults', view.ticks, geometry),
      ...markParts('you', view.ticks, geometry),
    ]),
    group('due', geometry.strip ? [] : dueParts(view, geometry)),
    group('races', geometry.strip ? [] : raceParts(view, geometry, words)),
    group('forks', forkParts(view, geometry, words)),
    group(
      'bookmarks',
      view.bookmarks.map((atMs) => shield(geometry.x(atMs), geometry, atMs)),
    ),
    group('times', geometry.strip ? [] : timeParts(view, geometry)),
  ];
}

const group = (name: string, children: readonly Part[]): Part =>
  part('g', { class: `time-${name}` }, children);
const n = (value: number): number => Math.round(value * 10) / 10;
const visible = (view: TimelineView, atMs: number): boolean =>
  view.fromMs <= atMs && atMs <= view.toMs;

/** Merging is the costly step: kept as long as ticks and scale are the same. */
const mergedLanes = remember(
  (
    ticks: readonly Tick[],
    fromMs: number,
    toMs: number,
    left: number,
    right: number,
  ): Readonly<Record<Lane, Merged>> => {
    const scale = (right - left) / Math.max(1, toMs - fromMs);
    const x = (atMs: number) => left + (atMs - fromMs) * scale;
    const shown = ticks.filter((tick) => fromMs <= tick.atMs && tick.atMs <= toMs);
    const of = (lane: Lane) =>
      merge(
        shown.filter((tick) => tick.lane === lane),
        { x },
      );
    return { you: of('you'), faults: of('faults'), ecs: of('ecs'), kubernetes: of('kubernetes') };
  },
);

/** Filled is past, hollow is future. */
function ruleParts(view: TimelineView, geometry: Geometry): readonly Part[] {
  const { stepMs } = stepsOf(geometry, view);
  const y = geometry.ruleY;
  let [dark, light, future] = ['', '', ''];
  const rect = (from: number, to: number) =>
    `M${n(geometry.x(from))} ${y}H${n(geometry.x(to))}v${RULE}H${n(geometry.x(from))}z`;
  const first = Math.floor((view.fromMs - view.originMs) / stepMs) * stepMs + view.originMs;
  for (let at = first; at < view.toMs; at += stepMs) {
    const [from, to] = [Math.max(at, view.fromMs), Math.min(at + stepMs, view.toMs)];
    const odd = Math.round((at - view.originMs) / stepMs) % 2 !== 0;
    if (to > view.nowMs) future += rect(from, to);
    if (from < view.nowMs) {
      const past = rect(from, Math.min(to, view.nowMs));
      if (odd) dark += past;
      else light += past;
    }
  }
  return [
    part('path', { class: 'rule-future', d: future }),
    part('path', { class: 'rule-light', d: light }),
    part('path', { class: 'rule-dark', d: dark }),
  ];
}

function laneParts(lane: Lane, geometry: Geometry, words: Words): readonly Part[] {
  const { y, height } = laneAt(geometry, lane);
  const middle = y + height / 2;
  const name = {
    you: words.timeline.you,
    faults: words.timeline.faults,
    ecs: 'ECS',
    kubernetes: words.kubernetes,
  }[lane];
  return [
    part(
      'path',
      { class: 'lane-base', d: `M${geometry.left} ${y + height - 0.5}H${geometry.right}` },
      [],
      `${lane} base`,
    ),
    part(
      'path',
      { class: 'lane-shape', 'data-lane': lane, d: SHAPES[lane](14, middle - 4.5) },
      [],
      `${lane} shape`,
    ),
    ...(geometry.named
      ? [part('text', { class: 'lane-name', x: 30, y: middle + 4 }, name, `${lane} name`)]
      : []),
  ];
}

/** Diamond, triangle, square, circle, on a field of 10 x 9. */
const SHAPES: Readonly<Record<Lane, (x: number, y: number) => string>> = {
  you: (x, y) => `M${n(x + 5)} ${n(y - 1.2)}l5.7 5.7-5.7 5.7-5.7-5.7z`,
  faults: (x, y) => `M${n(x)} ${n(y + 0.5)}h10l-5 8.5z`,
  ecs: (x, y) => `M${n(x + 0.5)} ${n(y)}h9v9h-9z`,
  kubernetes: (x, y) => `M${n(x + 0.3)} ${n(y + 4.5)}a4.7 4.7 0 1 1 9.4 0a4.7 4.7 0 1 1-9.4 0z`,
};

/** One path a lane, family and length. */
function factParts(lane: Lane, { lone, bars }: Merged, geometry: Geometry): readonly Part[] {
  if (lane === 'you' || lane === 'faults') return [];
  const { y, height } = laneAt(geometry, lane);
  const floor = y + height - 1;
  const ticks = new Map<string, { family: Family; major: boolean; d: string }>();
  for (const { x, tick } of lone) {
    const { family, major } = tick;
    const name = `${family} ${major}`;
    const known = ticks.get(name) ?? { family, major, d: '' };
    known.d += `M${n(x)} ${floor}v${major ? -11 : -7}`;
    ticks.set(name, known);
  }
  return [
    ...barParts(lane, bars, floor, height - 5),
    ...[...ticks].map(([name, { family, major, d }]) =>
      part(
        'path',
        { class: 'fact', 'data-family': family, 'data-major': String(major), d },
        [],
        `${lane} ${name}`,
      ),
    ),
  ];
}

/** At most this tall a fact, where there are few. */
const PER_FACT = 3;

function barParts(lane: Lane, bars: Merged['bars'], floor: number, room: number): readonly Part[] {
  const most = Math.max(1, ...bars.map((bar) => bar.ticks.length));
  const each = Math.min(PER_FACT, room / most);
  const paths = new Map<Family, string>();
  for (const bar of bars) {
    let below = 0;
    for (const family of STACK) {
      const count = bar.counts.get(family);
      if (!count) continue;
      const tall = Math.max(1.5, count * each);
      const rect = `M${bar.x} ${n(floor - below)}h${BAR - 0.6}v${-n(tall)}h${0.6 - BAR}z`;
      paths.set(family, (paths.get(family) ?? '') + rect);
      below += tall;
    }
  }
  return [...paths].map(([family, d]) =>
    part('path', { class: 'fact-bar', 'data-family': family, d }, [], `${lane} bar ${family}`),
  );
}

/** From the floor up. */
const STACK: readonly Family[] = [
  'serving',
  'starting',
  'waiting',
  'leaving',
  'unknown',
  'system',
  'done',
  'failed',
  'unhealthy',
  'broken',
];

/** Faults and your acts carry a short label, where the next one leaves room for it. */
function markParts(
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

function dueParts(view: TimelineView, geometry: Geometry): readonly Part[] {
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
function raceParts(view: TimelineView, geometry: Geometry, words: Words): readonly Part[] {
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

function forkParts(view: TimelineView, geometry: Geometry, words: Words): readonly Part[] {
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

const shield = (x: number, { ruleY }: Geometry, atMs: number): Part =>
  part(
    'path',
    { class: 'bookmark', d: `M${n(x - 3.5)} ${ruleY - 2.5}h7v6.5l-3.5 3-3.5-3z` },
    [],
    String(atMs),
  );

function timeParts(view: TimelineView, geometry: Geometry): readonly Part[] {
  const { labelMs } = stepsOf(geometry, view);
  const parts: Part[] = [];
  const first = Math.ceil((view.fromMs - view.originMs) / labelMs) * labelMs + view.originMs;
  for (let at = first; at <= view.toMs; at += labelMs) {
    const x = geometry.x(at);
    const edge = x < geometry.left + 14 ? 'start' : x > geometry.right - 14 ? 'end' : 'middle';
    parts.push(
      part(
        'text',
        { class: `time-label ${edge}`, x, y: geometry.floorY + 14 },
        clock(at - view.originMs),
        String(at),
      ),
    );
  }
  return parts;
}

/** The line and its handle, in a group of their own: all that moves between two facts. */
export function nowParts(view: TimelineView, geometry: Geometry): readonly Part[] {
  const y = geometry.ruleY;
  return [
    part('rect', { class: 'now-area', x: -10, y: y - 8, width: 20, height: 24 }),
    part('path', { class: 'now-line', d: `M0 ${y}V${geometry.floorY + (geometry.strip ? 0 : 2)}` }),
    part('path', { class: 'now-head', d: `M-6 ${y - 5}h12v5l-6 6-6-6z` }),
  ];
}
