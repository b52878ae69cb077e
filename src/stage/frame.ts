/**
 * One picture as data: what `scene` computes, `ease` moves and `draw` paints. Everything is in pixels of its half;
 * looks are names (`family`, `state`, `tone`) that the style sheet knows. Items are flat and small, so that `draw`
 * can tell by their fields whether anything changed.
 */
import type { Ref } from '../engine/model';
import type { Density } from './layout/metrics';
import type { Place } from './layout/places';
import type { Badge, BoxState, Family, GlyphName, Platform } from './view';

export interface Item {
  readonly key: string;
}

/** What can be pointed at, focused and selected; `label` is what it is called aloud. */
export interface Thing extends Item, Place {
  readonly ref: Ref;
  readonly label: string;
}

export interface TileItem extends Thing {
  readonly platform: Platform;
  readonly family: Family;
  readonly state: string;
  readonly glyph: GlyphName | null;
  readonly old: boolean;
  /** Picks one of six flags; null: none is flown. */
  readonly flag: number | null;
  readonly name: string;
  /** Id, or what is more urgent: restarts and back-off left. */
  readonly note: string;
  /** Where the name stands beside it, the note is the better text inside. */
  readonly noteFirst: boolean;
  readonly restarts: number;
  /** Full part of a tile on its way in or out. */
  readonly fill: number | null;
  /** At the foot: CPU used of CPU asked, or back-off left; may pass 1. */
  readonly bar: number | null;
  /** Falls after it has ended. */
  readonly opacity: number;
  readonly moored: boolean;
  /** Its machine may be taken back. */
  readonly spot?: boolean;
}

export interface RowItem extends Place {
  readonly ticks: readonly number[];
  readonly free: { readonly x: number; readonly text: string } | null;
  readonly reservedX: number | null;
}

export interface BoxItem extends Thing {
  readonly platform: Platform;
  readonly density: Density;
  readonly state: BoxState;
  /** From the top edge to the name's base line; null where names are not drawn. */
  readonly name: { readonly text: string; readonly y: number } | null;
  readonly type: string | null;
  readonly rows: readonly RowItem[];
  readonly foot: { readonly value: number; readonly text: string | null } | null;
  readonly launch: { readonly progress: number; readonly lines: readonly string[] } | null;
  /** Does not fit what is selected: fades. */
  readonly infeasible: boolean;
  /** Protected from scale-in: a line of ink at its foot, as a protected task has. */
  readonly kept: boolean;
}

export interface BadgeItem extends Item, Place {
  readonly tone: Badge['tone'];
  readonly text: string;
}

/** Families of one box in one path each: shells, and the marks inside them. */
export interface MosaicItem extends Item {
  readonly density: 'mosaic' | 'tally';
  readonly paths: readonly MosaicPath[];
}
export interface MosaicPath {
  readonly family: Family;
  readonly old: boolean;
  readonly part: 'shell' | 'mark';
  readonly d: string;
}

export interface SegmentItem extends Place {
  readonly family: Family;
  readonly old: boolean;
}

export interface ZoneItem extends Thing {
  readonly name: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly note: string | null;
  readonly lost: boolean;
  readonly divided: boolean;
  /** Path of the channel and its branches. */
  readonly channel: string | null;
  readonly band: { readonly x: number; readonly y: number; readonly width: number } | null;
  readonly tally: readonly SegmentItem[];
  readonly mooringY: number | null;
  readonly mooringText: string | null;
  /** Boxes lie above the moorings. */
  readonly shored: boolean;
  readonly floating: {
    readonly x: number;
    readonly y: number;
    readonly lines: readonly string[];
  } | null;
}

export interface GateItem extends Item {
  readonly x: number;
  readonly y: number;
  readonly shut: boolean;
}

/** A text in parts: `strong` ones are figures. */
export interface TextRun {
  readonly text: string;
  readonly tone: 'strong' | 'plain' | 'dim' | 'bad' | 'waiting';
}

export interface LineItem extends Thing {
  readonly lineY: number;
  readonly x1: number;
  readonly x2: number;
  readonly left: readonly TextRun[];
  readonly right: readonly TextRun[];
  readonly gates: readonly GateItem[];
}

export interface RequestsItem extends Item {
  /** Every request is a point of these paths. */
  readonly dots: string;
  readonly failed: string;
}

export interface LaneItem extends Item, Place {
  readonly left: string;
  readonly right: string;
  readonly textX: number;
  readonly lines: readonly TextRun[];
  readonly unmade: readonly Place[];
  readonly chips: readonly ChipItem[];
}

/** So many tiles in one state; pressing it rings them. */
export interface ChipItem extends Place {
  readonly platform: Platform;
  readonly state: string;
  readonly family: Family;
  readonly glyph: GlyphName | null;
  readonly text: string;
  readonly count: string;
  readonly pressed: boolean;
}

export interface RingItem extends Item, Place {
  readonly as: 'selected' | 'counterpart' | 'focus' | 'found';
  readonly radius: number;
}

export interface HalfFrame extends Place {
  readonly platform: Platform;
  readonly label: string;
  readonly density: Density;
  readonly waterY: number;
  readonly zones: readonly ZoneItem[];
  readonly boxes: readonly BoxItem[];
  readonly mosaics: readonly MosaicItem[];
  readonly tiles: readonly TileItem[];
  readonly badges: readonly BadgeItem[];
  readonly line: LineItem | null;
  readonly requests: RequestsItem | null;
  readonly lane: LaneItem;
  readonly rings: readonly RingItem[];
}

/** From a thing to its counterpart, in pixels of the stage. */
export interface LeaderItem extends Item {
  readonly d: string;
  readonly pill: Pill | null;
}

/** One text, or two with an arrow between them that points both ways. */
export interface Pill extends Place {
  readonly texts: readonly string[];
}

export interface LensItem extends Item, Place {
  readonly platform: Platform;
  readonly box: Thing;
  readonly title: string;
  readonly about: string;
  readonly tiles: readonly TileItem[];
  readonly rings: readonly RingItem[];
  /** The box that it magnifies, ringed. */
  readonly of: Place;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly halves: readonly HalfFrame[];
  readonly leader: LeaderItem | null;
  readonly lens: LensItem | null;
}
