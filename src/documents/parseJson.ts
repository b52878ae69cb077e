/**
 * JSON as the command lines read it: `aws ... --cli-input-json` (RFC 8259: no comments, no trailing commas, no raw
 * control characters in strings) and `kubectl`, which also takes several values one after another. A byte order
 * mark is skipped. Duplicate keys keep the last value, with a warning at its place (DECISIONS.md 2.13).
 */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import {
  LIMITS,
  type ParsedDocument,
  type Problem,
  type ProblemCode,
  type TextRange,
} from './document';
import { emptyDocument, refusedText } from './refuse';
import { rangesOf, type RangeOf } from './lines';
import { locateIn, type Place, type Span } from './locate';
import { placeholderAt } from './placeholder';
import { setOwn } from './plainObject';

export function parseJson(text: string): readonly ParsedDocument[] {
  const rangeOf = rangesOf(text);
  if (text.length > LIMITS.textLength) return [refusedText('tooLong', text.length, rangeOf)];
  const { spans, depth } = topLevelValues(text);
  if (depth > LIMITS.depth) return [refusedText('tooDeep', depth, rangeOf)];
  if (spans.length > LIMITS.documents)
    return [refusedText('tooManyDocuments', spans.length, rangeOf)];
  return spans.map((span) => parseValue(text, span, rangeOf));
}

function parseValue(text: string, [from, to]: Span, rangeOf: RangeOf): ParsedDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text.slice(from, to), errors, {
    disallowComments: true,
    allowTrailingComma: false,
  });
  const range = rangeOf(from, to);
  // The parser goes on after the first mistake; what it says then is mostly an echo of it.
  const first = errors[0];
  if (first) return emptyDocument(range, [problemOf(first, text, from, rangeOf)]);
  if (!root) return emptyDocument(range, []);
  const problems: Problem[] = [];
  const { value, place } = read(root, from, null, problems, rangeOf);
  return { value, range, locate: (path) => locateIn(place, path, rangeOf), problems };
}

function read(
  node: Node,
  base: number,
  key: Span | null,
  problems: Problem[],
  rangeOf: RangeOf,
): { value: unknown; place: Place } {
  const span: Span = [base + node.offset, base + node.offset + node.length];
  if (node.type === 'array') {
    const items = (node.children ?? []).map((child) => read(child, base, null, problems, rangeOf));
    const children = new Map(items.map((item, i) => [String(i), item.place]));
    return { value: items.map((item) => item.value), place: { span, key, children } };
  }
  if (node.type !== 'object') return { value: node.value, place: { span, key, children: null } };
  const value: Record<string, unknown> = {};
  const children = new Map<string, Place>();
  for (const property of node.children ?? []) {
    const [name, child] = property.children ?? [];
    if (!name || !child) continue;
    const text = String(name.value);
    const at: Span = [base + name.offset, base + name.offset + name.length];
    if (children.has(text)) problems.push(duplicateKey(text, rangeOf(...at)));
    const read_ = read(child, base, at, problems, rangeOf);
    setOwn(value, text, read_.value);
    children.set(text, read_.place);
  }
  return { value, place: { span, key, children } };
}

export const duplicateKey = (key: string, range: TextRange): Problem => ({
  severity: 'warning',
  code: 'duplicateKey',
  message: `Key "${key}" is already set in this mapping; the last one counts.`,
  detail: { text: key },
  range,
});

/** Strings are one token, so that the brackets inside them do not count. */
const TOKEN = /"(?:[^"\\\r\n]|\\.)*"?|[^\s\uFEFF]/g;

/** The values of a JSON stream, and how deep the text nests. Whatever opens no new value belongs to the one before it. */
function topLevelValues(text: string): { spans: Span[]; depth: number } {
  const starts: number[] = [];
  let depth = 0;
  let deepest = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const opens = token === '{' || token === '[';
    if (depth === 0 && (opens || starts.length === 0)) starts.push(index);
    if (opens) deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth = Math.max(0, depth - 1);
  }
  const spans = starts.map((from, i): Span => [from, trimEnd(text, from, starts[i + 1])]);
  return { spans, depth: deepest };
}

function trimEnd(text: string, from: number, to?: number): number {
  return from + text.slice(from, to).trimEnd().length;
}

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value',
  InvalidNumberFormat: 'This is no JSON number',
  PropertyNameExpected: 'Expected a property name in double quotes',
  ValueExpected: 'Expected a value',
  ColonExpected: 'Expected a colon after the property name',
  CommaExpected: 'Expected a comma',
  CloseBraceExpected: 'Expected a closing brace',
  CloseBracketExpected: 'Expected a closing bracket',
  UnexpectedEndOfNumber: 'This number ends too early',
  InvalidUnicode: 'This is no Unicode escape',
  InvalidEscapeCharacter: 'This is no escape that JSON knows',
};

function problemOf(error: ParseError, text: string, base: number, rangeOf: RangeOf): Problem {
  const name = printParseErrorCode(error.error);
  const at = base + error.offset;
  const make = (code: ProblemCode, message: string, span?: Span): Problem => ({
    severity: 'error',
    code,
    message,
    detail: code === 'syntax' ? { text: message } : {},
    range: rangeOf(...(span ?? [at, at + Math.max(1, error.length)])),
  });
  const comma = commaBefore(text, at);
  if (comma !== null && (name === 'PropertyNameExpected' || name === 'ValueExpected'))
    return make('trailingComma', 'JSON allows no comma after the last item.', [comma, comma + 1]);
  switch (name) {
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return make('comment', 'JSON has no comments.');
    case 'InvalidCharacter':
      return make('controlCharacter', 'A string may hold no raw line break or tab.');
    case 'UnexpectedEndOfString':
      return make('unterminated', 'This string does not end on its line.');
    case 'EndOfFileExpected':
      return make('extraText', 'Extra text after the end of the value.');
    default:
      return (
        placeholderAt(text, at, rangeOf) ?? make('syntax', `${WORDS[name] ?? 'This is not JSON'}.`)
      );
  }
}

/** The offset of a comma that stands right before the closing bracket at `at`. */
function commaBefore(text: string, at: number): number | null {
  if (text[at] !== '}' && text[at] !== ']') return null;
  const before = text.slice(0, at).trimEnd();
  return before.endsWith(',') ? before.length - 1 : null;
}
