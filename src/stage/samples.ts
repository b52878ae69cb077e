/** Every state of the grammar as a tile to look at, for the key: at any of the three sizes. */
import type { TileItem } from './frame';
import { tileMark } from './marks/tile';
import { mosaicPaths } from './scene/mosaic';
import { part, paint, type Part } from './part';
import { ECS_STATES, KUBERNETES_STATES, waitingReason, type TileState } from './tileStates';
import type { Platform, Tile } from './view';

export interface Sample {
  readonly platform: Platform;
  readonly of: TileState;
  readonly fill: number | null;
  readonly bar: number | null;
  readonly note: string;
}

const FILLS: Readonly<Record<string, number>> = {
  PENDING: 0.4,
  ACTIVATING: 0.8,
  DEACTIVATING: 0.8,
  STOPPING: 0.5,
  DEPROVISIONING: 0.15,
  ContainerCreating: 0.4,
  'Running, not Ready': 0.95,
  Terminating: 0.6,
};

const sample = (platform: Platform, of: TileState, note: string): Sample => ({
  platform,
  of,
  fill: FILLS[of.state] ?? null,
  bar: of.family === 'serving' || of.family === 'broken' ? 0.6 : null,
  note,
});

export const SAMPLES: Readonly<Record<Platform, readonly Sample[]>> = {
  ecs: Object.values(ECS_STATES).map((of) => sample('ecs', of, '8f3a')),
  kubernetes: [
    KUBERNETES_STATES.Pending,
    KUBERNETES_STATES.ContainerCreating,
    KUBERNETES_STATES.NotReady,
    KUBERNETES_STATES.Ready,
    KUBERNETES_STATES.LostReady,
    waitingReason('CrashLoopBackOff'),
    waitingReason('ImagePullBackOff'),
    KUBERNETES_STATES.Terminating,
    KUBERNETES_STATES.Succeeded,
    KUBERNETES_STATES.Failed,
    KUBERNETES_STATES.Unknown,
  ].map((of) => sample('kubernetes', of, of.state === 'CrashLoopBackOff' ? '×5 1:12' : 'k8v2m')),
};

/** 80 x 32: with its texts. 24 x 16: glyph and fill. 9 x 8.5: as in a mosaic. */
export type SampleSize = 'normal' | 'compact' | 'mosaic';
const SIZES = {
  normal: { width: 80, height: 32 },
  compact: { width: 24, height: 16 },
  mosaic: { width: 9, height: 8.5 },
} as const;

/** Into an `svg` of its own, with room for the strokes around it. */
export function drawSample(svg: SVGSVGElement, drawn: Sample, size: SampleSize): void {
  const { width, height } = SIZES[size];
  const attrs = {
    class: 'sample-drawing',
    'aria-hidden': 'true',
    width: width + 4,
    height: height + 4,
    viewBox: `-2 -2 ${width + 4} ${height + 4}`,
  };
  paint(svg, part('svg', attrs, sampleParts(drawn, size)));
}

export function sampleParts(drawn: Sample, size: SampleSize): readonly Part[] {
  const item = itemOf(drawn, size);
  if (size !== 'mosaic') return [tileMark(item)];
  const place = { ...item, tile: { family: item.family, old: item.old } as Tile };
  return mosaicPaths([place], drawn.platform).map(({ family, old, part: name, d }) =>
    part('path', {
      class: `mote-${name}`,
      'data-family': family,
      'data-revision': old ? 'old' : 'new',
      d,
    }),
  );
}

const itemOf = ({ platform, of, fill, bar, note }: Sample, size: SampleSize): TileItem => ({
  key: of.state,
  ref: { kind: platform === 'ecs' ? 'ecs/Task' : 'kubernetes/Pod', key: of.state },
  label: of.state,
  x: 0,
  y: 0,
  ...SIZES[size],
  platform,
  family: of.family,
  state: of.state,
  glyph: of.glyph,
  old: false,
  flag: null,
  name: 'web',
  note,
  noteFirst: false,
  restarts: 0,
  fill,
  bar,
  opacity: 1,
  moored: false,
});
