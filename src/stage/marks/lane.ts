/** Under the zones: reasons beside the tiles that wait, or one line of counts, or chips of exceptions. */
import type { ChipItem, LaneItem } from '../frame';
import type { Place } from '../layout/places';
import { part, type Part } from '../part';
import { glyphMark } from './glyphs';

export function laneMark(item: LaneItem): Part {
  const { x, y, width, height } = item;
  const middle = y + height / 2;
  return part('g', { class: 'lane', 'data-kind': 'lane' }, [
    part('rect', { class: 'lane-ground', x, y, width, height }),
    part('path', { class: 'divider', d: `M${x} ${y + 0.5}H${x + width}` }),
    item.left === ''
      ? null
      : part('text', { class: 'lane-text', x: item.textX, y: middle + 4 }, item.left),
    item.right === ''
      ? null
      : part(
          'text',
          { class: 'lane-text end', x: x + width - item.textX, y: middle + 4 },
          item.right,
        ),
    ...item.unmade.map((place, i) => standIn(place, i)),
    ...item.lines.map((line, i) =>
      part(
        'text',
        {
          class: 'lane-reason',
          'data-tone': line.tone,
          x: item.textX + 3,
          y: middle + (item.lines.length > 1 ? -3 : 4) + i * 15,
        },
        line.text,
        `reason ${i}`,
      ),
    ),
    ...item.chips.map(chip),
  ]);
}

/** Not a task, and does not look like one. */
const standIn = ({ x, y, width, height }: Place, i: number): Part =>
  part(
    'rect',
    { class: 'unmade', x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 1.5 },
    [],
    `unmade ${i}`,
  );

function chip(item: ChipItem): Part {
  const size = item.height;
  return part(
    'g',
    {
      class: 'exception',
      'data-key': item.state,
      'data-pressed': String(item.pressed),
      role: 'button',
      'aria-pressed': String(item.pressed),
      'aria-label': `${item.count}${item.text}`,
      transform: `translate(${Math.round(item.x)} ${Math.round(item.y)})`,
    },
    [
      part('rect', { class: 'area', x: -4, y: -2, width: item.width + 4, height: size + 4, rx: 3 }),
      part(
        'g',
        {
          class: 'tile',
          'data-family': item.family,
          'data-kind': item.platform === 'ecs' ? 'task' : 'pod',
          'data-revision': 'new',
        },
        [
          part('rect', {
            class: 'shell',
            x: 0.6,
            y: 0.6,
            width: size - 1.2,
            height: size - 1.2,
            rx: item.platform === 'ecs' ? 1.5 : 7,
          }),
          item.glyph ? glyphMark(item.glyph, size / 2 - 6, size / 2 - 6) : null,
        ],
      ),
      part('text', { class: 'exception-text', x: size + 6, y: size / 2 + 4 }, [
        part('tspan', { class: 'run', 'data-tone': 'strong' }, item.count, 'count'),
        part('tspan', { class: 'run' }, item.text, 'text'),
      ]),
    ],
    `chip ${item.state}`,
  );
}
