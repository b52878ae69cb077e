/** A zone: a column of water, its name in italics, the channel of requests, the band of floating tiles. */
import type { ZoneItem } from '../frame';
import { part, type Part } from '../part';

export function zoneMark(item: ZoneItem): Part {
  const { x, y, width, height } = item;
  const right = x + width;
  return part(
    'g',
    {
      class: 'zone',
      'data-kind': 'zone',
      'data-status': item.lost ? 'lost' : 'ok',
      'data-key': item.key,
      role: 'group',
      'aria-label': item.label,
    },
    [
      item.lost
        ? part('rect', {
            class: 'lost-water',
            x: x - 3,
            y: y - 10,
            width: width + 6,
            height: height + 10,
          })
        : null,
      item.divided
        ? part('path', {
            class: 'divider',
            d: `M${round(x - 3)} ${y - 4}V${round(y + height - 4)}`,
          })
        : null,
      part('text', { class: 'zone-name', x: item.labelX, y: item.labelY }, item.name),
      item.note === null
        ? null
        : part('text', { class: 'zone-note', x: right - 4, y: item.labelY }, item.note),
      item.channel === null ? null : part('path', { class: 'channel', d: item.channel }),
      item.band === null
        ? null
        : part('path', {
            class: 'band',
            d: `M${round(item.band.x)} ${round(item.band.y)}v9`,
            'stroke-width': round(item.band.width),
          }),
      ...item.tally.map((each, i) =>
        part(
          'rect',
          {
            class: 'share',
            'data-family': each.family,
            'data-revision': each.old ? 'old' : 'new',
            x: each.x + 0.5,
            y: each.y + 0.5,
            width: Math.max(0.5, each.width - 1),
            height: each.height - 1,
            rx: 1,
          },
          [],
          `share ${i}`,
        ),
      ),
      ...floatingParts(item, right),
    ],
  );
}

const round = (n: number): number => Math.round(n * 10) / 10;

function floatingParts(item: ZoneItem, right: number): readonly (Part | null)[] {
  const { floating, mooringY, shored } = item;
  return [
    mooringY === null || !shored
      ? null
      : part('path', {
          class: 'shore',
          d: `M${round(item.labelX)} ${round(mooringY)}H${round(right - 5)}`,
        }),
    mooringY === null || item.mooringText === null
      ? null
      : part('text', { class: 'free start', x: item.labelX, y: mooringY + 14 }, item.mooringText),
    ...(floating?.lines.map((line, i) =>
      part(
        'text',
        {
          class: i === 0 ? 'floating-name' : 'floating-size',
          x: floating.x,
          y: floating.y + (floating.lines.length > 1 ? -1 : 4) + i * 13,
        },
        line,
      ),
    ) ?? []),
  ];
}
