/** Under the zones: those that wait, with the reason beside them; or one line of counts; or exceptions by state. */
import type { Half } from '../view';
import {
  LANE_CHIPS,
  LANE_LINE,
  LANE_NARROW,
  LANE_TILES,
  drawsTiles,
  type Metrics,
} from './metrics';
import type { LanePlace, Place, TilePlace } from './places';

const TILE_WIDTH = 66;
const TILE_HEIGHT = 32;
const GAP = 5;
/** The reason keeps at least this much. */
const TEXT_WIDTH = 300;

/** The height that is kept free for the lane, whether it is used or not. */
export function laneRoom(metrics: Metrics | null, narrow: boolean): number {
  if (metrics && !drawsTiles(metrics)) return LANE_CHIPS;
  return narrow ? LANE_NARROW : LANE_TILES;
}

export function placeLane(
  half: Half,
  frame: { readonly width: number; readonly height: number; readonly margin: number },
  metrics: Metrics,
  narrow: boolean,
): LanePlace {
  const kind = laneKind(half, metrics);
  const height = kind === 'line' ? LANE_LINE : laneRoom(metrics, narrow);
  const lane: Place = { x: 0, y: frame.height - height, width: frame.width, height };
  if (kind !== 'tiles')
    return { ...lane, kind, tiles: [], unmade: [], hidden: 0, textX: frame.margin };
  const room = frame.width - 2 * frame.margin;
  const most = Math.max(
    1,
    Math.floor((Math.max(room / (narrow ? 4 : 2), room - TEXT_WIDTH) + GAP) / (TILE_WIDTH + GAP)),
  );
  const y = lane.y + (height - TILE_HEIGHT) / 2;
  const slot = (i: number): Place => ({
    x: frame.margin + i * (TILE_WIDTH + GAP),
    y,
    width: TILE_WIDTH,
    height: TILE_HEIGHT,
  });
  const { tiles, unmade } = half.waiting;
  const shown = tiles.slice(0, most);
  const standIns = Math.min(most - shown.length, unmade?.count ?? 0);
  return {
    ...lane,
    kind,
    tiles: shown.map((tile, i): TilePlace => ({ tile, ...slot(i) })),
    unmade: Array.from({ length: standIns }, (_, i) => slot(shown.length + i)),
    hidden: tiles.length - shown.length + (unmade?.count ?? 0) - standIns,
    textX: slot(shown.length + standIns).x + 4,
  };
}

function laneKind(half: Half, metrics: Metrics): LanePlace['kind'] {
  if (!drawsTiles(metrics)) return 'chips';
  return half.waiting.tiles.length > 0 || half.waiting.unmade ? 'tiles' : 'line';
}
