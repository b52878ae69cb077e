/**
 * What a scaling decision looked at, small: datapoints in their window against the threshold, what was recommended before, or
 * each pod's use against the target. One element, drawn anew whenever something else is asked.
 */
import { curveStepAfter, line, scaleLinear, ticks } from 'd3';
import { clock } from './clock';
import { monoWidth } from './layout/textWidth';
import { paint, part, type Part } from './part';

export interface MetricPoint {
  readonly atMs: number;
  /** null: nothing was measured. */
  readonly value: number | null;
}

export interface MetricLine {
  readonly value: number;
  readonly label: string;
  readonly of: 'target' | 'now';
}

export type MetricView =
  | {
      readonly is: 'points' | 'steps';
      readonly points: readonly MetricPoint[];
      readonly lines: readonly MetricLine[];
      /** Only from here on do points count; null: all do. */
      readonly windowFromMs: number | null;
      readonly untilMs: number;
      readonly originMs: number;
    }
  | {
      readonly is: 'bars';
      readonly bars: readonly { readonly label: string; readonly value: number }[];
      readonly lines: readonly MetricLine[];
    };

const HEIGHT = 92;
const TOP = 8;
const FLOOR = HEIGHT - 18;
/** For the labels of lines, at the right. */
const RIGHT = 74;

export interface MetricPicture {
  update(view: MetricView, name: string, width: number): void;
  destroy(): void;
}

export function mountMetricPicture(element: HTMLElement): MetricPicture {
  const svg = element.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'svg');
  element.append(svg);
  return {
    update(view, name, width) {
      const attrs = {
        class: 'metric-picture',
        width,
        height: HEIGHT,
        viewBox: `0 0 ${width} ${HEIGHT}`,
        role: 'img',
        'aria-label': name,
      };
      paint(svg, part('svg', attrs, metricParts(view, width)));
    },
    destroy: () => svg.remove(),
  };
}

export function metricParts(view: MetricView, width: number): readonly Part[] {
  const right = width - RIGHT;
  const values = view.is === 'bars' ? view.bars : view.points;
  const most = Math.max(
    0,
    ...values.map(({ value }) => value ?? 0),
    ...view.lines.map(({ value }) => value),
  );
  const top = ticks(0, most * 1.1, 4).find((tick) => tick >= most) ?? most * 1.1;
  const y = scaleLinear([0, top || 1], [FLOOR, TOP]);
  return [
    part('path', { class: 'metric-base', d: `M0 ${FLOOR + 0.5}H${right}` }),
    ...(view.is === 'bars' ? barParts(view, right, y) : timeParts(view, right, y)),
    ...lineParts(view.lines, right, y),
  ];
}

type Y = (value: number) => number;

function timeParts(
  view: Extract<MetricView, { is: 'points' | 'steps' }>,
  right: number,
  y: Y,
): readonly Part[] {
  const { points, windowFromMs, untilMs, originMs } = view;
  const fromMs = Math.min(untilMs - 1, ...points.map(({ atMs }) => atMs));
  const x = scaleLinear([fromMs, untilMs], [6, right - 6]);
  const known = points.flatMap(({ atMs, value }) => (value === null ? [] : [{ atMs, value }]));
  const counts = (atMs: number): boolean => windowFromMs === null || atMs >= windowFromMs;
  const draw = line<{ readonly atMs: number; readonly value: number }>()
    .x(({ atMs }) => n(x(atMs)))
    .y(({ value }) => n(y(value)));
  const last = known.at(-1);
  const whole = view.is === 'steps' && last ? [...known, { ...last, atMs: untilMs }] : known;
  const path = (view.is === 'steps' ? draw.curve(curveStepAfter) : draw)(whole) ?? '';
  const windowX = windowFromMs === null ? null : Math.max(0, x(windowFromMs));
  return [
    windowX === null
      ? null
      : part('rect', {
          class: 'metric-window',
          x: n(windowX),
          y: TOP - 4,
          width: n(Math.max(0, right - windowX)),
          height: FLOOR - TOP + 4,
        }),
    part('path', { class: 'metric-line', d: path }),
    ...(view.is === 'steps'
      ? []
      : points.map(({ atMs, value }, i) =>
          value === null
            ? part('path', { class: 'metric-missing', d: cross(x(atMs), FLOOR - 5) }, [], `${i}`)
            : part(
                'circle',
                {
                  class: 'metric-point',
                  'data-counts': String(counts(atMs)),
                  cx: n(x(atMs)),
                  cy: n(y(value)),
                  r: 3,
                },
                [],
                `${i}`,
              ),
        )),
    part('text', { class: 'metric-time', x: 0, y: HEIGHT - 4 }, clock(fromMs - originMs), 'from'),
    part(
      'text',
      { class: 'metric-time end', x: right, y: HEIGHT - 4 },
      clock(untilMs - originMs),
      'until',
    ),
  ].filter((each) => each !== null);
}

function barParts(
  { bars }: Extract<MetricView, { is: 'bars' }>,
  right: number,
  y: Y,
): readonly Part[] {
  const pitch = Math.min(34, (right - 4) / Math.max(1, bars.length));
  return bars.flatMap(({ label, value }, i) => {
    const x = 2 + i * pitch;
    const width = Math.max(1, pitch - Math.min(6, pitch * 0.25));
    const fits = monoWidth(label, 10.5) <= pitch - 5;
    const bar = part(
      'rect',
      {
        class: 'metric-bar',
        x: n(x),
        y: n(y(value)),
        width: n(width),
        height: n(FLOOR - y(value)),
      },
      [],
      `bar ${i}`,
    );
    const name = part(
      'text',
      { class: 'metric-time middle', x: n(x + width / 2), y: HEIGHT - 4 },
      label,
      `name ${i}`,
    );
    return fits ? [bar, name] : [bar];
  });
}

/** Labels that would touch are moved apart. */
function lineParts(lines: readonly MetricLine[], right: number, y: Y): readonly Part[] {
  let least = -Infinity;
  return [...lines]
    .sort((a, b) => b.value - a.value)
    .flatMap(({ value, label, of }, i) => {
      const at = y(value);
      const textY = Math.max(at + 4, least + 13);
      least = textY;
      return [
        part(
          'path',
          { class: 'metric-limit', 'data-of': of, d: `M0 ${n(at)}H${right}` },
          [],
          `line ${i}`,
        ),
        part(
          'text',
          { class: 'metric-label', 'data-of': of, x: right + 5, y: n(textY) },
          label,
          `label ${i}`,
        ),
      ];
    });
}

const cross = (x: number, y: number): string => `M${n(x - 3)} ${n(y - 3)}l6 6m0-6l-6 6`;
const n = (value: number): number => Math.round(value * 10) / 10;
