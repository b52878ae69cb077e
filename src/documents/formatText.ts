/**
 * A text laid out anew, its values and comments kept: two spaces, as both platforms' own examples have it. A text that does
 * not parse is left alone.
 */
import { applyEdits, format } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import { parses } from './document';
import { formatOf, parseText } from './parseText';

/** null: the text cannot be read, so it cannot be laid out. */
export function formatText(fileName: string, text: string): string | null {
  if (!parses(parseText(fileName, text))) return null;
  const isJson = (formatOf(fileName) ?? (/^\s*[{[]/.test(text) ? 'json' : 'yaml')) === 'json';
  return isJson ? formatJson(text) : formatYaml(text);
}

function formatJson(written: string): string {
  const text = written.replaceAll('\r\n', '\n');
  const edits = format(text, undefined, {
    tabSize: 2,
    insertSpaces: true,
    insertFinalNewline: true,
    eol: '\n',
  });
  return applyEdits(text, edits);
}

/** `failsafe` keeps every scalar as it was written: `0644`, `yes` and `1.10` stay what they are. */
function formatYaml(text: string): string {
  const documents = parseAllDocuments(text.replaceAll('\r\n', '\n'), {
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if ('empty' in documents) return text;
  const parts = documents.map((document, i) => {
    document.directives.docStart = i === 0 ? document.directives.docStart : null;
    return document.toString({ lineWidth: 0, indent: 2, indentSeq: false, directives: null });
  });
  const written = parts.map((part) => part.replace(/^---\n/, '').trimEnd());
  const first = /^\s*---/.test(text) ? '---\n' : '';
  return `${first}${written.join('\n---\n')}\n`;
}
