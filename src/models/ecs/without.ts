/** A record without some of its fields. */
export function without<T extends object, K extends keyof T>(
  record: T,
  ...fields: readonly K[]
): Omit<T, K> {
  const left = { ...record };
  for (const field of fields) delete left[field];
  return left;
}
