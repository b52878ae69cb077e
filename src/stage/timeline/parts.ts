/** The timeline as parts: zebra rule, lanes, ticks, marks, brackets, now. Pure. */
import { clock } from '../clock';
import { part, type Part } from '../part';
import { remember } from '../records';
import type { Family } from '../view';
import type { Words } from '../words';
import { RULE, laneAt, stepsOf, type Geometry } from './geometry';
import { SHAPES, bookmarkParts, dueParts, forkParts, markParts, raceParts } from './marks';
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
    group(
      'facts',
      LANES.flatMap((lane) => factParts(lane, lanes[lane], geometry)),
    ),
    group('marks', [...markParts('faults', view, geometry), ...markParts('you', view, geometry)]),
    ...veilParts(view, geometry),
    group('lanes', geometry.strip ? [] : LANES.flatMap((lane) => laneParts(lane, geometry, words))),
    group('due', geometry.strip ? [] : dueParts(view, geometry)),
    group('races', geometry.strip ? [] : raceParts(view, geometry, words)),
    group('forks', forkParts(view, geometry, words)),
    group('bookmarks', bookmarkParts(view, geometry, words)),
    group('times', geometry.strip ? [] : timeParts(view, geometry)),
  ];
}

const group = (name: string, children: readonly Part[]): Part =>
  part('g', { class: `time-${name}` }, children);
const n = (value: number): number => Math.round(value * 10) / 10;

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
  let [dark, light, future, known] = ['', '', '', ''];
  const rect = (from: number, to: number) =>
    `M${n(geometry.x(from))} ${y}H${n(geometry.x(to))}v${RULE}H${n(geometry.x(from))}z`;
  const first = Math.floor((view.fromMs - view.originMs) / stepMs) * stepMs + view.originMs;
  for (let at = first; at < view.toMs; at += stepMs) {
    const [from, to] = [Math.max(at, view.fromMs), Math.min(at + stepMs, view.toMs)];
    const odd = Math.round((at - view.originMs) / stepMs) % 2 !== 0;
    if (to > view.nowMs) future += rect(from, to);
    const [knownFrom, knownTo] = [Math.max(from, view.nowMs), Math.min(to, view.reachedMs)];
    if (knownFrom < knownTo) known += rect(knownFrom, knownTo);
    if (from < view.nowMs) {
      const past = rect(from, Math.min(to, view.nowMs));
      if (odd) dark += past;
      else light += past;
    }
  }
  return [
    part('path', { class: 'rule-known', d: known }),
    part('path', { class: 'rule-future', d: future }),
    part('path', { class: 'rule-light', d: light }),
    part('path', { class: 'rule-dark', d: dark }),
  ];
}

/** What has been played and is still to come again is there, and pale. */
function veilParts(view: TimelineView, geometry: Geometry): readonly Part[] {
  if (view.reachedMs <= view.nowMs) return [];
  const { lanesY, floorY } = geometry;
  const x = Math.max(geometry.left, geometry.x(view.nowMs) + 1);
  const width = Math.max(0, geometry.width - x);
  return [part('rect', { class: 'time-veil', x, y: lanesY, width, height: floorY - lanesY })];
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
    geometry.strip
      ? part('rect', { class: 'now-area', x: -22, y: y - 20, width: 44, height: 44 })
      : part('rect', { class: 'now-area', x: -10, y: y - 8, width: 20, height: 24 }),
    part('path', { class: 'now-line', d: `M0 ${y}V${geometry.floorY + (geometry.strip ? 0 : 2)}` }),
    part('path', { class: 'now-head', d: `M-6 ${y - 5}h12v5l-6 6-6-6z` }),
  ];
}
