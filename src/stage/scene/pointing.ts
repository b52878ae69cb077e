/** What the reader points at, and how the picture is to be made for them. */
import type { Ref } from '../../engine/model';
import type { Words } from '../words';

export interface Pointing {
  readonly selected: Ref | null;
  readonly hovered: Ref | null;
  readonly counterpart: Ref | null;
  /** `task a8c0 ↔ pod r4n8d`, on the gutter while something is selected. */
  readonly pairLabel: string | null;
  readonly focused: Ref | null;
  /** Box that the lens shows. */
  readonly lens: string | null;
  /** State whose tiles are ringed. */
  readonly found: string | null;
  /** Things that are spoken of elsewhere on the page: a lesson's words, hovered or focused. */
  readonly ringed: readonly Ref[];
  /** Why the selected tile does not fit, by box; null: nothing is asked. */
  readonly infeasible: ReadonlyMap<string, string> | null;
}

export const POINTING_AT_NOTHING: Pointing = {
  selected: null,
  hovered: null,
  counterpart: null,
  pairLabel: null,
  focused: null,
  lens: null,
  found: null,
  ringed: [],
  infeasible: null,
};

export interface SceneOptions extends Pointing {
  readonly words: Words;
  readonly speed: number;
  /** No dots; fills step once a second. */
  readonly reducedMotion: boolean;
}
