/** Where a label of a machine may stand: as near to its place as it is clear of arrows and of other labels. Pure. */

export interface Stretch {
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
}

/** Around a label. */
const CLEAR = 2;
const STEP = 1;
/** How far a label may go from its place: beyond this it would seem to be another's. */
const FARTHEST = 60;

/** The straight pieces of a path of `M`, `H` and `V`. */
export function stretchesOf(d: string): readonly Stretch[] {
  let [x, y] = [0, 0];
  return [...d.matchAll(/([MHV])([-\d.]+)(?: ([-\d.]+))?/g)].flatMap(([, move, first, second]) => {
    const [fromX, fromY] = [x, y];
    if (move === 'V') y = Number(first);
    else x = Number(first);
    if (move === 'M') {
      y = Number(second);
      return [];
    }
    return [
      {
        fromX: Math.min(fromX, x),
        toX: Math.max(fromX, x),
        fromY: Math.min(fromY, y),
        toY: Math.max(fromY, y),
      },
    ];
  });
}

export class Labels {
  readonly #taken: Stretch[];
  readonly #width: number;

  constructor(width: number, arrows: readonly string[]) {
    this.#width = width;
    this.#taken = arrows.flatMap(stretchesOf);
  }

  /** The middle of a label of this width whose baseline is at `y`; where nothing is clear, as it was wanted. */
  middle(wanted: number, y: number, width: number): number {
    const half = width / 2;
    const [least, most] = [half, this.#width - half - 3];
    const within = (x: number) => Math.min(most, Math.max(least, x));
    const place = (x: number): Stretch => ({
      fromX: x - half - CLEAR,
      toX: x + half + CLEAR,
      fromY: y - 9,
      toY: y + 2,
    });
    let found = within(wanted);
    for (let off = 0; off <= FARTHEST; off += STEP) {
      const free = [wanted - off, wanted + off]
        .map(within)
        .find((x) => !this.#taken.some((each) => meets(each, place(x))));
      if (free === undefined) continue;
      found = free;
      break;
    }
    this.#taken.push(place(found));
    return found;
  }
}

const meets = (a: Stretch, b: Stretch): boolean =>
  a.fromX < b.toX && b.fromX < a.toX && a.fromY < b.toY && b.fromY < a.toY;
