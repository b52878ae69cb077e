/** Badges, mosaics, rings and the counterpart's line: marks of a few lines each. */
import type { BadgeItem, LeaderItem, MosaicItem, RingItem } from '../frame';
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
    pill
      ? part('rect', {
          class: 'pill',
          x: pill.x,
          y: pill.y,
          width: pill.width,
          height: pill.height,
          rx: 2,
        })
      : null,
    pill
      ? part('text', { class: 'pill-text', x: pill.x + pill.width / 2, y: pill.y + 13 }, pill.text)
      : null,
  ]);

const round = (n: number): number => Math.round(n * 10) / 10;
