/** The pointer on the stage, and where its events and the keyboard's meet. In a crowd, pointing at a box opens the lens. */
import type { Ref } from '../engine/model';
import { drawsTiles } from './layout/metrics';
import type { Place } from './layout/places';
import { hitAt } from './scene/find';
import {
  reachableAt,
  reachableIn,
  reachableInLens,
  touchedAmong,
  type Reachable,
} from './scene/things';
import { StageFocus } from './stageFocus';
import { open, type Held, type Host, type StageOptions } from './stageHost';
import { sameRef, type Platform } from './view';

export interface StageEvents {
  /** After each drawing: the focused element may have been replaced. */
  drawn(): void;
  focus(on: Ref | Platform): void;
  stop(): void;
}

export function listen(element: HTMLElement, options: StageOptions, host: Host): StageEvents {
  const keyboard = new StageFocus(element, options, host);
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: stop.signal });

  on('pointermove', (event) => {
    if (event.pointerType !== 'touch') hover(thingAt(element, event, host.held()), options, host);
  });
  on('pointerleave', () => hover(null, options, host));
  let touch = false;
  on('pointerdown', (event) => {
    touch = event.pointerType === 'touch';
    keyboard.pressed(meantBy(event));
  });
  const meantBy = (event: MouseEvent): Reachable | null => {
    const held = host.held();
    const exact = thingAt(element, event, held);
    return touch && !isCrowd(host) ? fingerAt(element, event, held, exact) : exact;
  };
  on('click', (event) => {
    const thing = meantBy(event);
    if (!thing) options.onSelect(null);
    // A finger is wider than the tiles of a crowd: it opens the lens, and chooses there.
    else if (touch && thing.kind === 'box' && isCrowd(host)) host.point({ lens: thing.key });
    else open(thing, options, host);
  });
  on('contextmenu', (event) => {
    const ref = meantBy(event)?.thing?.ref ?? zoneRef(element, event, host.held());
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
  const hit = hitAt(boxes, ...placeOf(element, event));
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

const isCrowd = (host: Host): boolean => {
  const { boxes } = host.held();
  return boxes !== null && !drawsTiles(boxes.metrics);
};

function hover(at: Reachable | null, options: StageOptions, host: Host): void {
  const { pointing } = host.held();
  const ref = at?.thing?.ref ?? null;
  const inLens = at?.kind === 'lens-head' || at?.kind === 'lens-tile';
  const lens = inLens ? pointing.lens : isCrowd(host) && at?.kind === 'box' ? at.key : null;
  if (sameRef(pointing.hovered, ref) && pointing.lens === lens) return;
  const changed = !sameRef(pointing.hovered, ref);
  host.point({ hovered: ref, lens });
  if (changed) options.onHover(ref);
}

/** A finger rarely comes down on what it aims at: what is nearest, unless it is on a thing that lies within another. */
function fingerAt(
  element: HTMLElement,
  event: MouseEvent,
  { frame }: Held,
  exact: Reachable | null,
): Reachable | null {
  if (!frame || (exact && exact.kind !== 'box')) return exact;
  const [x, y] = placeOf(element, event);
  const half = frame.halves.find((each) => within(each, x, y));
  const inLens = event.target instanceof Element && event.target.closest('.lens') !== null;
  const all = inLens ? reachableInLens(frame) : half ? reachableIn(frame, half.platform) : [];
  return touchedAmong(all, x, y) ?? exact;
}

/** In pixels of the stage. */
function placeOf(element: HTMLElement, event: MouseEvent): readonly [number, number] {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** Also water answers: its zone. */
function zoneRef(element: HTMLElement, event: MouseEvent, held: Held): Ref | null {
  const [x, y] = placeOf(element, event);
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
