/**
 * Templates that somebody pasted before rendering them: `{{ .Values.port }}` (Helm, Jinja), `${PORT}` (envsubst,
 * Terraform), `<PORT>` (copied from a guide). Asked only where a text does not parse, so that none of them is ever refused
 * inside a string, where all of them are ordinary text.
 */
import type { Problem } from './document';
import type { RangeOf } from './lines';

const PLACEHOLDER = /\{\{.*?\}\}|\$\{[^}\s]+\}|<[A-Za-z][\w .-]*>/g;

/** The placeholder that the parser was in, or had just left, when it gave up at `offset`. */
export function placeholderAt(text: string, offset: number, rangeOf: RangeOf): Problem | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const nextLine = text.indexOf('\n', offset);
  const line = text.slice(lineStart, nextLine === -1 ? text.length : nextLine);
  for (const { 0: found, index } of line.matchAll(PLACEHOLDER)) {
    const from = lineStart + index;
    const to = from + found.length;
    if (from <= offset && offset <= to) return placeholder(found, rangeOf(from, to));
  }
  return null;
}

export const placeholder = (text: string, range: Problem['range']): Problem => ({
  severity: 'error',
  code: 'placeholder',
  message: `${text} is the placeholder of a template. Render the template first.`,
  detail: { text },
  range,
});
