/**
 * The Markdown of a lesson -> its own small tree (types.ts), at build time: no parser and no HTML reaches a page. What the
 * tree has no place for (HTML, images, a first-level heading) is refused.
 */
import { Lexer, marked, type Token, type Tokens } from 'marked';
import { isPlural, NOUNS } from '../goals/nouns';
import type { Block, Inline, Line } from '../types';

/** Says what is wrong with the text under way. */
export type Complain = (message: string) => void;

/** What a text may refer to. */
export interface Markup {
  readonly complain: Complain;
  readonly measures: ReadonlySet<string>;
}

/** One line of a front matter. */
export const readLine = (text: string, markup: Markup): Line =>
  inlines(Lexer.lexInline(text), markup);

/** Lines count from the beginning of `text`. */
export function readBlocks(
  text: string,
  measures: ReadonlySet<string>,
  complainAt: (line: number, message: string) => void,
): readonly Block[] {
  let line = 1;
  return marked.lexer(text).flatMap((token) => {
    const at = line;
    line += token.raw.split('\n').length - 1;
    return block(token, { measures, complain: (message) => complainAt(at, message) });
  });
}

function block(token: Token, markup: Markup): readonly Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
    case 'text':
      return [{ is: 'paragraph', line: inlines(token.tokens ?? [], markup) }];
    case 'heading':
      return [heading(token as Tokens.Heading, markup)];
    case 'list':
      return [list(token as Tokens.List, markup)];
    case 'hr':
      return [{ is: 'turn' }];
    case 'blockquote':
      return [{ is: 'quote', blocks: (token.tokens ?? []).flatMap((t) => block(t, markup)) }];
    case 'code': {
      const { lang = '', text } = token as Tokens.Code;
      return [{ is: 'code', language: lang, text }];
    }
    case 'table':
      return [table(token as Tokens.Table, markup)];
    default:
      markup.complain(`${token.type} has no place in a lesson`);
      return [];
  }
}

function heading({ depth, tokens }: Tokens.Heading, markup: Markup): Block {
  if (depth !== 2 && depth !== 3) markup.complain('headings are ## and ###: the title is in front');
  return { is: 'heading', level: depth === 3 ? 3 : 2, line: inlines(tokens, markup) };
}

function list({ ordered, items }: Tokens.List, markup: Markup): Block {
  return {
    is: 'list',
    ordered,
    items: items.map((item) => item.tokens.flatMap((token) => block(token, markup))),
  };
}

function table({ header, rows }: Tokens.Table, markup: Markup): Block {
  const row = (cells: readonly Tokens.TableCell[]) =>
    cells.map((cell) => inlines(cell.tokens, markup));
  return { is: 'table', head: row(header), rows: rows.map(row) };
}

const inlines = (tokens: readonly Token[], markup: Markup): Line =>
  tokens.flatMap((token) => inline(token, markup));

function inline(token: Token, markup: Markup): readonly Inline[] {
  switch (token.type) {
    case 'text':
      return token.tokens
        ? inlines(token.tokens, markup)
        : words((token as Tokens.Text).text, markup);
    case 'escape':
      return [{ is: 'text', text: (token as Tokens.Escape).text }];
    case 'codespan':
      return [{ is: 'code', text: (token as Tokens.Codespan).text }];
    case 'strong':
    case 'em':
      return [{ is: token.type, line: inlines(token.tokens ?? [], markup) }];
    case 'br':
      return [{ is: 'break' }];
    case 'link':
      return [link(token as Tokens.Link, markup)];
    default:
      markup.complain(`${token.type} has no place in a lesson`);
      return [];
  }
}

const MEASURE = /\{\{\s*([A-Za-z0-9]+)\s*\}\}/;

/** Text with `{{measures}}` in it. */
function words(text: string, { measures, complain }: Markup): readonly Inline[] {
  const parts = text.replace(/\s*\n\s*/g, ' ').split(MEASURE);
  return parts.flatMap((part, i): Inline[] => {
    if (i % 2 === 1) {
      if (!measures.has(part)) complain(`there is no measure ${part}`);
      return [{ is: 'measure', name: part }];
    }
    if (/\*\*|\{\{|\}\}/.test(part)) complain(`is not read as meant: ${part.trim()}`);
    return part === '' ? [] : [{ is: 'text', text: part }];
  });
}

function link({ href, tokens }: Tokens.Link, markup: Markup): Inline {
  const line = inlines(tokens, markup);
  if (href.startsWith('stage:')) {
    const thing = decodeURI(href.slice('stage:'.length));
    if (!isThing(thing)) markup.complain(`stage:${thing} names nothing that a stage shows`);
    return { is: 'stage', thing, line };
  }
  if (!href.startsWith('https://')) markup.complain(`${href} is neither https nor stage:`);
  return { is: 'link', href, line };
}

/** `ecs/service/web`: a noun that names one record. */
export function isThing(thing: string): boolean {
  const [family = '', word = '', ...name] = thing.split('/');
  const noun = `${family}/${word}`;
  return noun in NOUNS && !isPlural(noun) && name.join('') !== '';
}
