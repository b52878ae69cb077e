/**
 * Pointer and keyboard on the stage. One tab stop a half; arrows go to what lies there; Enter opens; the context-menu
 * key opens the menu. In a crowd, pointing at a box opens the lens, and Enter goes into it. Focus shows whatever
 * pointing shows.
 */
import type { Ref } from '../engine/model';
import type { Frame } from './frame';
import { drawsTiles } from './layout/metrics';
import { neighbour, type Direction } from './layout/neighbour';
import type { Place } from './layout/places';
import type { Held, StageOptions } from './mountStage';
import { hitAt } from './scene/find';
import type { Pointing } from './scene/pointing';
import { reachableAt, reachableIn, reachableInLens, type Reachable } from './scene/things';
import { sameRef, type Platform } from './view';

export interface StageEvents {
  /** After each drawing: the focused element may have been replaced. */
  drawn(): void;
  focus(on: Ref | Platform): void;
  stop(): void;
}

interface Host {
  held(): Held;
  point(at: Partial<Pointing>): void;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export function listen(element: HTMLElement, options: StageOptions, host: Host): StageEvents {
  const keyboard = createFocus(element, options, host);
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: stop.signal });

  on('pointermove', (event) => {
    if (event.pointerType !== 'touch') hover(thingAt(element, event, host.held()), options, host);
  });
  on('pointerleave', () => hover(null, options, host));
  on('pointerdown', (event) => keyboard.pressed(thingAt(element, event, host.held())));
  on('click', (event) => {
    const thing = thingAt(element, event, host.held());
    if (thing) open(thing, options, host);
    else options.onSelect(null);
  });
  on('contextmenu', (event) => {
    const ref = menuRef(element, event, host.held());
    if (!ref) return;
    event.preventDefault();
    options.onMenu(ref, menuPoint(event));
  });
  on('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (keyboard.key(event.key)) event.preventDefault();
  });
  on('focusin', (event) => keyboard.arrived(event.target as Element));
  on('focusout', (event) => keyboard.left(event.relatedTarget as Element | null));
  return {
    drawn: () => keyboard.drawn(),
    focus: (target) => keyboard.focus(target),
    stop: () => stop.abort(),
  };
}

/** The mark under the pointer; in a crowd, what arithmetic finds there. */
function thingAt(
  element: HTMLElement,
  event: MouseEvent,
  { frame, boxes }: Held,
): Reachable | null {
  if (!frame || !boxes || !(event.target instanceof Element)) return null;
  const marked = reachableAt(event.target, frame);
  if (marked && (marked.kind !== 'box' || boxes.metrics.density !== 'mosaic')) return marked;
  const { left, top } = element.getBoundingClientRect();
  const hit = hitAt(boxes, event.clientX - left, event.clientY - top);
  if (!hit?.tile) return marked;
  const { half, tile, box } = hit;
  const key = box?.box.id ?? tile.id;
  const place = marked ?? { x: 0, y: 0, width: 0, height: 0 };
  const label = `${tile.name} ${tile.shortId}, ${tile.state}`;
  return {
    ...place,
    platform: half.half.platform,
    kind: 'box',
    key,
    thing: { key, ref: tile.ref, label, ...place },
  };
}

function hover(at: Reachable | null, options: StageOptions, host: Host): void {
  const { pointing, boxes } = host.held();
  const ref = at?.thing?.ref ?? null;
  const crowd = boxes !== null && !drawsTiles(boxes.metrics);
  const inLens = at?.kind === 'lens-head' || at?.kind === 'lens-tile';
  const lens = inLens ? pointing.lens : crowd && at?.kind === 'box' ? at.key : null;
  if (sameRef(pointing.hovered, ref) && pointing.lens === lens) return;
  const changed = !sameRef(pointing.hovered, ref);
  host.point({ hovered: ref, lens });
  if (changed) options.onHover(ref);
}

function open(at: Reachable, options: StageOptions, host: Host): void {
  if (at.thing) options.onSelect(at.thing.ref);
  else host.point({ found: host.held().pointing.found === at.key ? null : at.key });
}

/** Also water answers: its zone. */
function menuRef(element: HTMLElement, event: MouseEvent, held: Held): Ref | null {
  const thing = thingAt(element, event, held)?.thing;
  if (thing) return thing.ref;
  const { left, top } = element.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  for (const half of held.boxes?.halves ?? [])
    for (const { zone, ...place } of half.zones)
      if (within({ ...place, x: place.x + half.x, y: place.y + half.y }, x, y)) return zone.ref;
  return null;
}

const within = (place: Place, x: number, y: number): boolean =>
  place.x <= x && x < place.x + place.width && place.y <= y && y < place.y + place.height;

/** The menu key carries no place: the middle of the element stands in. */
function menuPoint(event: MouseEvent): { readonly x: number; readonly y: number } {
  if (event.clientX !== 0 || event.clientY !== 0 || !(event.target instanceof Element))
    return { x: event.clientX, y: event.clientY };
  const { left, top, width, height } = event.target.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

type At = Pick<Reachable, 'platform' | 'kind' | 'key'>;

/** Where the keyboard is. The element that has focus may be drawn anew at any frame. */
function createFocus(element: HTMLElement, options: StageOptions, host: Host) {
  let at: At | null = null;
  const lastOn = new Map<Platform, At>();
  let byPointer = false;
  let drawing = false;

  const halves = (): readonly SVGSVGElement[] => [
    ...element.querySelectorAll<SVGSVGElement>(':scope > svg.stage-half'),
  ];
  const svgOf = (platform: Platform) => halves().find((svg) => svg.dataset.platform === platform);
  const among = (frame: Frame, on: At): readonly Reachable[] =>
    on.kind.startsWith('lens') ? reachableInLens(frame) : reachableIn(frame, on.platform);
  const current = (): Reachable | null => {
    const { frame } = host.held();
    if (!frame || !at) return null;
    return among(frame, at).find((each) => each.kind === at?.kind && each.key === at.key) ?? null;
  };
  const elementOf = (on: At): SVGGElement | null => {
    const inLens = on.kind.startsWith('lens');
    const name = on.kind === 'lens-tile' ? 'tile' : on.kind === 'chip' ? 'exception' : on.kind;
    const within = inLens ? element.querySelector('svg.stage-over .lens') : svgOf(on.platform);
    return within?.querySelector<SVGGElement>(`.${name}[data-key="${CSS.escape(on.key)}"]`) ?? null;
  };
  /** `ringed`: with the ring that the keyboard gets and the pointer does not. */
  const moveTo = (next: At, ringed = true): void => {
    const target = elementOf(next);
    if (!target) return;
    at = next;
    lastOn.set(next.platform, next);
    target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: true });
    show(ringed);
  };
  /** Focus shows what pointing shows. */
  const show = (ringed: boolean): void => {
    const here = current();
    const ref = here?.thing?.ref ?? null;
    const { boxes, pointing } = host.held();
    const crowd = boxes !== null && !drawsTiles(boxes.metrics);
    const lens = at?.kind.startsWith('lens')
      ? pointing.lens
      : crowd && here?.kind === 'box'
        ? here.key
        : null;
    host.point({ focused: ringed ? ref : null, hovered: ref, lens: ringed ? lens : pointing.lens });
    options.onHover(ref);
  };
  const enter = (platform: Platform): void => {
    const { frame } = host.held();
    if (!frame) return;
    const all = reachableIn(frame, platform);
    const known = lastOn.get(platform);
    const again = all.find((each) => each.kind === known?.kind && each.key === known.key);
    const first = again ?? all.find(({ kind }) => kind === 'tile' || kind === 'box') ?? all[0];
    if (first) moveTo(first);
  };
  const leaveLens = (): void => {
    const { lens } = host.held().pointing;
    if (at && lens !== null) moveTo({ platform: at.platform, kind: 'box', key: lens });
  };
  const enterOrOpen = (): void => {
    const here = current();
    const { frame, boxes } = host.held();
    if (!here || !frame || !boxes) return;
    if (here.kind === 'box' && !drawsTiles(boxes.metrics) && frame.lens)
      moveTo({ platform: here.platform, kind: 'lens-head', key: frame.lens.key });
    else open(here, options, host);
  };
  return {
    pressed(thing: Reachable | null): void {
      byPointer = true;
      if (thing && elementOf(thing)) moveTo(thing, false);
    },
    arrived(target: Element): void {
      const svg = halves().find((each) => each === target);
      if (svg && !byPointer) enter(svg.dataset.platform as Platform);
      byPointer = false;
      for (const each of halves()) if (each.contains(target)) each.setAttribute('tabindex', '-1');
    },
    left(to: Element | null): void {
      if (drawing || (to && element.contains(to))) return;
      at = null;
      for (const each of halves()) each.setAttribute('tabindex', '0');
      host.point({ focused: null, hovered: null, lens: null });
      options.onHover(null);
    },
    key(name: string): boolean {
      const here = current();
      const { frame } = host.held();
      if (!here || !frame) return false;
      const direction = ARROWS[name];
      if (direction) {
        const next = neighbour(
          here,
          direction,
          among(frame, here).filter((each) => each !== here),
        );
        if (next) moveTo(next);
        return true;
      }
      if (name === 'Enter') enterOrOpen();
      else if (name === 'Escape' && here.kind.startsWith('lens')) leaveLens();
      else return false;
      return true;
    },
    drawn(): void {
      for (const svg of halves())
        if (!svg.hasAttribute('tabindex')) svg.setAttribute('tabindex', '0');
      if (!at || element.contains(element.ownerDocument.activeElement)) return;
      drawing = true;
      const target = elementOf(at) ?? svgOf(at.platform);
      target?.setAttribute('tabindex', '-1');
      target?.focus({ preventScroll: true });
      drawing = false;
    },
    focus(on: Ref | Platform): void {
      if (typeof on === 'string') return enter(on);
      const { frame } = host.held();
      const found = frame?.halves
        .flatMap((half) => reachableIn(frame, half.platform))
        .find((each) => each.thing && sameRef(each.thing.ref, on));
      if (found) moveTo(found);
    },
  };
}
