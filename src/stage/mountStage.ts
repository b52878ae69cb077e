/**
 * The stage in one element: the page calls `update` once a frame and hears what is pointed at, selected and asked for.
 * Inside this element only D3 draws; outside of it nothing here reaches. No clock of its own: simulated time and the
 * frame's time both come with `update`.
 */
import type { Ref } from '../engine/model';
import { draw } from './draw';
import { layout } from './layout/layout';
import type { Boxes, ScaleBy } from './layout/places';
import { hatches } from './marks/hatches';
import { ease, paceOf, type Eased } from './motion';
import { paint } from './part';
import { scene } from './scene';
import { POINTING_AT_NOTHING, type Pointing } from './scene/pointing';
import type { StageEvents } from './stageEvents';
import type { StageOptions } from './stageHost';
import type { Platform, View } from './view';
import type { Words } from './words';

export type { StageOptions } from './stageHost';

/** What else a frame depends on. What is left out is as if nothing were selected, at speed 1. */
export interface Moment {
  /** Frame milliseconds since the last update. */
  readonly elapsedMs: number;
  /** A jump in time: nothing slides. */
  readonly seek?: boolean;
  readonly speed?: number;
  readonly selected?: Ref | null;
  /** Of what is selected, else of what is pointed at. */
  readonly counterpart?: Ref | null;
  readonly pairLabel?: string | null;
  /** Spoken of elsewhere on the page. */
  readonly ringed?: readonly Ref[];
  /** `refKey(box)` -> why the selected tile does not fit there. */
  readonly infeasible?: ReadonlyMap<string, string> | null;
  readonly scaleBy?: ScaleBy;
  readonly words?: Words;
}

export interface Stage {
  update(view: View, nowMs: number, moment: Moment): void;
  /** The element has another size; takes effect at once. */
  resize(): void;
  /** Moves the keyboard to a thing, or to where it last was on a half. */
  focus(on: Ref | Platform): void;
  destroy(): void;
}

export function mountStage(element: HTMLElement, options: StageOptions): Stage {
  element.classList.add('stage-drawing');
  const defs = element.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'svg');
  paint(defs, hatches());
  element.append(defs);
  const calm = element.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)');
  let size = { width: element.clientWidth, height: element.clientHeight };
  let pointing: Pointing = POINTING_AT_NOTHING;
  let boxes: Boxes | null = null;
  let eased: Eased | null = null;
  let drawing = false;
  let last: { readonly view: View; readonly nowMs: number; readonly moment: Moment } | null = null;

  const render = (view: View, nowMs: number, moment: Moment): void => {
    // Mounted where nothing is shown, as behind another tab of a phone: the first frame that is seen measures.
    if (size.width === 0) size = { width: element.clientWidth, height: element.clientHeight };
    const { seek = false, speed = 1, scaleBy = 'cpu', words = options.words } = moment;
    const jump = seek || eased === null;
    const reducedMotion = calm?.matches ?? false;
    boxes = layout(view, size, jump ? null : boxes, scaleBy);
    const frame = scene(boxes, nowMs, {
      ...pointing,
      selected: moment.selected ?? null,
      counterpart: moment.counterpart ?? null,
      pairLabel: moment.pairLabel ?? null,
      ringed: moment.ringed ?? [],
      infeasible: moment.infeasible ?? null,
      words,
      speed,
      reducedMotion,
    });
    eased = ease(eased, frame, moment.elapsedMs, paceOf(speed, reducedMotion), jump);
    element.toggleAttribute('data-snap', jump);
    last = { view, nowMs, moment };
    drawing = true;
    try {
      draw(element, eased);
    } finally {
      drawing = false;
    }
    events?.drawn();
  };
  /** What is pointed at changed between two frames: same moment, no time passes. */
  const again = (): void => {
    // Taking away the focused element is told at once, amid the drawing: the next frame looks anyway.
    if (last && !drawing)
      render(last.view, last.nowMs, { ...last.moment, seek: false, elapsedMs: 0 });
  };
  let events: StageEvents | null = null;
  let gone = false;
  // The picture comes first: what answers hand and keyboard is a chunk of its own.
  void import('./stageEvents').then(({ listen }) => {
    if (gone) return;
    events = listen(element, options, {
      held: () => ({ pointing, frame: eased?.frame ?? null, boxes }),
      point(at) {
        pointing = { ...pointing, ...at };
        again();
      },
    });
    events.drawn();
  });
  return {
    update: render,
    resize() {
      size = { width: element.clientWidth, height: element.clientHeight };
      again();
    },
    focus: (on) => events?.focus(on),
    destroy() {
      gone = true;
      events?.stop();
      element.replaceChildren();
      element.classList.remove('stage-drawing');
    },
  };
}
