/** A box at one moment: what is free in its rows, its memory, how far it has come up. */
import { clock } from '../clock';
import type { BadgeItem, BoxItem, RowItem } from '../frame';
import { drawsTiles } from '../layout/metrics';
import { amountOf } from '../layout/placeBox';
import type { BoxPlace, Place, RowPlace, ScaleBy } from '../layout/places';
import { clipped, sansWidth } from '../layout/textWidth';
import { remember } from '../records';
import type { Badge, Platform, Tile } from '../view';
import type { Words } from '../words';
import { progress } from './tileItem';

export interface BoxContext {
  readonly nowMs: number;
  readonly words: Words;
  readonly platform: Platform;
  readonly narrow: boolean;
  readonly scaleBy: ScaleBy;
  /** Why the selected tile would not fit here; undefined: it would, or nothing is asked. */
  readonly reason: string | undefined;
}

/** Half way of a boot that nobody can say the end of. */
const BOOT_HALF_WAY_MS = 45_000;

/** The same object as long as nothing changes: only a launch depends on the time. */
export const boxItem = (place: BoxPlace, context: BoxContext): BoxItem =>
  itemAt(place, { ...context, nowMs: place.box.launch ? context.nowMs : 0 });

const itemAt = remember((place: BoxPlace, context: BoxContext): BoxItem => {
  const { box, metrics } = place;
  const { platform, narrow, words, reason } = context;
  const named = drawsTiles(metrics);
  const drop = place.rows[0] ? place.rows[0].y - place.y - metrics.head : 0;
  const room = place.width - 2 * metrics.pad;
  const name = narrow || sansWidth(box.name, 11) > room ? shortened(box.name) : box.name;
  const typeRoom = room - sansWidth(name, 11) - 10;
  return {
    key: box.id,
    ref: box.ref,
    label: `${words.thing[platform === 'ecs' ? 'instance' : 'node']} ${box.name}, ${box.type}, ${box.zone}, ${words.tiles(platform, box.tiles.filter(counts).length)}${box.kept ? `, ${words.kept}` : ''}`,
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    platform,
    density: metrics.density,
    state: box.state,
    name: named
      ? {
          text: clipped(name, room, 11) ?? '',
          y: drop + (metrics.density === 'compact' ? 12.5 : 14),
        }
      : null,
    type: named ? typeText(box.type, typeRoom, narrow) : null,
    rows: box.launch || !named ? [] : place.rows.map((row) => rowItem(row, place, context)),
    foot: box.launch || !named ? null : footOf(place, context),
    launch: launchOf(place, context),
    infeasible: reason !== undefined,
    kept: box.kept === true && named,
  };
});

const SPOT = 'spot';

/** That it is a spot instance is said even where its type has no room. */
function typeText(type: string, room: number, narrow: boolean): string | null {
  if (!narrow && sansWidth(type, 10.5) <= room) return type;
  return type.endsWith(` ${SPOT}`) && sansWidth(SPOT, 10.5) <= room ? SPOT : null;
}

/** Alive, and not part of the node itself. */
export const counts = (tile: Tile): boolean => tile.family !== 'system' && tile.endedAtMs === null;

/** `ip-10-0-1-23` -> `…1-23` */
export const shortened = (name: string): string =>
  name.startsWith('ip-') ? `…${name.split('-').slice(3).join('-')}` : name;

function rowItem(
  row: RowPlace,
  place: BoxPlace,
  { platform, words, scaleBy, reason }: BoxContext,
): RowItem {
  const { box, metrics } = place;
  const open = box.state === 'ok';
  const ticks = open && metrics.density !== 'compact' ? ticksIn(row) : [];
  const widest = row.gaps[0];
  const share = widest ? widest.width / row.width : 0;
  const text =
    reason ??
    words.free(share > 0.98 ? wholeRow(place, scaleBy) : freeText(row.free, platform, scaleBy));
  const fits = widest && metrics.rowPx >= 13 && sansWidth(text, 10.5) + 6 <= widest.width;
  const tells = reason !== undefined || (open && share >= 0.2 && row.free > 0);
  return {
    x: row.x,
    y: row.y,
    width: row.width,
    height: row.height,
    ticks,
    free: fits && tells ? { x: widest.x + widest.width - 4, text } : null,
    reservedX: row.reservedX,
  };
}

/** At every quarter of the row that is free. */
function ticksIn(row: RowPlace): readonly number[] {
  return [0.25, 0.5, 0.75]
    .map((share) => row.x + share * row.width)
    .filter((x) => row.gaps.some((gap) => gap.x + 2 < x && x < gap.x + gap.width - 2));
}

const wholeRow = ({ rowSize }: BoxPlace, by: ScaleBy): string =>
  by === 'cpu' ? `${rowSize / 1000} vCPU` : `${rowSize / 1024} GiB`;

/** ECS counts CPU units, 1024 a vCPU; Kubernetes thousandths. */
function freeText(amount: number, platform: Platform, by: ScaleBy): string {
  if (by === 'memory') return `${oneDecimal(amount / 1024)} GiB`;
  return platform === 'ecs' ? String(Math.round(amount * 1.024)) : `${Math.round(amount)}m`;
}

/** What the rows do not show: memory, or CPU where the rows are memory. */
function footOf(place: BoxPlace, { scaleBy }: BoxContext): BoxItem['foot'] {
  const other = scaleBy === 'cpu' ? 'memory' : 'cpu';
  const { asked, capacity, reserved } = amountOf(place.box, other);
  const unit = other === 'memory' ? 1024 : 1000;
  const usable = capacity - reserved;
  if (usable <= 0) return null;
  const text = `${oneDecimal(asked / unit)} / ${oneDecimal(usable / unit)} ${other === 'memory' ? 'GiB' : 'vCPU'}`;
  const fits = sansWidth(text, 10.5) + 36 <= place.width - 2 * place.metrics.pad;
  return {
    value: Math.min(1, asked / usable),
    text: place.metrics.density !== 'compact' && fits ? text : null,
  };
}

const oneDecimal = (n: number): string => String(Math.round(n * 10) / 10);

function launchOf({ box }: BoxPlace, { nowMs, words, platform }: BoxContext): BoxItem['launch'] {
  if (!box.launch) return null;
  const { state, span } = box.launch;
  const lines = [`${state} ${clock(nowMs - span.startedAtMs)}`];
  if (span.dueAtMs !== null && span.dueAtMs < Infinity)
    lines.push(words.joinsIn(platform, clock(span.dueAtMs - nowMs)));
  return { progress: progress(span, nowMs, BOOT_HALF_WAY_MS), lines };
}

/** Badges hang on the top edge of a box. */
export function boxBadge(place: BoxPlace, words: Words, nowMs: number): BadgeItem | null {
  const { box, metrics } = place;
  if (!box.badge || !drawsTiles(metrics)) return null;
  const at = { x: place.x + metrics.pad, y: place.y - 9 };
  return badgeItem(box.id, box.badge, at, place.width - 2 * metrics.pad + 10, words, nowMs);
}

const BADGE_SIZE = 10.5;

export function badgeItem(
  key: string,
  badge: Badge,
  at: Pick<Place, 'x' | 'y'>,
  room: number,
  words: Words,
  nowMs: number,
): BadgeItem {
  const label = words.badge[badge.label];
  const { sinceMs, untilMs } = badge;
  const time = untilMs !== undefined ? untilMs - nowMs : sinceMs === null ? null : nowMs - sinceMs;
  const timed = (told: string): string => (time === null ? told : `${told} ${clock(time)}`);
  const texts = [timed(label), timed(words.badgeShort[badge.label] ?? label)];
  const text =
    texts.find((each) => sansWidth(each, BADGE_SIZE) + 12 <= room) ??
    clipped(label, room - 12, BADGE_SIZE) ??
    '';
  return {
    key,
    ...at,
    width: sansWidth(text, BADGE_SIZE) + 12,
    height: 16,
    tone: badge.tone,
    text,
  };
}
