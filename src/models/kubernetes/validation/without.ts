/** The object without some of its members. */
export function without<T extends object, K extends keyof T>(
  object: T,
  ...names: readonly K[]
): Omit<T, K> {
  const dropped = new Set<PropertyKey>(names);
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => !dropped.has(name)),
  ) as unknown as Omit<T, K>;
}
