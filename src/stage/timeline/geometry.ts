/** Where time and lanes lie on the strip. */
import { clock } from '../clock';
import type { Size } from '../layout/places';
import { LANES, type Lane, type TimelineView } from './view';

export interface Geometry extends Size {
  readonly left: number;
  readonly right: number;
  /** Lanes have their names beside them; without room, only their shapes. */
  readonly named: boolean;
  /** A strip: the rule, and all lanes in one. */
  readonly strip: boolean;
  readonly ruleY: number;
  readonly lanesY: number;
  readonly floorY: number;
  x(atMs: number): number;
  at(x: number): number;
}

const LANE_HEIGHTS: Readonly<Record<Lane, number>> = {
  you: 15,
  faults: 15,
  ecs: 23,
  kubernetes: 23,
};
export const RULE = 5;

export function geometryOf(view: Pick<TimelineView, 'fromMs' | 'toMs'>, size: Size): Geometry {
  const strip = size.height < 80;
  const named = !strip && size.width >= 480;
  const left = strip ? 8 : named ? 104 : 34;
  const right = size.width - (strip ? 8 : 14);
  const span = Math.max(1, view.toMs - view.fromMs);
  const lanesY = strip ? size.height - 15 : 20;
  const lanes = strip ? 13 : LANES.reduce((sum, lane) => sum + LANE_HEIGHTS[lane], 0);
  return {
    ...size,
    left,
    right,
    named,
    strip,
    ruleY: strip ? lanesY - 9 : 10,
    lanesY,
    floorY: lanesY + lanes,
    x: (atMs) => left + ((right - left) * (atMs - view.fromMs)) / span,
    at: (x) =>
      view.fromMs +
      (span * Math.min(right - left, Math.max(0, x - left))) / Math.max(1, right - left),
  };
}

export function laneAt(
  geometry: Geometry,
  lane: Lane,
): { readonly y: number; readonly height: number } {
  if (geometry.strip) return { y: geometry.lanesY, height: 13 };
  let y = geometry.lanesY;
  for (const each of LANES) {
    if (each === lane) break;
    y += LANE_HEIGHTS[each];
  }
  return { y, height: LANE_HEIGHTS[lane] };
}

/** Width of one in a written time, px. */
const GLYPH = 7;

const STEPS_S = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
];

/** The zebra's step, and every how many of them the time is written. */
export function stepsOf(
  geometry: Geometry,
  { fromMs, toMs, originMs }: Pick<TimelineView, 'fromMs' | 'toMs' | 'originMs'>,
): { readonly stepMs: number; readonly labelMs: number } {
  const perSecond = (1000 * (geometry.right - geometry.left)) / Math.max(1, toMs - fromMs);
  const last = STEPS_S.at(-1)!;
  const step = STEPS_S.find((seconds) => seconds * perSecond >= 20) ?? last;
  // The last time ends at the edge, the one before it stands over its mark: half of that and all of this, and air.
  const room = Math.max(72, 1.5 * GLYPH * clock(toMs - originMs).length + 12);
  const label =
    STEPS_S.find((seconds) => seconds % step === 0 && seconds * perSecond >= room) ?? last;
  return { stepMs: 1000 * step, labelMs: 1000 * label };
}
