/** A tile at one moment: how full it is, what its bar says, how far it has faded. */
import { clock } from '../clock';
import type { TileItem } from '../frame';
import type { TilePlace } from '../layout/places';
import { remember } from '../records';
import { FADE_MS } from '../tileStates';
import type { Platform, Span, Tile } from '../view';
import type { Words } from '../words';

export interface TileContext {
  readonly nowMs: number;
  readonly words: Words;
  readonly platform: Platform;
  /** `on i-0c41 in us-east-1a`, or that it waits. */
  readonly where: string;
  readonly moored: boolean;
  readonly noteFirst: boolean;
}

/** The same object as long as nothing changes: only what is under way depends on the time. */
export function tileItem(place: TilePlace, context: TileContext): TileItem {
  const { span, endedAtMs } = place.tile;
  return itemAt(place, {
    ...context,
    nowMs: span === null && endedAtMs === null ? 0 : context.nowMs,
  });
}

const itemAt = remember((place: TilePlace, context: TileContext): TileItem => {
  const { tile } = place;
  const { nowMs, platform } = context;
  const backOff = tile.family === 'broken' && tile.span?.dueAtMs != null ? tile.span : null;
  return {
    key: tile.id,
    ref: tile.ref,
    label: tileLabel(tile, context),
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    platform,
    family: tile.family,
    state: tile.state,
    glyph: tile.glyph,
    old: tile.old,
    flag: tile.flies && tile.revision !== null ? tile.revision % 6 : null,
    name: tile.family === 'system' ? '' : tile.name,
    note: noteOf(tile, backOff, nowMs),
    noteFirst: context.noteFirst,
    restarts: tile.family === 'serving' ? tile.restarts : 0,
    fill: fillOf(tile, nowMs),
    bar: backOff ? 1 - progress(backOff, nowMs) : tile.family === 'serving' ? tile.use : null,
    opacity:
      tile.endedAtMs === null
        ? 1
        : 1 - Math.min(1, Math.max(0, (nowMs - tile.endedAtMs) / FADE_MS)),
    moored: context.moored,
    ...(tile.spot ? { spot: true } : {}),
  };
});

/** Where nothing says when it is due, it approaches its end without reaching it: half way after this long. */
const HALF_WAY_MS = 6_000;
/** Steps too small to be seen are not drawn. */
const STEPS = 400;

/** Share of the way from start to due. */
export function progress(span: Span, nowMs: number, halfWayMs = HALF_WAY_MS): number {
  const elapsed = Math.max(0, nowMs - span.startedAtMs);
  const share =
    span.dueAtMs === null
      ? elapsed / (elapsed + halfWayMs)
      : elapsed / Math.max(1, span.dueAtMs - span.startedAtMs);
  return Math.round(Math.min(1, share) * STEPS) / STEPS;
}

function fillOf(tile: Tile, nowMs: number): number | null {
  if (tile.family === 'starting') return tile.span ? progress(tile.span, nowMs) : 0;
  if (tile.family === 'leaving') return tile.span ? 1 - progress(tile.span, nowMs) : 1;
  return null;
}

/** `×5 1:12` while it is held back: restarts and what is left of the back-off. */
function noteOf(tile: Tile, backOff: Span | null, nowMs: number): string {
  if (!backOff) return tile.family === 'system' ? '' : tile.shortId;
  const left = clock((backOff.dueAtMs ?? nowMs) - nowMs + 999);
  return tile.restarts > 0 ? `×${tile.restarts} ${left}` : left;
}

function tileLabel(tile: Tile, { words, platform, where }: TileContext): string {
  const kind = words.thing[platform === 'ecs' ? 'task' : 'pod'];
  const parts = [`${kind} ${tile.name} ${tile.shortId}`, tile.state];
  if (tile.flies && tile.revision !== null) parts.push(words.revision(tile.revision));
  if (tile.spot) parts.push('FARGATE_SPOT');
  if (tile.restarts > 0) parts.push(words.restarted(tile.restarts));
  parts.push(where);
  return parts.join(', ');
}
