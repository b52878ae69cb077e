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
  for (const rule of DENSITIES.slice(first)) {
    const fitting = candidates(rooms, rule, by, previous);
    const best = rule.density === 'mosaic' ? clearest(fitting, rooms, previous) : fitting[0];
    if (best) return best;
  }
  const smallest = DENSITIES.at(-1)!;
  return { metrics: metricsOf(smallest, smallest.rows.at(-1)!), columns: MAX_COLUMNS };
}

/** What fits, largest row first, then fewest columns. */
function candidates(
  rooms: readonly Room[],
  rule: (typeof DENSITIES)[number],
  by: ScaleBy,
  previous: Boxes | null,
): readonly Fit[] {
  const known = previous?.metrics;
  const found: Fit[] = [];
  for (const rowPx of rule.rows)
    for (let columns = 1; columns <= MAX_COLUMNS; columns++) {
      const same = known?.density === rule.density && known.rowPx === rowPx;
      const metrics = same ? known : metricsOf(rule, rowPx);
      if (columns > 1 && narrowest(rooms, metrics, columns) < rule.minBox) break;
      const slack = known && rowPx > known.rowPx ? SLACK * rowPx : 0;
      if (rooms.every((room) => heightOf(room, metrics, columns, by) + slack <= room.height)) {
        found.push({ metrics, columns });
        break;
      }
    }
  return found;
}

const narrowest = (rooms: readonly Room[], metrics: Metrics, columns: number): number =>
  Math.min(
    ...rooms.map(({ half, zoneWidth }) =>
      columnWidth({ width: zoneWidth, metrics, columns, banded: isBanded(half, metrics) }),
    ),
  );

/** In a mosaic a tile is an eighth of a row; what counts is the shorter of its sides. */
function clearest(
  fitting: readonly Fit[],
  rooms: readonly Room[],
  previous: Boxes | null,
): Fit | undefined {
  const clear = ({ metrics, columns }: Fit): number =>
    Math.min(metrics.rowPx, (narrowest(rooms, metrics, columns) - 2 * metrics.pad) / 8);
  const best = fitting.reduce<Fit | undefined>(
    (found, each) => (found && clear(found) >= clear(each) ? found : each),
    undefined,
  );
  const kept = fitting.find(
    ({ metrics, columns }) => metrics === previous?.metrics && columns === previous.columns,
  );
  return kept && best && clear(best) < (1 + SLACK) * clear(kept) ? kept : best;
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
