/**
 * The keyboard on the stage. One tab stop a half; arrows go to what lies there; Enter opens, and in a crowd goes into
 * the lens first; Escape leaves it. Focus shows whatever pointing shows. The element that has focus may be drawn anew
 * at any frame, so what is remembered is the thing, not the element.
 */
import type { Ref } from '../engine/model';
import type { Frame } from './frame';
import { drawsTiles } from './layout/metrics';
import { neighbour, type Direction } from './layout/neighbour';
import { reachableIn, reachableInLens, type Reachable } from './scene/things';
import { open, type Host, type StageOptions } from './stageHost';
import { sameRef, type Platform } from './view';

type At = Pick<Reachable, 'platform' | 'kind' | 'key'>;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export class StageFocus {
  readonly #element: HTMLElement;
  readonly #options: StageOptions;
  readonly #host: Host;
  #at: At | null = null;
  readonly #lastOn = new Map<Platform, At>();
  #byPointer = false;
  #drawing = false;

  constructor(element: HTMLElement, options: StageOptions, host: Host) {
    this.#element = element;
    this.#options = options;
    this.#host = host;
  }

  /** The pointer went down on a thing: focus follows, without the keyboard's ring. */
  pressed(thing: Reachable | null): void {
    this.#byPointer = true;
    if (thing && this.#elementOf(thing)) this.#moveTo(thing, false);
  }

  /** Focus came to an element: from the tab key it comes to a half and goes on to a thing. */
  arrived(target: Element): void {
    const half = this.#halves().find((each) => each === target);
    if (half && !this.#byPointer) this.#enter(half.dataset.platform as Platform);
    this.#byPointer = false;
    for (const each of this.#halves())
      if (each.contains(target)) each.setAttribute('tabindex', '-1');
  }

  left(to: Element | null): void {
    if (this.#drawing || (to && this.#element.contains(to))) return;
    this.#at = null;
    for (const each of this.#halves()) each.setAttribute('tabindex', '0');
    this.#host.point({ focused: null, hovered: null, lens: null });
    this.#options.onHover(null);
  }

  /** Whether the key meant something here. */
  key(name: string): boolean {
    const here = this.#current();
    const { frame } = this.#host.held();
    if (!here || !frame) return false;
    const direction = ARROWS[name];
    if (direction) this.#go(here, direction, frame);
    else if (name === 'Enter') this.#enterOrOpen(here, frame);
    else if (name === 'Escape' && here.kind.startsWith('lens')) this.#leaveLens(here);
    else return false;
    return true;
  }

  /** After each drawing: new halves become tab stops, and a lost focus is given back. */
  drawn(): void {
    for (const svg of this.#halves())
      if (!svg.hasAttribute('tabindex')) svg.setAttribute('tabindex', '0');
    if (!this.#at || this.#element.contains(this.#element.ownerDocument.activeElement)) return;
    this.#drawing = true;
    const target = this.#elementOf(this.#at) ?? this.#svgOf(this.#at.platform);
    target?.setAttribute('tabindex', '-1');
    target?.focus({ preventScroll: true });
    this.#drawing = false;
  }

  focus(on: Ref | Platform): void {
    if (typeof on === 'string') return this.#enter(on);
    const { frame } = this.#host.held();
    const found = frame?.halves
      .flatMap((half) => reachableIn(frame, half.platform))
      .find((each) => each.thing && sameRef(each.thing.ref, on));
    if (found) this.#moveTo(found, true);
  }

  #go(here: Reachable, direction: Direction, frame: Frame): void {
    const others = this.#among(frame, here).filter((each) => each !== here);
    const next = neighbour(here, direction, others);
    if (next) this.#moveTo(next, true);
  }

  #enterOrOpen(here: Reachable, frame: Frame): void {
    if (here.kind === 'box' && this.#isCrowd() && frame.lens)
      this.#moveTo({ platform: here.platform, kind: 'lens-head', key: frame.lens.key }, true);
    else open(here, this.#options, this.#host);
  }

  #leaveLens({ platform }: Reachable): void {
    const { lens } = this.#host.held().pointing;
    if (lens !== null) this.#moveTo({ platform, kind: 'box', key: lens }, true);
  }

  /** To where the keyboard last was on this half, else to its first thing. */
  #enter(platform: Platform): void {
    const { frame } = this.#host.held();
    if (!frame) return;
    const all = reachableIn(frame, platform);
    const known = this.#lastOn.get(platform);
    const again = all.find((each) => each.kind === known?.kind && each.key === known.key);
    const first = again ?? all.find(({ kind }) => kind === 'tile' || kind === 'box') ?? all[0];
    if (first) this.#moveTo(first, true);
  }

  #moveTo(next: At, ringed: boolean): void {
    const target = this.#elementOf(next);
    if (!target) return;
    this.#at = next;
    this.#lastOn.set(next.platform, next);
    target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: true });
    this.#show(ringed);
  }

  #show(ringed: boolean): void {
    const here = this.#current();
    const ref = here?.thing?.ref ?? null;
    const { pointing } = this.#host.held();
    const inLens = here?.kind.startsWith('lens') ?? false;
    const lens = inLens ? pointing.lens : this.#isCrowd() && here?.kind === 'box' ? here.key : null;
    this.#host.point({
      focused: ringed ? ref : null,
      hovered: ref,
      lens: ringed ? lens : pointing.lens,
    });
    this.#options.onHover(ref);
  }

  #isCrowd(): boolean {
    const { boxes } = this.#host.held();
    return boxes !== null && !drawsTiles(boxes.metrics);
  }

  #current(): Reachable | null {
    const { frame } = this.#host.held();
    const at = this.#at;
    if (!frame || !at) return null;
    return (
      this.#among(frame, at).find((each) => each.kind === at.kind && each.key === at.key) ?? null
    );
  }

  #among(frame: Frame, on: At): readonly Reachable[] {
    return on.kind.startsWith('lens') ? reachableInLens(frame) : reachableIn(frame, on.platform);
  }

  #halves(): readonly SVGSVGElement[] {
    return [...this.#element.querySelectorAll<SVGSVGElement>(':scope > svg.stage-half')];
  }

  #svgOf(platform: Platform): SVGSVGElement | undefined {
    return this.#halves().find((svg) => svg.dataset.platform === platform);
  }

  #elementOf({ kind, key, platform }: At): SVGGElement | null {
    const within = kind.startsWith('lens')
      ? this.#element.querySelector('svg.stage-over .lens')
      : this.#svgOf(platform);
    const name = kind === 'lens-tile' ? 'tile' : kind === 'chip' ? 'exception' : kind;
    return within?.querySelector<SVGGElement>(`.${name}[data-key="${CSS.escape(key)}"]`) ?? null;
  }
}
