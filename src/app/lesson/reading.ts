/** What a lesson's words need of the run they are read beside. */
export interface Reading {
  /** A measured number with its unit; null while it is not known. */
  readonly measure: (name: string) => string | null;
  readonly unknown: string;
  /** Rings what a `stage:` link names; null: nothing any more. */
  readonly ring: (thing: string | null) => void;
  /** Pressed: shows it where the stage is not in sight. */
  readonly goTo: (thing: string) => void;
}
