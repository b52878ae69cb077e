/** A line of printed JSON or YAML in the editor's four inks. */
export interface Token {
  readonly kind: 'key' | 'string' | 'number' | 'plain';
  readonly text: string;
}

const JSON_TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b)/g;
const YAML_LINE = /^(\s*(?:- )*)([\w./-]+|"[^"]*")(:)(\s.*)?$/;

export function colour(line: string, format: 'json' | 'yaml'): readonly Token[] {
  return format === 'json' ? jsonTokens(line) : yamlTokens(line);
}

function jsonTokens(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of line.matchAll(JSON_TOKEN)) {
    const [whole, text, colon = '', number] = match;
    if (match.index > from) tokens.push({ kind: 'plain', text: line.slice(from, match.index) });
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: colon ? 'key' : 'string', text: text ?? '' });
    if (colon) tokens.push({ kind: 'plain', text: colon });
    from = match.index + whole.length;
  }
  if (from < line.length) tokens.push({ kind: 'plain', text: line.slice(from) });
  return tokens;
}

function yamlTokens(line: string): readonly Token[] {
  const match = YAML_LINE.exec(line);
  if (!match) {
    const item = /^(\s*- )(.*)$/.exec(line);
    if (!item) return [{ kind: 'string', text: line }];
    return [{ kind: 'plain', text: item[1] ?? '' }, scalar(item[2] ?? '')];
  }
  const [, indent = '', key = '', colon = '', rest = ''] = match;
  return [
    { kind: 'plain', text: indent },
    { kind: 'key', text: key },
    { kind: 'plain', text: colon },
    ...(rest === '' ? [] : [scalar(rest)]),
  ];
}

const scalar = (text: string): Token => ({
  kind: /^\s*(-?\d[\d.]*|true|false|null)$/.test(text) ? 'number' : 'string',
  text,
});
