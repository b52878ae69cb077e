/**
 * A drawn thing as data: what a mark makes, what `paint` brings into the document, and what tests read as text.
 * Geometry and `data-*` only; every look is in the style sheet.
 */
export interface Part {
  /** Unique among its siblings. */
  readonly key: string;
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string | number>>;
  readonly children: readonly Part[];
  readonly text: string | null;
}

type Attrs = Readonly<Record<string, string | number | null>>;

/** The key is the class unless one is given; attributes that are null are left out. */
export function part(
  tag: string,
  attrs: Attrs,
  content: readonly (Part | null)[] | string = [],
  key = String(attrs.class ?? tag),
): Part {
  const given = Object.entries(attrs).filter(
    (entry): entry is [string, string | number] => entry[1] !== null,
  );
  return {
    key,
    tag,
    attrs: Object.fromEntries(given),
    children: typeof content === 'string' ? [] : content.filter((child) => child !== null),
    text: typeof content === 'string' ? content : null,
  };
}

export const rounded = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;

const SVG = 'http://www.w3.org/2000/svg';
const painted = new WeakMap<Element, Part>();

/** Makes the element look like the part, touching only what differs from what it was painted as before. */
export function paint(element: Element, next: Part): void {
  const before = painted.get(element);
  if (before === next) return;
  painted.set(element, next);
  for (const name in next.attrs) {
    const value = next.attrs[name]!;
    if (before?.attrs[name] !== value) element.setAttribute(name, rounded(value));
  }
  if (before)
    for (const name in before.attrs) if (!(name in next.attrs)) element.removeAttribute(name);
  if (next.text !== null) {
    if (before?.text !== next.text) element.textContent = next.text;
    return;
  }
  if (next.children.length > 0 || (before && before.children.length > 0))
    paintChildren(element, before?.children ?? [], next.children);
}

function paintChildren(parent: Element, before: readonly Part[], next: readonly Part[]): void {
  const same =
    before.length === next.length && before.every((child, i) => child.key === next[i]!.key);
  if (same) {
    let child = parent.firstElementChild;
    for (const each of next) {
      paint(child!, each);
      child = child!.nextElementSibling;
    }
    return;
  }
  const known = new Map<string, Element>();
  let child = parent.firstElementChild;
  for (const each of before) {
    known.set(each.key, child!);
    child = child!.nextElementSibling;
  }
  const kept = new Set(next.map((each) => each.key));
  for (const [key, gone] of known) if (!kept.has(key)) gone.remove();
  let cursor = parent.firstElementChild;
  for (const each of next) {
    const element = known.get(each.key) ?? parent.ownerDocument.createElementNS(SVG, each.tag);
    paint(element, each);
    // An element that is moved loses the focus: what is in its place stays.
    if (element === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(element, cursor);
  }
}

/** The part as text, one element a line: what snapshots hold. */
export function asText(drawn: Part, indent = ''): string {
  const attrs = Object.entries(drawn.attrs)
    .map(([name, value]) => ` ${name}="${rounded(value)}"`)
    .join('');
  if (drawn.children.length === 0 && drawn.text === null) return `${indent}<${drawn.tag}${attrs}/>`;
  if (drawn.text !== null) return `${indent}<${drawn.tag}${attrs}>${drawn.text}</${drawn.tag}>`;
  const inside = drawn.children.map((each) => asText(each, `${indent}  `)).join('\n');
  return `${indent}<${drawn.tag}${attrs}>\n${inside}\n${indent}</${drawn.tag}>`;
}
