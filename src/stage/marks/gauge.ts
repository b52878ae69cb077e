/**
 * Asked against true: the needle is what was asked, the fill is what is true, in tile grammar. Up to 24 one cell a
 * replica, above solid bars.
 */
import { part, type Part } from '../part';
import type { Gauge } from '../view';

const CELLS_UP_TO = 24;
const TOP = 7;
const TALL = 7;
export const GAUGE_HEIGHT = 16;

type Kind =
  'old' | 'serving' | 'starting' | 'waiting' | 'unhealthy' | 'broken' | 'unknown' | 'empty';

/** `max`: the end of the scale, the same on both halves. */
export function gaugeMark(gauge: Gauge, width: number, max: number): Part {
  const scale = (value: number): number => 1 + ((width - 2) * value) / max;
  const cells = max <= CELLS_UP_TO;
  const parts: (Part | null)[] = [];
  let at = 0;
  for (const [kind, count] of stretches(gauge, max)) {
    const to = Math.min(max, at + count);
    if (cells) for (let i = at; i < to; i++) parts.push(...cell(kind, scale(i), scale(i + 1), i));
    else if (to > at) parts.push(...cell(kind, scale(at), scale(to), kind));
    at = to;
  }
  return part('g', { class: 'gauge', 'data-scale': cells ? 'cells' : 'bars' }, [
    ...parts,
    limitsMark(gauge.limits, scale, max),
    needle(scale(Math.min(max, gauge.asked)), GAUGE_HEIGHT),
  ]);
}

/** Brackets around what a loop may ask for; a bound beyond the scale has none. */
export function limitsMark(
  limits: Gauge['limits'],
  at: (value: number) => number,
  max: number,
): Part | null {
  if (!limits) return null;
  const bracket = (value: number, turn: 1 | -1): string =>
    value > max ? '' : `M${round(at(value) + 3.5 * turn)} 5.5h${-3.5 * turn}v10h${3.5 * turn}`;
  const d = bracket(limits.min, 1) + bracket(limits.max, -1);
  return part('g', { class: 'limits' }, [
    part('path', { class: 'limits-halo', d }),
    part('path', { class: 'limits-mark', d }),
  ]);
}

/** Old left, new right, then what is on its way, sick, unknown; the rest is empty. */
function stretches(gauge: Gauge, max: number): readonly (readonly [Kind, number])[] {
  const { old, serving, starting, waiting, unhealthy, broken, unknown } = gauge;
  const filled = serving + starting + waiting + unhealthy + broken + unknown;
  return [
    ['old', old],
    ['serving', serving - old],
    ['starting', starting],
    ['waiting', waiting],
    ['unhealthy', unhealthy],
    ['broken', broken],
    ['unknown', unknown],
    ['empty', Math.max(0, max - filled)],
  ];
}

function cell(kind: Kind, from: number, to: number, id: number | string): readonly (Part | null)[] {
  const width = round(Math.max(1, to - from - 1.5));
  const x = round(from + 0.75);
  return [
    part(
      'rect',
      { class: 'cell', 'data-of': kind, x, y: TOP, width, height: TALL, rx: 0.5 },
      [],
      `cell ${id}`,
    ),
    kind === 'starting'
      ? part(
          'rect',
          {
            class: 'half-full',
            x: x + 1,
            y: TOP + 3.5,
            width: Math.max(0.5, width - 2),
            height: 3,
          },
          [],
          `half ${id}`,
        )
      : null,
  ];
}

export function needle(x: number, height: number): Part {
  return part('g', { class: 'needle', transform: `translate(${round(x)} 0)` }, [
    part('path', { class: 'needle-mark', d: `M0 ${height - 0.5}V4.5M-4.5 .5h9l-4.5 5z` }),
  ]);
}

const round = (n: number): number => Math.round(n * 100) / 100;
