/**
 * Which density, row and number of columns: the largest row that fits without scrolling, on both halves alike. To
 * go back to a larger density the number of tiles must fall a fifth below its limit, and a larger row needs a fifth
 * of a row to spare, so that nothing flickers.
 */
import type { Half } from '../view';
import { DENSITIES, drawsTiles, metricsOf, type Metrics } from './metrics';
import { columnWidth, zoneHeight } from './placeZone';
import type { Boxes, ScaleBy } from './places';

/** Room for the zones of one half. */
export interface Room {
  readonly half: Half;
  readonly zoneWidth: number;
  readonly height: number;
}

export interface Fit {
  readonly metrics: Metrics;
  readonly columns: number;
}

/** From so many tiles on, requests are a band per zone. */
export const BAND_FROM = 300;
const SLACK = 0.2;

export function fit(rooms: readonly Room[], by: ScaleBy, previous: Boxes | null): Fit {
  const first = smallestDensity(rooms, previous);
  let last: Fit | null = null;
  for (const rule of DENSITIES.slice(first))
    for (const rowPx of rule.rows)
      for (let columns = 1; columns <= MAX_COLUMNS; columns++) {
        const known = previous?.metrics;
        const metrics =
          known?.density === rule.density && known.rowPx === rowPx ? known : metricsOf(rule, rowPx);
        const narrowest = Math.min(
          ...rooms.map(({ half, zoneWidth }) =>
            columnWidth({ width: zoneWidth, metrics, columns, banded: isBanded(half, metrics) }),
          ),
        );
        if (columns > 1 && narrowest < rule.minBox) break;
        const slack = known && rowPx > known.rowPx ? SLACK * rowPx : 0;
        last = { metrics, columns };
        if (rooms.every((room) => heightOf(room, metrics, columns, by) + slack <= room.height))
          return last;
      }
  return last!;
}

const MAX_COLUMNS = 24;

export const isBanded = (half: Half, metrics: Metrics): boolean =>
  half.count >= BAND_FROM || !drawsTiles(metrics);

function smallestDensity(rooms: readonly Room[], previous: Boxes | null): number {
  const count = Math.max(0, ...rooms.map(({ half }) => half.count));
  const byCount = DENSITIES.findIndex(({ upTo }) => count <= upTo);
  const before = previous
    ? DENSITIES.findIndex(({ density }) => density === previous.metrics.density)
    : byCount;
  if (before <= byCount || count <= (1 - SLACK) * DENSITIES[byCount]!.upTo) return byCount;
  return byCount + 1;
}

function heightOf(room: Room, metrics: Metrics, columns: number, by: ScaleBy): number {
  const banded = isBanded(room.half, metrics);
  const frame = { width: room.zoneWidth, metrics, columns, by, banded };
  return Math.max(0, ...room.half.zones.map((zone) => zoneHeight(zone, frame)));
}
