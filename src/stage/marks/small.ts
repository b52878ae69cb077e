/** Badges, mosaics, rings and the counterpart's line: marks of a few lines each. */
import type { BadgeItem, LeaderItem, MosaicItem, Pill, RingItem } from '../frame';
import { sansWidth } from '../layout/textWidth';
import { part, type Part } from '../part';

export const badgeMark = (item: BadgeItem): Part =>
  part(
    'g',
    {
      class: 'badge',
      'data-tone': item.tone,
      transform: `translate(${round(item.x)} ${round(item.y)})`,
    },
    [
      part('rect', { class: 'badge-ground', width: item.width, height: item.height, rx: 2 }),
      part('text', { class: 'badge-text', x: 6, y: item.height - 4.2 }, item.text),
    ],
  );

export const mosaicMark = (item: MosaicItem): Part =>
  part(
    'g',
    { class: 'mosaic', 'data-density': item.density, 'aria-hidden': 'true' },
    item.paths.map(({ family, old, part: name, d }) =>
      part(
        'path',
        { class: `mote-${name}`, 'data-family': family, 'data-revision': old ? 'old' : 'new', d },
        [],
        `${family} ${old ? 'old' : 'new'} ${name}`,
      ),
    ),
  );

export const ringMark = ({ x, y, width, height, radius, as }: RingItem): Part =>
  part('g', { class: 'ringed', 'aria-hidden': 'true' }, [
    part('rect', { class: 'ring', 'data-as': as, x, y, width, height, rx: radius }),
  ]);

export const leaderMark = ({ d, pill }: LeaderItem): Part =>
  part('g', { class: 'leader', 'aria-hidden': 'true' }, [
    part('path', { class: 'leader-line', d }),
    ...(pill ? pillParts(pill) : []),
  ]);

/** The arrow is drawn: the text face has none, and another face would be fetched for it. */
function pillParts({ x, y, width, height, texts }: Pill): readonly Part[] {
  const ground = part('rect', { class: 'pill', x, y, width, height, rx: 2 });
  const base = y + 13;
  const [left = '', right] = texts;
  if (right === undefined)
    return [ground, part('text', { class: 'pill-text middle', x: x + width / 2, y: base }, left)];
  const arrowX = x + PILL_PAD + sansWidth(left, PILL_SIZE) + (width - pillWidth(texts)) / 2 + 4;
  return [
    ground,
    part('text', { class: 'pill-text end', x: arrowX - 4, y: base }, left, 'pill left'),
    part('path', {
      class: 'pill-arrow',
      d: `M${round(arrowX)} ${y + 9}h12m-3.5 -3l3.5 3-3.5 3m-5 -6l-3.5 3 3.5 3`,
    }),
    part('text', { class: 'pill-text', x: arrowX + 16, y: base }, right, 'pill right'),
  ];
}

const PILL_SIZE = 11;
const PILL_PAD = 8;

export const pillWidth = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + sansWidth(text, PILL_SIZE), 0) +
  2 * PILL_PAD +
  (texts.length > 1 ? 20 : 0);

const round = (n: number): number => Math.round(n * 10) / 10;
