/**
 * YAML as kubectl reads it: several documents, empty ones skipped, anchors and merge keys, KYAML, CRLF, a byte
 * order mark; plain scalars as go-yaml v2 resolves them (`yamlScalar.ts`); keys are always texts. Duplicate keys
 * keep the last value, with a warning (DECISIONS.md 2.13). Tabs and no-break spaces are named, because nobody
 * sees them. Syntax and positions come from the npm package `yaml`.
 */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type YAMLError } from 'yaml';
import { LIMITS, type ParsedDocument, type Problem } from './document';
import { rangesOf, type RangeOf } from './lines';
import { locateIn } from './locate';
import { placeholderAt } from './placeholder';
import { emptyDocument, refusedText } from './refuse';
import { readYaml } from './readYaml';

export function parseYaml(text: string): readonly ParsedDocument[] {
  const rangeOf = rangesOf(text);
  if (text.length > LIMITS.textLength) return [refusedText('tooLong', text.length, rangeOf)];
  const documents = unclosedBrackets(text) > FLOW_DEPTH ? null : parsed(text);
  if (!documents) return [refusedText('tooDeep', LIMITS.depth + 1, rangeOf)];
  const present = documents.filter(
    (document) => document.errors.length > 0 || holdsValue(document),
  );
  if (present.length > LIMITS.documents)
    return [refusedText('tooManyDocuments', present.length, rangeOf)];
  return present.map((document) => {
    const span = document.contents?.range ?? document.range;
    const range = rangeOf(span?.[0] ?? 0, span?.[1] ?? 0);
    const first = document.errors[0];
    if (first) return emptyDocument(range, [problemOf(first, text, rangeOf)]);
    const { value, place, problems } = readYaml(document, text, rangeOf);
    if (!place) return emptyDocument(range, problems);
    return { value, range, locate: (path) => locateIn(place, path, rangeOf), problems };
  });
}

type YamlDocument = Exclude<ReturnType<typeof parseAllDocuments>, { empty: true }>[number];

function parsed(text: string): YamlDocument[] | null {
  try {
    // `failsafe`: every scalar stays a text; what it means is decided in yamlScalar.ts.
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    if ('empty' in documents) return [];
    return documents.some((d) => d.errors[0]?.code === 'RESOURCE_EXHAUSTION') ? null : documents;
  } catch (error) {
    // The parser descends by calling itself: the stack is the only thing it runs out of.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Far more than any real file leaves open, strings and scripts included; counted first, because the parser is slow there. */
const FLOW_DEPTH = 1_000;

function unclosedBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') most = Math.max(most, ++open);
    else open = Math.max(0, open - 1);
  }
  return most;
}

function holdsValue({ contents }: YamlDocument): boolean {
  if (isMap(contents) || isSeq(contents) || isAlias(contents)) return true;
  return isScalar(contents) && !(contents.type === 'PLAIN' && contents.source === '');
}

function problemOf(error: YAMLError, text: string, rangeOf: RangeOf): Problem {
  const [from, to] = error.pos;
  const range = rangeOf(from, Math.max(to, from + 1));
  const tab = tabAt(text, from);
  if (tab !== null)
    return {
      severity: 'error',
      code: 'tab',
      message: 'found character that cannot start any token: a tab. YAML is indented with spaces.',
      detail: {},
      range: rangeOf(tab, tab + 1),
    };
  const template = placeholderAt(text, from, rangeOf);
  if (template) return template;
  const message = error.message.replace(/\s*\n.*$/s, '');
  return {
    severity: 'error',
    code: 'syntax',
    message,
    detail: { text: message },
    range,
  };
}

/** The offset of a tab in the indentation of the line at which the parser stopped. */
function tabAt(text: string, offset: number): number | null {
  const lineStart =
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const indentation = /^[ \t-]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const tab = indentation.indexOf('\t');
  return tab === -1 ? null : lineStart + tab;
}
