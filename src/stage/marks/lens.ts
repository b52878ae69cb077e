/** One box of a crowd at normal density: ground, title, its tiles. Drawn over the stage, in its pixels. */
import type { LensItem } from '../frame';
import { part, type Part } from '../part';
import { ringMark } from './small';
import { tileMark } from './tile';

export function lensMark(item: LensItem): Part {
  const { x, y, width, height, of } = item;
  return part(
    'g',
    { class: 'lens', 'data-key': item.key, role: 'group', 'aria-label': item.box.label },
    [
      part('rect', {
        class: 'lens-of',
        x: of.x - 4,
        y: of.y - 4,
        width: of.width + 8,
        height: of.height + 8,
        rx: 5,
      }),
      part('rect', { class: 'lens-ground', x, y, width, height, rx: 6 }),
      part(
        'g',
        {
          class: 'lens-head',
          'data-kind': item.platform === 'ecs' ? 'instance' : 'node',
          'data-key': item.key,
          role: 'button',
          'aria-label': item.box.label,
        },
        [
          part('rect', {
            class: 'area',
            x: item.box.x,
            y: item.box.y,
            width: item.box.width,
            height: item.box.height,
            rx: 3,
          }),
          part('text', { class: 'lens-title', x: x + 12, y: y + 21 }, [
            part('tspan', { class: 'run', 'data-tone': 'strong' }, item.title, 'title'),
            part('tspan', { class: 'run', 'data-tone': 'dim', dx: 8 }, item.about, 'about'),
          ]),
        ],
      ),
      ...item.tiles.map((tile) => ({ ...tileMark(tile), key: tile.key })),
      ...item.rings.map((ring) => ({ ...ringMark(ring), key: ring.key })),
    ],
  );
}
