/** The small gauge of instances or nodes: cells for those in service, the needle at what their groups want. */
import { part, type Part } from '../part';
import type { Capacity } from '../view';
import { GAUGE_HEIGHT, limitsMark, needle } from './gauge';

const PITCH = 10;
/** Beyond this many, cells would be no more than a pattern. */
const MOST_CELLS = 12;

type Bounds = Pick<Capacity, 'have' | 'asked' | 'min' | 'max'>;

/** Where no number is the most, as many as there are or are asked for, and an open end. */
const scaleOf = ({ have, asked, max }: Bounds): number => Math.max(1, max ?? Math.max(have, asked));
const OPEN_END = 11;

export const capacityWidth = (capacity: Bounds): number =>
  Math.min(scaleOf(capacity), MOST_CELLS) * PITCH + 2 + (capacity.max === null ? OPEN_END : 4);

export function capacityMark(capacity: Bounds): Part {
  const { have, asked, min, max } = capacity;
  const most = scaleOf(capacity);
  const shown = Math.min(most, MOST_CELLS);
  const step = shown / most;
  const cells = Array.from({ length: shown }, (_, i) => {
    const of = i < have * step ? 'box' : i < asked * step ? 'wanted' : 'empty';
    return part(
      'rect',
      { class: 'cell', 'data-of': of, x: i * PITCH + 1, y: 6, width: 8, height: 8, rx: 1 },
      [],
      `cell ${i}`,
    );
  });
  const at = (count: number): number => count * step * PITCH;
  return part('g', { class: 'gauge', 'data-scale': 'cells' }, [
    ...cells,
    max === null ? null : limitsMark({ min, max: Infinity }, (count) => at(count) + 0.5, most),
    max === null
      ? part('path', { class: 'open-end', d: `M${round(shown * PITCH + 2)} 10h${OPEN_END - 2}` })
      : null,
    needle(at(asked), GAUGE_HEIGHT),
  ]);
}

const round = (n: number): number => Math.round(n * 100) / 100;
