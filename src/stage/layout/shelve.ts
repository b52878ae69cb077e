/**
 * Tiles on the rows of one box, in units of a row. A tile keeps its place while it lives; a new one takes the first
 * gap; only when no gap is left, though there is room, the box is packed anew. A tile larger than a row takes several
 * rows and stays true by area. Ended tiles hold their place only as long as nobody needs it.
 */
export interface ShelfItem {
  readonly id: string;
  /** Share of a row; may pass 1. */
  readonly need: number;
  /** At the end of the last row: belongs to the box itself. */
  readonly atEnd: boolean;
  readonly ended: boolean;
}

export interface Slot {
  readonly row: number;
  readonly span: number;
  readonly at: number;
  readonly width: number;
}

export interface Shelves {
  readonly slots: ReadonlyMap<string, Slot>;
  /** Per row, from left to right: [from, to). */
  readonly gaps: readonly (readonly (readonly [number, number])[])[];
}

/** `lengths`: how much of each row may be used, 1 for a whole one. */
export function shelve(
  items: readonly ShelfItem[],
  lengths: readonly number[],
  previous: ReadonlyMap<string, Slot>,
): Shelves {
  const living = items.filter((item) => !item.ended);
  const slots =
    pack(living, lengths, previous) ??
    pack(living, lengths, NOTHING) ??
    pack(bySize(living), lengths, NOTHING) ??
    squeeze(living, lengths);
  for (const item of items) {
    if (!item.ended) continue;
    const known = previous.get(item.id);
    const slot = known && isFree(known, slots, lengths) ? known : firstGap(item, slots, lengths);
    if (slot) slots.set(item.id, slot);
  }
  return { slots, gaps: lengths.map((length, row) => gapsIn(row, length, slots)) };
}

const NOTHING: ReadonlyMap<string, Slot> = new Map();
/** Amounts are thousandths of a vCPU; anything finer is rounding. */
const EPSILON = 1e-6;

function pack(
  items: readonly ShelfItem[],
  lengths: readonly number[],
  previous: ReadonlyMap<string, Slot>,
): Map<string, Slot> | null {
  const slots = new Map<string, Slot>();
  const homeless: ShelfItem[] = [];
  for (const item of items) {
    const known = previous.get(item.id);
    if (known && fits(known, item) && isFree(known, slots, lengths)) slots.set(item.id, known);
    else homeless.push(item);
  }
  for (const item of homeless) {
    const slot = item.atEnd ? lastGap(item, slots, lengths) : firstGap(item, slots, lengths);
    if (!slot) return null;
    slots.set(item.id, slot);
  }
  return slots;
}

const spanOf = (item: ShelfItem): number => Math.max(1, Math.ceil(item.need - EPSILON));

function fits(slot: Slot, item: ShelfItem): boolean {
  return slot.span === spanOf(item) && Math.abs(slot.width * slot.span - item.need) < EPSILON;
}

function isFree(slot: Slot, slots: ReadonlyMap<string, Slot>, lengths: readonly number[]): boolean {
  for (let row = slot.row; row < slot.row + slot.span; row++)
    if (slot.at + slot.width > (lengths[row] ?? -1) + EPSILON) return false;
  for (const other of slots.values())
    if (
      other.row < slot.row + slot.span &&
      slot.row < other.row + other.span &&
      other.at < slot.at + slot.width - EPSILON &&
      slot.at < other.at + other.width - EPSILON
    )
      return false;
  return true;
}

function firstGap(
  item: ShelfItem,
  slots: ReadonlyMap<string, Slot>,
  lengths: readonly number[],
): Slot | null {
  const span = spanOf(item);
  const width = item.need / span;
  for (let row = 0; row + span <= lengths.length; row++)
    for (const [from, to] of gapsIn(row, lengths[row]!, slots)) {
      const slot = { row, span, at: from, width };
      if (to - from >= width - EPSILON && (span === 1 || isFree(slot, slots, lengths))) return slot;
    }
  return null;
}

function lastGap(
  item: ShelfItem,
  slots: ReadonlyMap<string, Slot>,
  lengths: readonly number[],
): Slot | null {
  for (let row = lengths.length - 1; row >= 0; row--)
    for (const [from, to] of gapsIn(row, lengths[row]!, slots).toReversed())
      if (to - from >= item.need - EPSILON)
        return { row, span: 1, at: to - item.need, width: item.need };
  return null;
}

function gapsIn(row: number, length: number, slots: ReadonlyMap<string, Slot>): [number, number][] {
  const taken: Slot[] = [];
  for (const slot of slots.values())
    if (slot.row <= row && row < slot.row + slot.span) taken.push(slot);
  taken.sort((a, b) => a.at - b.at);
  const gaps: [number, number][] = [];
  let from = 0;
  for (const slot of taken) {
    if (slot.at - from > EPSILON) gaps.push([from, slot.at]);
    from = Math.max(from, slot.at + slot.width);
  }
  if (length - from > EPSILON) gaps.push([from, length]);
  return gaps;
}

const bySize = (items: readonly ShelfItem[]): readonly ShelfItem[] =>
  items.toSorted((a, b) => b.need - a.need || (a.id < b.id ? -1 : 1));

/** More than fits, such as many pods that ask for nothing: rows share what there is. */
function squeeze(items: readonly ShelfItem[], lengths: readonly number[]): Map<string, Slot> {
  const rows: { readonly item: ShelfItem; readonly need: number }[][] = lengths.map(() => []);
  const used = lengths.map(() => 0);
  for (const item of bySize(items)) {
    let row = 0;
    lengths.forEach((length, i) => {
      if (length - used[i]! > lengths[row]! - used[row]! + EPSILON) row = i;
    });
    const need = Math.min(item.need, 1);
    rows[row]!.push({ item, need });
    used[row]! += need;
  }
  const slots = new Map<string, Slot>();
  rows.forEach((row, i) => {
    const scale = Math.min(1, lengths[i]! / Math.max(used[i]!, EPSILON));
    let at = 0;
    for (const { item, need } of row) {
      slots.set(item.id, { row: i, span: 1, at, width: need * scale });
      at += need * scale;
    }
  });
  return slots;
}
