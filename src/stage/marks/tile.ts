/**
 * One task or pod. Text never shrinks: parts drop in the order id, name, flag, glyph; the fill stays last.
 */
import type { TileItem } from '../frame';
import { clipped, monoWidth, sansWidth } from '../layout/textWidth';
import { part, type Part } from '../part';
import { FLAG, GLYPH, flagMark, glyphMark } from './glyphs';

/** From this height on, name and id are set larger. */
const CLOSE = 40;
/** Below this height there is no text. */
const TEXT = 26;
/** Below this one, only one line of it above the bar. */
const TWO_LINES = 31;

export interface TileMotion {
  readonly x: number;
  readonly y: number;
  /** 0 to 1 while it comes or goes. */
  readonly seen: number;
  readonly changing: number | null;
  readonly held: boolean;
}

export const still = ({ x, y }: { readonly x: number; readonly y: number }): TileMotion => ({
  x,
  y,
  seen: 1,
  changing: null,
  held: false,
});

export function tileMark(item: TileItem, motion: TileMotion = still(item)): Part {
  const { width, height } = item;
  const radius = item.platform === 'ecs' ? 1.5 : Math.min(7, height / 2.4, width / 2);
  const opacity = item.opacity * motion.seen;
  return part(
    'g',
    {
      class: 'tile',
      'data-kind': item.platform === 'ecs' ? 'task' : 'pod',
      'data-family': item.family,
      'data-revision': item.old ? 'old' : 'new',
      'data-status': item.state,
      'data-size': height >= CLOSE ? 'close' : 'normal',
      'data-key': item.key,
      role: 'button',
      'aria-label': item.label,
      transform: placed(item, motion),
      opacity: opacity < 1 ? opacity : null,
    },
    [
      item.moored
        ? box(
            item.spot ? 'mooring spot' : 'mooring',
            -4,
            width + 8,
            height + 8,
            item.platform === 'ecs' ? 3 : 10,
          )
        : null,
      part('rect', {
        class: 'shell',
        x: 0.6,
        y: 0.6,
        width: Math.max(0.5, width - 1.2),
        height: Math.max(0.5, height - 1.2),
        rx: radius,
      }),
      ...fillParts(item, radius),
      ...textParts(item),
      ...barParts(item),
      motion.changing === null ? null : changeRing(item, radius, motion),
    ],
  );
}

const box = (name: string, at: number, width: number, height: number, rx: number): Part =>
  part('rect', { class: name, x: at, y: at, width, height, rx });

/** Things come at .96 of their size. */
function placed({ width, height }: TileItem, { x, y, seen }: TileMotion): string {
  const at = `translate(${round(x)} ${round(y)})`;
  if (seen >= 1) return at;
  const scale = 0.96 + 0.04 * seen;
  const [dx, dy] = [(width * (1 - scale)) / 2, (height * (1 - scale)) / 2];
  return `${at} translate(${round(dx)} ${round(dy)}) scale(${round(scale)})`;
}

const round = (n: number): number => Math.round(n * 100) / 100;

function fillParts({ fill, width, height, family }: TileItem, radius: number): readonly Part[] {
  if (fill === null) return [];
  const inset = height >= TEXT ? 3 : 2;
  const room = Math.max(1, width - 2 * inset);
  const filled = round(Math.max(Math.min(2, room), room * fill));
  const tall = height - 2 * inset;
  const rx = Math.min(Math.max(0.5, radius - 2.5), filled / 2);
  const parts = [
    part('rect', { class: 'fill', x: inset, y: inset, width: filled, height: tall, rx }),
  ];
  if (family === 'starting' && fill < 1)
    parts.push(part('path', { class: 'edge', d: `M${round(inset + filled)} ${inset}v${tall}` }));
  return parts;
}

interface Line {
  readonly pad: number;
  readonly first: number;
  readonly second: number;
  readonly nameSize: number;
  readonly idSize: number;
}

const CLOSE_LINES = { first: 16.5, second: 30.5, nameSize: 12.5, idSize: 10.5 };
const NORMAL_LINES = { first: 13, second: 24, nameSize: 11, idSize: 10 };

function textParts(item: TileItem): readonly (Part | null)[] {
  const { width, height, glyph } = item;
  if (height < TEXT) return [glyph ? middleGlyph(item) : null];
  const lines: Line = {
    pad: width >= 50 ? 7.5 : 5,
    ...(height >= CLOSE ? CLOSE_LINES : NORMAL_LINES),
  };
  const corner = glyph
    ? GLYPH + 7
    : item.restarts > 0
      ? countWidth(item) + GLYPH + 6
      : lines.pad - 2;
  const name = item.noteFirst
    ? null
    : clipped(item.name, width - lines.pad - corner, lines.nameSize);
  if (name === null) return inMiddle(item, lines);
  const flagRoom = item.flag === null ? 0 : FLAG + 4;
  const second = lines.second;
  const tall = height >= TWO_LINES;
  const note =
    tall && fitsMono(item.note, width - 2 * lines.pad - flagRoom + 3, lines.idSize)
      ? part('text', { class: 'id', x: lines.pad + flagRoom, y: second }, item.note)
      : null;
  return [
    part('text', { class: 'name', x: lines.pad, y: lines.first }, name),
    ...cornerParts(item, lines),
    item.flag === null || !tall ? null : flagMark(item.flag, lines.pad - 1, second - 8),
    note,
  ];
}

const fitsMono = (text: string, room: number, size: number): boolean =>
  text !== '' && monoWidth(text, size) <= room;

/** Glyph of the state, or how often it was restarted. */
function cornerParts(item: TileItem, { first }: Line): readonly (Part | null)[] {
  const { glyph, width, restarts } = item;
  if (glyph) return [glyphMark(glyph, width - GLYPH - 6, first - 10)];
  if (restarts === 0) return [];
  return [
    glyphMark('loop', width - countWidth(item) - GLYPH - 6, first - 10),
    part('text', { class: 'restarts', x: width - 5, y: first - 0.5 }, String(restarts)),
  ];
}

const countWidth = ({ restarts }: TileItem): number => monoWidth(String(restarts), 10);

/** Too narrow for its name beside them, or its name stands beside it: restarts, flag and glyph, else name and id in the middle. */
function inMiddle(item: TileItem, lines: Line): readonly (Part | null)[] {
  const { glyph, flag, width, height, note, restarts } = item;
  const flagged = flag !== null && !item.noteFirst && width >= FLAG + 6 && height >= TWO_LINES;
  const name = middleName(item, lines);
  if (restarts > 0 && width >= countWidth(item) + GLYPH + 8)
    return [name, ...cornerParts(item, name ? { ...lines, first: lines.second } : lines)];
  if (glyph || flagged)
    return [
      glyph ? middleGlyph(item, flagged ? lines.first - 10 : null) : null,
      flagged ? flagMark(flag, (width - FLAG) / 2 - 0.5, lines.second - 8) : null,
    ];
  if (!fitsMono(note, width - 4, 10)) return [name];
  const alone = height >= CLOSE ? 20 : Math.min(lines.first + 1.5, height / 2 + 3);
  const y = name ? lines.second : alone;
  return [name, part('text', { class: 'id middle', x: width / 2, y }, note)];
}

/** The whole name between the edges, where a second line has room for what else is to be said. */
function middleName(item: TileItem, { first, nameSize }: Line): Part | null {
  const { name, noteFirst, width, height } = item;
  if (noteFirst || name === '' || height < TWO_LINES) return null;
  if (sansWidth(name, nameSize) > width - 4) return null;
  return part('text', { class: 'name middle', x: width / 2, y: first }, name);
}

function middleGlyph({ glyph, width, height }: TileItem, y: number | null = null): Part | null {
  if (!glyph || width < GLYPH || height < 12) return null;
  const top = y ?? (height >= TEXT ? Math.min(height / 2 - 6, 10) : (height - GLYPH) / 2);
  return glyphMark(glyph, (width - GLYPH) / 2, top);
}

/** CPU used of CPU asked, or the back-off left. Beyond all of it, the bar runs to the edge and gets a cap. */
function barParts({ bar, width, height }: TileItem): readonly Part[] {
  if (bar === null || height < TEXT || width < 24) return [];
  const x = width >= 50 ? 7.5 : 5;
  const [room, y] = [width - 2 * x, height - 5.6];
  const used = bar > 1 ? width - x - 1.5 : room * bar;
  const parts = [
    part('rect', { class: 'track', x, y, width: room, height: 2.4, rx: 1 }),
    part('rect', { class: 'use', x, y, width: round(used), height: 2.4, rx: 1 }),
  ];
  if (bar > 1) parts.push(part('path', { class: 'cap', d: `M${round(width - 1.5)} ${y - 2}v6.4` }));
  return parts;
}

/** Leaves once outwards in the colour of the new family. */
function changeRing(
  { width, height }: TileItem,
  radius: number,
  { changing, held }: TileMotion,
): Part {
  const out = held ? 1 : 1 + 3 * (1 - (changing ?? 0));
  return part('rect', {
    class: 'change',
    x: -out,
    y: -out,
    width: width + 2 * out,
    height: height + 2 * out,
    rx: radius + out,
    opacity: round(changing ?? 0),
  });
}
