/**
 * View and size -> where everything lies. Pure; `previous` is the last result, from which tiles and boxes keep their
 * places and unchanged boxes keep their objects.
 */
import { halvesOf, type Half, type View } from '../view';
import { fit, isBanded, type Fit, type Room } from './fit';
import { BARE_HEAD, LINE_HEAD } from './metrics';
import { laneRoom, placeLane } from './placeLane';
import { bandTop, placeZone } from './placeZone';
import type { BoxPlace, Boxes, HalfPlace, Place, ScaleBy, Size, ZoneFrame } from './places';

/** Below this width two halves stand one above the other. */
const STACKED_BELOW = 640;
/** Below this width a half leaves out second texts. */
const NARROW_BELOW = 480;
const ZONE_GAP = 6;

export function layout(
  view: View,
  size: Size,
  previous: Boxes | null,
  scaleBy: ScaleBy = 'cpu',
): Boxes {
  const halves = halvesOf(view);
  const stacked = halves.length > 1 && size.width < STACKED_BELOW;
  const sameFrame =
    previous?.width === size.width &&
    previous.height === size.height &&
    previous.scaleBy === scaleBy &&
    previous.halves.length === halves.length;
  if (sameFrame && previous.halves.every((place, i) => place.half === halves[i])) return previous;
  const frames = halves.map((half, i) => halfFrame(half, size, halves.length, i, stacked));
  const rooms = frames.map((frame): Room => ({
    half: frame.half,
    zoneWidth: frame.zoneWidth,
    height: frame.height - frame.head - laneRoom(null, frame.narrow),
  }));
  const chosen = fit(rooms, scaleBy, previous);
  const before = previous?.scaleBy === scaleBy ? previous : null;
  return {
    width: size.width,
    height: size.height,
    metrics: chosen.metrics,
    columns: chosen.columns,
    scaleBy,
    stacked,
    halves: frames.map((frame) =>
      placeHalf(
        frame,
        chosen,
        scaleBy,
        before?.halves.find((each) => each.half.platform === frame.half.platform),
      ),
    ),
  };
}

interface HalfFrame extends Place {
  readonly half: Half;
  readonly narrow: boolean;
  readonly margin: number;
  /** Above the zones. */
  readonly head: number;
  readonly zoneWidth: number;
}

function halfFrame(half: Half, size: Size, count: number, i: number, stacked: boolean): HalfFrame {
  const across = stacked ? 1 : count;
  const left = Math.round((size.width * i) / across);
  const width = stacked ? size.width : Math.round((size.width * (i + 1)) / across) - left;
  const top = stacked ? Math.round((size.height * i) / count) : 0;
  const height = stacked ? Math.round((size.height * (i + 1)) / count) - top : size.height;
  const narrow = width < NARROW_BELOW;
  const margin = narrow ? 12 : 14;
  const zones = Math.max(1, half.zones.length);
  return {
    half,
    x: stacked ? 0 : left,
    y: top,
    width,
    height,
    narrow,
    margin,
    head: half.loadBalancer ? LINE_HEAD : BARE_HEAD,
    zoneWidth: (width - 2 * margin - (zones - 1) * ZONE_GAP) / zones,
  };
}

function placeHalf(
  frame: HalfFrame,
  { metrics, columns }: Fit,
  by: ScaleBy,
  previous: HalfPlace | undefined,
): HalfPlace {
  const { half, head, margin, narrow, zoneWidth } = frame;
  const known = new Map<string, BoxPlace>();
  if (previous)
    for (const zone of previous.zones) for (const box of zone.boxes) known.set(box.box.id, box);
  const lane = placeLane(half, frame, metrics, narrow);
  const zoneFrame: Omit<ZoneFrame, 'x'> = {
    y: head,
    width: zoneWidth,
    height: frame.height - head - laneRoom(metrics, narrow),
    metrics,
    columns,
    by,
    banded: isBanded(half, metrics),
    floorY: lane.y,
  };
  const band = bandTop(half.zones, zoneFrame, known);
  return {
    half,
    x: frame.x,
    y: frame.y,
    width: frame.width,
    height: frame.height,
    metrics,
    margin,
    narrow,
    lineY: half.loadBalancer ? head - 18 : null,
    waterY: head - 10,
    zones: half.zones.map((zone, i) =>
      placeZone(
        zone,
        { ...zoneFrame, x: margin + i * (zoneWidth + ZONE_GAP) },
        band,
        known,
        previous?.zones.find((each) => each.zone.name === zone.name),
      ),
    ),
    lane,
  };
}
