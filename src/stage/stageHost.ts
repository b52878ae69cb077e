/** What pointer and keyboard share: what the stage holds between frames, and what opening a thing means. */
import type { Ref } from '../engine/model';
import type { Frame } from './frame';
import type { Boxes } from './layout/places';
import type { Pointing } from './scene/pointing';
import type { Reachable } from './scene/things';
import type { Words } from './words';

export interface StageOptions {
  readonly words: Words;
  /** Pressed, or Enter; null: pressed beside everything. */
  readonly onSelect: (ref: Ref | null) => void;
  /** Pointed at or focused. */
  readonly onHover: (ref: Ref | null) => void;
  /** The context menu, at a point of the window. */
  readonly onMenu: (ref: Ref, point: { readonly x: number; readonly y: number }) => void;
}

/** What the stage itself remembers between frames: what is pointed at, and what was drawn. */
export interface Held {
  readonly pointing: Pointing;
  readonly frame: Frame | null;
  readonly boxes: Boxes | null;
}

export interface Host {
  held(): Held;
  /** Something else is pointed at: draws the same moment anew. */
  point(at: Partial<Pointing>): void;
}

/** Pressed, or Enter. A chip has no record: it rings its tiles. */
export function open(at: Reachable, options: StageOptions, host: Host): void {
  if (at.thing) options.onSelect(at.thing.ref);
  else host.point({ found: host.held().pointing.found === at.key ? null : at.key });
}
