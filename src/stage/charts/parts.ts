/** The charts as parts: titles, lines up to now and pale beyond, what was left behind, ends with their values. Pure. */
import { curveStepAfter, line } from 'd3';
import { clock } from '../clock';
import { sansWidth } from '../layout/textWidth';
import { part, type Part } from '../part';
import { remember } from '../records';
import type { ChartsLayout, Place } from './places';
import { valueAt, type ChartLine, type ChartMark, type ChartsView, type Steps } from './view';

/** `shownMs`: the moment whose values are written; now, or the one under the pointer. */
export function chartParts(
  view: ChartsView,
  layout: ChartsLayout,
  shownMs: number,
): readonly Part[] {
  return [
    ...layout.places.map((place) => chartPart(place, view, layout, shownMs)),
    part(
      'g',
      { class: 'chart-axis' },
      layout.columns.flatMap((column, i) =>
        layout.labels.map((atMs) => {
          const x = layout.x(column, atMs);
          const edge = x < column.left + 14 ? 'start' : x > column.right - 8 ? 'end' : 'middle';
          const text = clock(atMs - view.originMs);
          return part(
            'text',
            { class: `time-label ${edge}`, x, y: layout.axisY + 12 },
            text,
            `${i} ${atMs}`,
          );
        }),
      ),
    ),
  ];
}

function chartPart(place: Place, view: ChartsView, layout: ChartsLayout, shownMs: number): Part {
  const { row, left, right, top, bottom, titleY } = place;
  const nowX = clamp(layout.x(place, view.nowMs), left, right);
  const shownX = clamp(layout.x(place, shownMs), left, right);
  const titleWidth = sansWidth(row.title, 12) + 8;
  return part(
    'g',
    { class: 'chart', 'data-row': row.id },
    [
      part('text', { class: 'chart-title', x: left, y: titleY + 11 }, row.title),
      part('text', { class: 'chart-note', x: left + titleWidth, y: titleY + 11 }, row.note),
      part('path', { class: 'chart-base', d: `M${n(left)} ${bottom + 0.5}H${n(right)}` }),
      ...markParts(place, view, layout),
      ...row.left.map((each, i) => leftPart(each, i, place, view, layout)),
      clip('chart-later', nowX, right, place, linesOf(place, view, layout)),
      clip('chart-past', left, nowX, place, linesOf(place, view, layout)),
      part('path', { class: 'chart-hand', d: `M${n(shownX)} ${top}V${bottom + 3}` }),
      ...endParts(place, shownMs, shownX, right),
    ],
    row.id,
  );
}

/** Lines are clipped to either side of now, so that only this moves while nothing happens. */
function clip(name: string, from: number, to: number, place: Place, lines: readonly Part[]): Part {
  const { top, bottom } = place;
  const [x, y] = [n(from), top - 2];
  const [width, height] = [n(Math.max(0, to - from)), bottom - top + 4];
  return part(
    'svg',
    { class: name, x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` },
    lines,
  );
}

function linesOf(place: Place, view: ChartsView, layout: ChartsLayout): readonly Part[] {
  const { row } = place;
  return [
    ...row.targets.map((each, i) => linePart('chart-target', each, i, place, view, layout)),
    ...row.lines.map((each, i) => linePart('chart-line', each, i, place, view, layout)),
  ];
}

function linePart(
  name: string,
  { platform, steps }: ChartLine,
  i: number,
  place: Place,
  view: ChartsView,
  layout: ChartsLayout,
): Part {
  const from = Math.max(view.fromMs, steps.atMs[0] ?? Infinity);
  const d = pathOf(steps, steps.atMs.length, from, view.reachedMs, ...scaleOf(place, view, layout));
  return part(
    'path',
    { class: name, 'data-platform': platform, d },
    [],
    `${name} ${platform} ${i}`,
  );
}

function leftPart(
  { platform, steps, fromMs, untilMs }: Place['row']['left'][number],
  i: number,
  place: Place,
  view: ChartsView,
  layout: ChartsLayout,
): Part {
  const last = valueAt(steps, untilMs);
  const x = layout.x(place, untilMs);
  const y = last === null ? null : place.y(last);
  const cross = y === null ? '' : `M${n(x - 2.5)} ${n(y - 2.5)}l5 5m0-5l-5 5`;
  const d = pathOf(steps, steps.atMs.length, fromMs, untilMs, ...scaleOf(place, view, layout));
  return part(
    'g',
    { class: 'chart-left', 'data-platform': platform },
    [
      part('path', { class: 'chart-left-line', d }),
      part('path', { class: 'chart-left-end', d: cross }),
    ],
    `left ${i} ${platform}`,
  );
}

type Scale = readonly [x0: number, perMs: number, y0: number, perUnit: number];
const scaleOf = (place: Place, view: ChartsView, layout: ChartsLayout): Scale => [
  layout.x(place, view.fromMs) - (layout.x(place, 1) - layout.x(place, 0)) * view.fromMs,
  layout.x(place, 1) - layout.x(place, 0),
  place.y(0),
  place.y(0) - place.y(1),
];

/** Kept as long as the line has not grown and stands where it stood. */
const pathOf = remember(
  (steps: Steps, _length: number, fromMs: number, untilMs: number, ...scale: Scale): string => {
    const [x0, perMs, y0, perUnit] = scale;
    const draw = line<readonly [number, number]>()
      .x(([atMs]) => n(x0 + perMs * atMs))
      .y(([, value]) => n(y0 - perUnit * value))
      .curve(curveStepAfter);
    return draw(pointsOf(steps, fromMs, untilMs, 0.5 / perMs)) ?? '';
  },
);

/** Steps closer than half a pixel are drawn as their extremes. */
function pointsOf(
  steps: Steps,
  fromMs: number,
  untilMs: number,
  closeMs: number,
): readonly (readonly [number, number])[] {
  const first = valueAt(steps, fromMs);
  const points: [number, number][] = first === null ? [] : [[fromMs, first]];
  let most = -Infinity;
  for (let i = 0; i < steps.atMs.length; i++) {
    const [atMs, value] = [steps.atMs[i]!, steps.value[i]!];
    if (atMs <= fromMs) continue;
    if (atMs > untilMs) break;
    const last = points.at(-1);
    if (last && points.length > 1 && atMs - last[0] < closeMs) {
      most = Math.max(most, value, last[1]);
      const next = steps.atMs[i + 1];
      last[1] = next !== undefined && next - last[0] < closeMs ? most : value;
    } else {
      most = value;
      points.push([atMs, value]);
    }
  }
  const last = points.at(-1);
  if (last && last[0] < untilMs) points.push([untilMs, last[1]]);
  return points;
}

/** Faults and your acts, each once to the pixel. */
function markParts(place: Place, view: ChartsView, layout: ChartsLayout): readonly Part[] {
  const by: Record<ChartMark['lane'], Set<number>> = { you: new Set(), faults: new Set() };
  for (const { atMs, lane } of view.marks)
    if (view.fromMs <= atMs && atMs <= view.toMs) by[lane].add(Math.round(layout.x(place, atMs)));
  return (['you', 'faults'] as const).map((lane) => {
    const d = [...by[lane]].map((x) => `M${x + 0.5} ${place.top}V${place.bottom}`).join('');
    return part('path', { class: 'chart-mark', 'data-lane': lane, d }, [], lane);
  });
}

/** Lines of text that would touch are moved apart. */
const APART = 12;

/** The end of each line: its platform's shape and its value. */
function endParts(place: Place, shownMs: number, x: number, right: number): readonly Part[] {
  const ends = place.row.lines.flatMap(({ platform, steps }) => {
    const value = valueAt(steps, shownMs);
    return value === null ? [] : [{ platform, value, y: place.y(value) }];
  });
  const textYs = apart(
    ends.map(({ y }) => y),
    place,
  );
  return ends.map(({ platform, value, y }, i) => {
    const text = place.row.text(value);
    const flips = x + 10 + sansWidth(text, 12) > right + 42;
    return part(
      'g',
      { class: 'chart-end', 'data-platform': platform },
      [
        part('path', { class: 'chart-shape', d: endShape(platform, x, y) }),
        part(
          'text',
          {
            class: flips ? 'chart-value end' : 'chart-value',
            x: flips ? x - 8 : x + 8,
            y: textYs[i]! + 4,
          },
          text,
        ),
      ],
      platform,
    );
  });
}

/** Two at most: the upper stays above the lower. */
function apart(ys: readonly number[], { top, bottom }: Place): readonly number[] {
  const [a, b] = ys;
  if (a === undefined || b === undefined || Math.abs(a - b) >= APART) return ys;
  const middle = clamp((a + b) / 2, top + APART / 2, bottom - APART / 2);
  const first = a <= b ? -1 : 1;
  return [middle + (first * APART) / 2, middle - (first * APART) / 2];
}

const endShape = (platform: 'ecs' | 'kubernetes', x: number, y: number): string =>
  platform === 'ecs'
    ? `M${n(x - 3.5)} ${n(y - 3.5)}h7v7h-7z`
    : `M${n(x - 3.75)} ${n(y)}a3.75 3.75 0 1 1 7.5 0a3.75 3.75 0 1 1-7.5 0z`;

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));
const n = (value: number): number => Math.round(value * 10) / 10;
