/** An instance or node: a quay with a shoal around it, its rows with what is free, memory at the foot. */
import type { BoxItem, RowItem } from '../frame';
import { part, type Part } from '../part';
import type { TileMotion } from './tile';

export function boxMark(
  item: BoxItem,
  motion: Pick<TileMotion, 'x' | 'y' | 'seen'> = { ...item, seen: 1 },
): Part {
  const { width, height } = item;
  const dense = item.density === 'mosaic' || item.density === 'tally';
  const shoal = dense ? 2 : 4;
  const within = (row: RowItem): RowItem => ({ ...row, x: row.x - item.x, y: row.y - item.y });
  return part(
    'g',
    {
      class: 'box',
      'data-kind': item.platform === 'ecs' ? 'instance' : 'node',
      'data-status': item.state,
      'data-density': item.density,
      'data-fits': item.infeasible ? 'no' : null,
      'data-key': item.key,
      role: 'button',
      'aria-label': item.label,
      transform: `translate(${round(motion.x)} ${round(motion.y)})`,
      opacity: motion.seen < 1 ? round(motion.seen) : null,
    },
    [
      item.density === 'tally'
        ? null
        : part('rect', {
            class: 'shoal',
            x: -shoal,
            y: -shoal,
            width: width + 2 * shoal,
            height: height + 2 * shoal,
            rx: dense ? 4 : 7,
          }),
      part('rect', {
        class: 'quay',
        x: 0.5,
        y: 0.5,
        width: Math.max(0, width - 1),
        height: Math.max(0, height - 1),
        rx: dense ? 2 : 3,
      }),
      ...headParts(item),
      ...item.rows.map((row, i) => rowMark(within(row), item.x, i)),
      footMark(item),
      ...launchParts(item),
      item.kept
        ? part('rect', { class: 'kept', x: 3, y: height - 3, width: width - 6, height: 2 })
        : null,
    ],
  );
}

const round = (n: number): number => Math.round(n * 100) / 100;
const PAD = 6;

function headParts({ name, type, width }: BoxItem): readonly (Part | null)[] {
  if (!name) return [];
  return [
    part('text', { class: 'box-name', x: PAD, y: name.y }, name.text),
    type === null ? null : part('text', { class: 'box-type', x: width - PAD, y: name.y }, type),
  ];
}

function rowMark(row: RowItem, boxX: number, i: number): Part {
  const bottom = row.y + row.height;
  const ticks = row.ticks.map((x) => `M${round(x - boxX)} ${round(bottom)}v-4`).join('');
  const end = row.x + row.width;
  return part(
    'g',
    { class: 'row' },
    [
      row.reservedX === null
        ? null
        : part('rect', {
            class: 'reserved',
            x: row.reservedX - boxX,
            y: row.y,
            width: Math.max(0, end - row.reservedX + boxX),
            height: row.height,
          }),
      ticks === '' ? null : part('path', { class: 'tick', d: ticks }),
      row.free === null
        ? null
        : part(
            'text',
            { class: 'free', x: row.free.x - boxX, y: row.y + row.height / 2 + 4 },
            row.free.text,
          ),
    ],
    `row ${i}`,
  );
}

function footMark({ foot, width, height, density }: BoxItem): Part | null {
  if (!foot) return null;
  const compact = density === 'compact';
  const thick = compact ? 3 : 4;
  const y = height - (compact ? 5.5 : 10);
  const text = foot.text === null ? 0 : foot.text.length * 5.4 + 8;
  const room = width - 2 * PAD - text;
  return part('g', { class: 'foot' }, [
    part('rect', { class: 'memory-track', x: PAD, y, width: room, height: thick, rx: thick / 2 }),
    part('rect', {
      class: 'memory',
      x: PAD,
      y,
      width: round(room * foot.value),
      height: thick,
      rx: thick / 2,
    }),
    foot.text === null
      ? null
      : part('text', { class: 'box-type', x: width - PAD, y: y + 5 }, foot.text),
  ]);
}

/** Fills with boot and join; both named as far as there is room. */
function launchParts({ launch, name, width, height }: BoxItem): readonly (Part | null)[] {
  if (!launch) return [];
  const top = (name?.y ?? 4) + (name ? 10 : 0);
  const tall = height - top - 4;
  if (tall < 6) return [];
  return [
    part('rect', {
      class: 'progress',
      x: 4,
      y: top,
      width: round((width - 8) * launch.progress),
      height: tall,
      rx: 1.5,
    }),
    ...(name
      ? launch.lines
          .slice(0, Math.floor((tall - 4) / 14))
          .map((line, i) =>
            part(
              'text',
              { class: 'launch', x: PAD + 4, y: top + 15 + i * 14 },
              line,
              `launch ${i}`,
            ),
          )
      : []),
  ];
}
