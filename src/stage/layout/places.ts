/** Where everything lies, in pixels of its half: what `layout` decides and `scene` draws. */
import type { Box, Half, Tile, Zone } from '../view';
import type { Metrics } from './metrics';
import type { Slot } from './shelve';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TilePlace extends Place {
  readonly tile: Tile;
}

/** One row of a box: what is free of it, widest gap first. */
export interface RowPlace extends Place {
  readonly gaps: readonly { readonly x: number; readonly width: number }[];
  /** Thousandths of a vCPU, or MiB, that are free in this row. */
  readonly free: number;
  /** Start of what the platform keeps for itself, to the row's end. */
  readonly reservedX: number | null;
}

export interface BoxPlace extends Place {
  readonly box: Box;
  readonly metrics: Metrics;
  /** Of the row: 1 or 4 vCPU (4 or 16 GiB). */
  readonly rowSize: number;
  readonly rows: readonly RowPlace[];
  readonly tiles: readonly TilePlace[];
  /** Where each tile lies in row units: remembered, so that it keeps its place. */
  readonly slots: ReadonlyMap<string, Slot>;
  readonly column: number;
}

/** Where a zone may lie, and by which measures. */
export interface ZoneFrame extends Place {
  readonly metrics: Metrics;
  readonly columns: number;
  readonly by: ScaleBy;
  /** A band instead of single requests: no channel is kept free. */
  readonly banded: boolean;
  /** Where the zone's water ends; `height` is what its content may use. */
  readonly floorY: number;
}

export interface ZonePlace extends Place {
  readonly zone: Zone;
  readonly frame: ZoneFrame;
  readonly bandY: number;
  /** Requests come down here; null where there is no room or a band says it. */
  readonly channelX: number | null;
  readonly gateX: number;
  readonly labelX: number;
  readonly boxes: readonly BoxPlace[];
  readonly tallyBar: Place | null;
  readonly floating: FloatingPlace | null;
}

/** Tiles with a machine of their own, each in its mooring. */
export interface FloatingPlace extends Place {
  readonly tiles: readonly TilePlace[];
  /** Beside the last tile, where its name fits; null where it does not. */
  readonly labelX: number | null;
}

export interface LanePlace extends Place {
  readonly tiles: readonly TilePlace[];
  readonly unmade: readonly Place[];
  /** Tiles for which there is no room. */
  readonly hidden: number;
  readonly textX: number;
  /** `line`: one line of counts. `tiles`: with the reason beside them. `chips`: exceptions by state. */
  readonly kind: 'line' | 'tiles' | 'chips';
}

export interface HalfPlace extends Place {
  readonly half: Half;
  readonly metrics: Metrics;
  readonly margin: number;
  /** Narrow: names are shortened and second texts are left out. */
  readonly narrow: boolean;
  readonly lineY: number | null;
  readonly waterY: number;
  readonly zones: readonly ZonePlace[];
  readonly lane: LanePlace;
}

export type ScaleBy = 'cpu' | 'memory';

export interface Boxes extends Size {
  readonly metrics: Metrics;
  readonly columns: number;
  readonly scaleBy: ScaleBy;
  readonly stacked: boolean;
  readonly halves: readonly HalfPlace[];
}
