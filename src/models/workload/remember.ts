/**
 * What a pure function said of a text, remembered: a thousand pods of one image parse its name once. Bounded, so that a
 * long run with ever new names does not grow.
 */
const REMEMBERED_AT_MOST = 1_000;

export function rememberByText<T>(look: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (text) => {
    let found = known.get(text);
    if (!found) {
      if (known.size >= REMEMBERED_AT_MOST) known.clear();
      known.set(text, (found = { answer: look(text) }));
    }
    return found.answer;
  };
}
