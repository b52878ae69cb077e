/**
 * The timeline in one element: the zebra rule, the lanes, and now. The line drags; pressing a tick picks its fact,
 * pressing elsewhere goes there. Keyboard: the line is a slider, arrows move it by a second, with Shift by ten.
 */
import { clockTenths } from './clock';
import { paint, part, type Part } from './part';
import { geometryOf, laneAt, type Geometry } from './timeline/geometry';
import { nearest } from './timeline/merge';
import { nowParts, timelineParts } from './timeline/parts';
import { LANES, type Tick, type TimelineView } from './timeline/view';
import { sansWidth } from './layout/textWidth';
import type { Words } from './words';

export { timelineRange } from './timeline/view';
export type { Lane, Tick, TimelineView } from './timeline/view';

export interface TimelineOptions {
  readonly words: Words;
  /** While dragging, again and again. */
  readonly onSeek: (atMs: number) => void;
  /** A tick: seek to it and select its fact. */
  readonly onPick: (serial: number) => void;
  /** A bookmark is taken away. Going to one is a seek. */
  readonly onUnmark?: (atMs: number) => void;
}

export interface Timeline {
  update(view: TimelineView, words?: Words): void;
  resize(): void;
  destroy(): void;
}

const SVG = 'http://www.w3.org/2000/svg';

export function mountTimeline(element: HTMLElement, options: TimelineOptions): Timeline {
  element.classList.add('timeline-drawing');
  const svg = element.ownerDocument.createElementNS(SVG, 'svg');
  element.append(svg);
  let size = { width: element.clientWidth, height: element.clientHeight };
  let shown: {
    readonly view: TimelineView;
    readonly geometry: Geometry;
    readonly words: Words;
  } | null = null;
  let hovered: Tick | null = null;

  const update = (view: TimelineView, words = shown?.words ?? options.words): void => {
    const geometry = geometryOf(view, size);
    shown = { view, geometry, words };
    paint(svg, wholePart(view, geometry, words, hovered));
  };
  const again = (): void => {
    if (shown) update(shown.view);
  };
  const stop = listen(svg, options, {
    now: () => shown,
    point(tick) {
      if (tick === hovered) return;
      hovered = tick;
      again();
    },
  });
  return {
    update,
    resize() {
      size = { width: element.clientWidth, height: element.clientHeight };
      again();
    },
    destroy() {
      stop();
      svg.remove();
      element.classList.remove('timeline-drawing');
    },
  };
}

function wholePart(
  view: TimelineView,
  geometry: Geometry,
  words: Words,
  hovered: Tick | null,
): Part {
  const { width, height } = geometry;
  const now = clockTenths(view.nowMs - view.originMs);
  const x = Math.min(geometry.right, Math.max(geometry.left, geometry.x(view.nowMs)));
  return part(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'group',
      'aria-label': words.timeline.name,
    },
    [
      part('rect', { class: 'time-ground', width, height }),
      ...timelineParts(view, geometry, words),
      part(
        'g',
        {
          class: 'now',
          transform: `translate(${Math.round(x * 10) / 10} 0)`,
          tabindex: 0,
          role: 'slider',
          'aria-label': words.timeline.name,
          'aria-valuemin': Math.round(view.fromMs),
          'aria-valuemax': Math.round(view.toMs),
          'aria-valuenow': Math.round(view.nowMs),
          'aria-valuetext': words.timeline.now(now),
        },
        nowParts(view, geometry),
      ),
      hovered ? hoverPart(hovered, view, geometry) : null,
    ],
  );
}

/** Names the fact under the pointer, on its side of the strip. */
function hoverPart(tick: Tick, view: TimelineView, geometry: Geometry): Part {
  const x = geometry.x(tick.atMs);
  const { y, height } = laneAt(geometry, tick.lane);
  const text = `${clockTenths(tick.atMs - view.originMs)} ${tick.label}`;
  const width = sansWidth(text, 11) + 12;
  const left = Math.max(2, Math.min(x + 8, geometry.width - width - 2));
  return part('g', { class: 'tick-name', 'aria-hidden': 'true' }, [
    part('path', { class: 'tick-ring', d: `M${Math.round(x * 10) / 10} ${y + 2}v${height - 3}` }),
    part('rect', { class: 'tick-ground', x: left, y: y - 16, width, height: 18, rx: 3 }),
    part('text', { class: 'tick-text', x: left + 6, y: y - 3 }, text),
  ]);
}

interface Host {
  now(): { readonly view: TimelineView; readonly geometry: Geometry } | null;
  point(tick: Tick | null): void;
}

function listen(svg: SVGSVGElement, options: TimelineOptions, host: Host): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let dragging = false;
  const at = (event: PointerEvent) => {
    const { left, top } = svg.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const seek = (event: PointerEvent): void => {
    const geometry = host.now()?.geometry;
    if (geometry) options.onSeek(Math.round(geometry.at(at(event).x)));
  };
  svg.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      const marked = bookmarkAt(event.target);
      if (marked !== null) return options.onSeek(marked);
      const tick = tickAt(host, at(event));
      if (tick) return options.onPick(tick.serial);
      dragging = true;
      svg.setPointerCapture(event.pointerId);
      seek(event);
    },
    { signal },
  );
  svg.addEventListener(
    'pointermove',
    (event) => {
      if (dragging) seek(event);
      else host.point(tickAt(host, at(event)));
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointercancel'] as const)
    svg.addEventListener(type, () => (dragging = false), { signal });
  svg.addEventListener('pointerleave', () => host.point(null), { signal });
  svg.addEventListener(
    'keydown',
    (event) => {
      const marked = bookmarkAt(event.target);
      if (marked !== null) return onBookmarkKey(event, marked, options);
      const view = host.now()?.view;
      const to = view && keyTarget(event, view);
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      options.onSeek(to);
    },
    { signal },
  );
  return () => stop.abort();
}

function bookmarkAt(target: EventTarget | null): number | null {
  const mark = target instanceof Element ? target.closest('.bookmark') : null;
  return mark ? Number(mark.getAttribute('data-at')) : null;
}

function onBookmarkKey(event: KeyboardEvent, atMs: number, options: TimelineOptions): void {
  const goes = event.key === 'Enter' || event.key === ' ';
  if (!goes && event.key !== 'Delete' && event.key !== 'Backspace') return;
  event.preventDefault();
  event.stopPropagation();
  if (goes) options.onSeek(atMs);
  else options.onUnmark?.(atMs);
}

/** The tick under a point of a lane. The rule is for seeking. */
function tickAt(host: Host, { x, y }: { readonly x: number; readonly y: number }): Tick | null {
  const shown = host.now();
  if (!shown || shown.geometry.strip) return null;
  const { view, geometry } = shown;
  const lane = LANES.find((each) => {
    const place = laneAt(geometry, each);
    return place.y <= y && y < place.y + place.height;
  });
  if (!lane) return null;
  return nearest(
    view.ticks.filter((tick) => tick.lane === lane),
    x,
    geometry,
  );
}

function keyTarget(
  event: KeyboardEvent,
  { fromMs, toMs, nowMs }: TimelineView,
): number | undefined {
  const step = event.shiftKey ? 10_000 : 1000;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(fromMs, nowMs - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(toMs, nowMs + step);
    case 'Home':
      return fromMs;
    case 'End':
      return toMs;
    default:
      return undefined;
  }
}
