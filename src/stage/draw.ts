/**
 * Brings a picture into the document: one keyed join per mark and layer. The key is the uid or the ARN, so an element
 * is the same thing for its whole life. What did not change is not touched.
 */
import { select } from 'd3';
import type { BoxItem, HalfFrame, Item, TileItem } from './frame';
import type { Place } from './layout/places';
import { boxMark } from './marks/box';
import { laneMark } from './marks/lane';
import { lensMark } from './marks/lens';
import { lineMark, requestsMark } from './marks/loadBalancer';
import { badgeMark, leaderMark, mosaicMark, ringMark } from './marks/small';
import { tileMark } from './marks/tile';
import { zoneMark } from './marks/zone';
import { appeared, changing, moveKey, type Eased, type Going, type Move } from './motion';
import { paint, part, type Part } from './part';
import type { Platform } from './view';

export function draw(root: Element, eased: Eased): void {
  const { frame } = eased;
  select(root)
    .selectChildren<SVGSVGElement, HalfFrame>('svg.stage-half')
    .data(frame.halves, (half) => half.platform)
    .join((enter) => enter.append('svg').attr('class', 'stage-half'))
    .each(function (half) {
      drawHalf(this, half, eased);
    });
  select(root)
    .selectChildren<SVGSVGElement, Eased>('svg.stage-over')
    .data([eased], () => 'over')
    .join((enter) => enter.append('svg').attr('class', 'stage-over'))
    .each(function ({ frame: { width, height, leader, lens } }) {
      // Moved only when a half came after it: moving takes the focus from what is inside.
      if (this.nextElementSibling) root.append(this);
      frameOf(this, { x: 0, y: 0, width, height });
      join(layer(this, 'leader'), leader ? [leader] : [], leaderMark);
      join(layer(this, 'lens'), lens ? [lens] : [], lensMark);
    });
}

function drawHalf(svg: SVGSVGElement, half: HalfFrame, eased: Eased): void {
  frameOf(svg, half);
  const { platform } = half;
  setAll(svg, {
    'data-platform': platform,
    'data-density': half.density,
    role: 'group',
    'aria-label': half.label,
  });
  const going = eased.going.filter((each) => each.platform === platform);
  const { width, height, waterY: y } = half;
  const gutter = half.x > 0 || half.y > 0 ? (half.x > 0 ? 'left' : 'top') : 'none';
  join(
    layer(svg, 'water'),
    [{ key: 'water', x: 0, y, width, height: Math.max(0, height - y), gutter } as const],
    waterMark,
  );
  join(layer(svg, 'zones'), half.zones, zoneMark);
  joinMoving<BoxItem>(layer(svg, 'boxes'), half.boxes, going, 'box', platform, eased, boxMark);
  join(layer(svg, 'mosaics'), half.mosaics, mosaicMark, Object.is);
  join(layer(svg, 'lane'), [half.lane], laneMark);
  joinMoving<TileItem>(layer(svg, 'tiles'), half.tiles, going, 'tile', platform, eased, tileMark);
  join(layer(svg, 'badges'), half.badges, badgeMark);
  join(layer(svg, 'line'), half.line ? [half.line] : [], lineMark);
  join(layer(svg, 'requests'), half.requests ? [half.requests] : [], requestsMark);
  join(layer(svg, 'rings'), half.rings, ringMark);
}

interface WaterItem extends Item, Place {
  readonly gutter: 'left' | 'top' | 'none';
}

const waterMark = ({ x, y, width, height, gutter }: WaterItem): Part =>
  part('g', {}, [
    part('rect', { class: 'shore-ground', x, y: 0, width, height: y }),
    part('rect', { class: 'water', x, y, width, height }),
    gutter === 'none'
      ? null
      : part('path', {
          class: 'gutter',
          d: gutter === 'left' ? `M.5 0V${y + height}` : `M0 .5H${width}`,
        }),
  ]);

function frameOf(svg: SVGSVGElement, { x, y, width, height }: Place): void {
  setAll(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
  const transform = `translate(${x}px, ${y}px)`;
  if (svg.style.transform !== transform) svg.style.transform = transform;
}

function setAll(element: Element, attrs: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attrs))
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

const layers = new WeakMap<Element, Map<string, SVGGElement>>();

/** Layers lie in the order in which they are first drawn. */
function layer(svg: SVGSVGElement, name: string): SVGGElement {
  let known = layers.get(svg);
  if (!known) layers.set(svg, (known = new Map<string, SVGGElement>()));
  const found = known.get(name);
  if (found) return found;
  const made = select(svg).append('g').attr('class', `layer-${name}`).node()!;
  known.set(name, made);
  return made;
}

/** What an element was last painted from. */
const drawn = new WeakMap<Element, Item>();

/** `same`: whether an item needs no painting; large ones are kept by who makes them and compared by identity. */
function join<T extends Item>(
  within: SVGGElement,
  items: readonly T[],
  mark: (item: T) => Part,
  same: (a: unknown, b: unknown) => boolean = alike,
): void {
  if (items.length === 0 && within.firstElementChild === null) return;
  select(within)
    .selectChildren<SVGGElement, T>()
    .data(items, (item) => item.key)
    .join('g')
    .each(function (item) {
      const before = drawn.get(this) as T | undefined;
      if (before && same(before, item)) return;
      drawn.set(this, item);
      paint(this, mark(item));
    });
}

interface Moving<T> extends Item {
  readonly item: T;
  readonly move: Move;
  /** Since it went; 0 while it is there. */
  readonly goneMs: number;
}

function joinMoving<T extends TileItem | BoxItem>(
  within: SVGGElement,
  items: readonly T[],
  going: readonly Going[],
  what: 'tile' | 'box',
  platform: Platform,
  { moves, pace }: Eased,
  mark: (item: T, motion: Motion) => Part,
): void {
  const there = items.map((item): Moving<T> => ({
    key: item.key,
    item,
    move: moves.get(moveKey(platform, what, item.key))!,
    goneMs: 0,
  }));
  const gone = going
    .filter((each) => each.what === what)
    .map(({ item, move, goneMs }): Moving<T> => ({ key: item.key, item: item as T, move, goneMs }));
  select(within)
    .selectChildren<SVGGElement, Moving<T>>()
    .data([...there, ...gone], (each) => each.key)
    .join('g')
    .each(function (each) {
      const before = drawn.get(this) as Moving<T> | undefined;
      const same = before?.move === each.move && before.goneMs === each.goneMs;
      if (same && alike(before.item, each.item)) return;
      drawn.set(this, each);
      const leaving = each.goneMs > 0 ? Math.max(0, 1 - each.goneMs / pace.vanish) : 1;
      paint(
        this,
        mark(each.item, {
          x: each.move.x,
          y: each.move.y,
          seen: leaving * appeared(each.move, pace),
          changing: changing(each.move, pace),
          held: pace.held,
        }),
      );
    });
}

interface Motion {
  readonly x: number;
  readonly y: number;
  readonly seen: number;
  readonly changing: number | null;
  readonly held: boolean;
}

/** Same fields: by value, lists and objects within by their own fields. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const name in left) if (!alike(left[name], right[name])) return false;
  for (const name in right) if (!(name in left)) return false;
  return true;
}
