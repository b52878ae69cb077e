/** The record as the wire has it: without the fields that are the simulator's own. */
export function without<T extends object, K extends keyof T & string>(
  record: T,
  ...own: readonly K[]
): Omit<T, K> {
  const kept = Object.entries(record).filter(
    ([field]) => !(own as readonly string[]).includes(field),
  );
  return Object.fromEntries(kept) as Omit<T, K>;
}
