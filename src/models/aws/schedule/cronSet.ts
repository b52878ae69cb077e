/** One field of a cron expression as the set of its values: `*`, lists, ranges, steps, and names where the field has any. */
export class CronError extends Error {}

export interface CronField {
  readonly from: number;
  readonly to: number;
  /** Three capital letters each, from `from` on. */
  readonly names?: readonly string[];
}

export function parseSet(text: string, field: CronField): readonly number[] {
  const values = new Set(text.split(',').flatMap((part) => partOf(part, field)));
  return [...values].sort((a, b) => a - b);
}

function partOf(part: string, field: CronField): readonly number[] {
  const [range = '', step] = part.split('/');
  const by = step === undefined ? 1 : wholeOf(step, { from: 1, to: field.to });
  const [from, to] = rangeOf(range, field, step !== undefined);
  if (from > to) throw new CronError(`${part} runs backwards`);
  const count = Math.floor((to - from) / by) + 1;
  return Array.from({ length: count }, (_, i) => from + i * by);
}

function rangeOf(range: string, field: CronField, stepped: boolean): readonly [number, number] {
  if (range === '*') return [field.from, field.to];
  const [first = '', second] = range.split('-');
  const from = wholeOf(first, field);
  if (second !== undefined) return [from, wholeOf(second, field)];
  return [from, stepped ? field.to : from];
}

export function wholeOf(text: string, { from, to, names = [] }: CronField): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? from + named : /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= from && value <= to)) throw new CronError(`${text} is not in ${from}-${to}`);
  return value;
}
