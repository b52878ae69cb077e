/** The value of one YAML document and the place of each of its parts, aliases followed and counted. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import { LIMITS, type Problem } from './document';
import type { RangeOf } from './lines';
import type { Place, Span } from './locate';
import { duplicateKey } from './parseJson';
import { placeholder } from './placeholder';
import { setOwn } from './plainObject';
import { beyondLimit } from './refuse';
import { resolveScalar } from './yamlScalar';

export interface Reading {
  readonly value: unknown;
  /** null when the document had to be given up. */
  readonly place: Place | null;
  readonly problems: readonly Problem[];
}

export function readYaml(document: Document, text: string, rangeOf: RangeOf): Reading {
  const reader = new Reader(text, rangeOf);
  try {
    const { value, place } = reader.read(document.contents, null, 0);
    return { value, place, problems: reader.problems };
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    return { value: undefined, place: null, problems: [error.problem] };
  }
}

/** Thrown inside this file only, to leave a document that goes beyond a limit. */
class GivenUp extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

interface Read {
  readonly value: unknown;
  readonly place: Place;
}

class Reader {
  readonly problems: Problem[] = [];
  /** An anchor may be set again: an alias means the last one before it. */
  readonly #anchors = new Map<string, Node>();
  /** Anchored nodes that are being read: an alias to one of them would never end. */
  readonly #open = new Set<Node>();
  #aliased = 0;
  #insideAlias = 0;

  constructor(
    readonly text: string,
    readonly rangeOf: RangeOf,
  ) {}

  read(node: Node | null, key: Span | null, depth: number): Read {
    const span = spanOf(node, key);
    if (depth > LIMITS.depth)
      throw new GivenUp(beyondLimit('tooDeep', depth, this.rangeOf(...span)));
    if (this.#insideAlias > 0 && ++this.#aliased > LIMITS.aliasedValues)
      throw new GivenUp(beyondLimit('tooManyAliases', this.#aliased, this.rangeOf(...span)));
    if (isAlias(node)) return this.#alias(node.source, span, key, depth);
    if (node?.anchor === undefined) return this.#content(node, span, key, depth);
    if (this.#insideAlias === 0) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const result = this.#content(node, span, key, depth);
    this.#open.delete(node);
    return result;
  }

  #content(node: Node | null, span: Span, key: Span | null, depth: number): Read {
    if (isSeq<Node>(node)) {
      const items = node.items.map((item) => this.read(item, null, depth + 1));
      const children = new Map(items.map((item, i) => [String(i), item.place]));
      return { value: items.map((item) => item.value), place: { span, key, children } };
    }
    if (isMap<Node, Node | null>(node)) return this.#map(node.items, span, key, depth);
    return { value: this.#scalar(node), place: { span, key, children: null } };
  }

  #map(
    pairs: readonly { key: Node; value: Node | null }[],
    span: Span,
    key: Span | null,
    depth: number,
  ): Read {
    const value: Record<string, unknown> = {};
    const children = new Map<string, Place>();
    const merged = new Map<string, Read>();
    for (const pair of pairs) {
      const name = this.#key(pair.key);
      const at = spanOf(pair.key, null);
      const child = this.read(pair.value, at, depth + 1);
      if (name === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        for (const [k, v] of mergedFields(child)) if (!merged.has(k)) merged.set(k, v);
        continue;
      }
      if (children.has(name)) this.#warnOnce(duplicateKey(name, this.rangeOf(...at)));
      setOwn(value, name, child.value);
      children.set(name, child.place);
    }
    for (const [name, child] of merged) {
      if (children.has(name)) continue;
      setOwn(value, name, child.value);
      children.set(name, child.place);
    }
    return { value, place: { span, key, children } };
  }

  #alias(name: string, span: Span, key: Span | null, depth: number): Read {
    const target = this.#anchors.get(name);
    const range = this.rangeOf(...span);
    const refuse = (code: 'syntax' | 'aliasOfItself', message: string) =>
      new GivenUp({ severity: 'error', code, message, detail: { text: name }, range });
    if (!target) throw refuse('syntax', `unknown anchor '${name}' referenced`);
    if (this.#open.has(target))
      throw refuse('aliasOfItself', `anchor '${name}' value contains itself`);
    this.#insideAlias++;
    const { value, place } = this.read(target, key, depth);
    this.#insideAlias--;
    // Errors about the repeated value are shown where it is repeated, errors inside it where it is written.
    return { value, place: { span, key, children: place.children } };
  }

  /** As go-yaml: a mapping or a list cannot be a key. That is what an unrendered `{{ placeholder }}` reads as. */
  #key(node: Node): string {
    if (isScalar(node)) return node.source ?? String(node.value);
    const target = isAlias(node) ? this.#anchors.get(node.source) : undefined;
    if (isScalar(target)) return String(target.value);
    const [from, to] = spanOf(node, null);
    if (this.text[from - 1] === '{' && this.text[to] === '}') {
      const range = this.rangeOf(from - 1, to + 1);
      throw new GivenUp(placeholder(this.text.slice(from - 1, to + 1), range));
    }
    const key = this.text.slice(from, to);
    throw new GivenUp({
      severity: 'error',
      code: 'mapKey',
      message: `yaml: invalid map key: ${key}`,
      detail: { text: key },
      range: this.rangeOf(from, to),
    });
  }

  #scalar(node: Node | null): unknown {
    if (!isScalar(node)) return null;
    const source = node.source ?? '';
    if (node.type !== 'PLAIN') return node.value;
    if (node.tag === undefined || node.tag === 'tag:yaml.org,2002:int') {
      this.#nameNoBreakSpace(node, source);
      return resolveScalar(source);
    }
    return /:(bool|float|null)$/.test(node.tag) ? resolveScalar(source) : source;
  }

  #nameNoBreakSpace(node: Node, source: string): void {
    const index = source.indexOf('\u00a0');
    if (index === -1) return;
    const at = this.text.indexOf('\u00a0', node.range?.[0] ?? 0);
    this.#warnOnce({
      severity: 'warning',
      code: 'noBreakSpace',
      message:
        'This is a no-break space (U+00A0): YAML reads it as part of the text, not as a space.',
      detail: {},
      range: this.rangeOf(at, at + 1),
    });
  }

  /** A part that is repeated through an alias is read again; it is warned of once. */
  #warnOnce(problem: Problem): void {
    const same = (known: Problem) =>
      known.code === problem.code && known.range.from === problem.range.from;
    if (!this.problems.some(same)) this.problems.push(problem);
  }
}

function spanOf(node: Node | null, key: Span | null): Span {
  if (node?.range) return [node.range[0], node.range[1]];
  return key ?? [0, 0];
}

/** The fields that `<<: *anchor` or `<<: [*a, *b]` brings in; of several sources the first wins. */
function mergedFields({ value, place }: Read): [string, Read][] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, i) => {
      const child = place.children?.get(String(i));
      return child ? mergedFields({ value: item, place: child }) : [];
    });
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, field]): [string, Read][] => {
    const child = place.children?.get(name);
    return child ? [[name, { value: field, place: child }]] : [];
  });
}
