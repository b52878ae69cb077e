/**
 * The five densities and their measures. A density holds so many tiles a half; within it the row is one of a few
 * heights, a fifth apart, and the layout takes the largest that fits.
 */
export type Density = 'close' | 'normal' | 'compact' | 'mosaic' | 'tally';

/** Lengths in pixels. */
export interface Metrics {
  readonly density: Density;
  readonly rowPx: number;
  readonly rowGap: number;
  /** Above the rows: the box's name. */
  readonly head: number;
  /** Below the rows: memory. */
  readonly foot: number;
  readonly pad: number;
  /** Between boxes, down and across. */
  readonly boxGap: number;
  readonly columnGap: number;
  /** From the zone's top to its first box. */
  readonly zoneHead: number;
  /** Narrowest tile that can still be told apart. */
  readonly minTile: number;
}

interface DensityRule {
  readonly density: Density;
  /** Tiles a half. */
  readonly upTo: number;
  readonly rows: readonly number[];
  /** Narrowest box when there is more than one column. */
  readonly minBox: number;
  readonly measures: Omit<Metrics, 'density' | 'rowPx'>;
}

const ROOMY = {
  rowGap: 3,
  head: 20,
  foot: 15,
  pad: 6,
  boxGap: 16,
  columnGap: 22,
  zoneHead: 22,
  minTile: 9,
};

export const DENSITIES: readonly DensityRule[] = [
  { density: 'close', upTo: 24, rows: [54, 46, 40], minBox: 150, measures: ROOMY },
  {
    density: 'normal',
    upTo: 80,
    rows: [36, 32, 28],
    minBox: 110,
    measures: { ...ROOMY, boxGap: 12, zoneHead: 20 },
  },
  {
    density: 'compact',
    upTo: 300,
    rows: [22, 18, 16, 13],
    minBox: 64,
    measures: {
      rowGap: 2,
      head: 17,
      foot: 8,
      pad: 5,
      boxGap: 12,
      columnGap: 12,
      zoneHead: 22,
      minTile: 6,
    },
  },
  {
    density: 'mosaic',
    upTo: 1500,
    rows: [12, 10, 9, 8, 7, 6],
    minBox: 36,
    measures: {
      rowGap: 1.2,
      head: 4,
      foot: 4,
      pad: 4,
      boxGap: 8,
      columnGap: 7,
      zoneHead: 34,
      minTile: 4,
    },
  },
  {
    density: 'tally',
    upTo: Infinity,
    rows: [11, 8, 5, 3, 2],
    minBox: 24,
    measures: {
      rowGap: 0,
      head: 0,
      foot: 0,
      pad: 0,
      boxGap: 3,
      columnGap: 5,
      zoneHead: 34,
      minTile: 0,
    },
  },
];

/** A box is never wider: beyond this a longer row says nothing more. */
export const MAX_BOX = 280;

export const metricsOf = (rule: DensityRule, rowPx: number): Metrics => ({
  density: rule.density,
  rowPx,
  ...rule.measures,
});

/** Each tile is an element of its own; above, a path holds all tiles of a box and family. */
export const drawsTiles = ({ density }: Metrics): boolean =>
  density === 'close' || density === 'normal' || density === 'compact';

/** Where the mosaic's lens and the waiting lane draw tiles. */
export const LENS_METRICS: Metrics = {
  density: 'normal',
  rowPx: 30,
  ...ROOMY,
  head: 0,
  foot: 0,
  pad: 0,
};

/** Height of the head with the load balancer, and of the head without one. */
export const LINE_HEAD = 48;
export const BARE_HEAD = 10;
/** The lane: one line; tiles with their reason; on a narrow half. Room for tiles is kept free always, so that a
 *  tile that waits for a second moves nothing. */
export const LANE_LINE = 26;
export const LANE_TILES = 44;
export const LANE_NARROW = 56;
export const LANE_CHIPS = 38;
