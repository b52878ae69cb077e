/** The machine that runs, as parts: its states, where it is, what it has passed, and what is due next. Pure. */
import type { LifecycleState } from '../../engine/model';
import type { MachineDescription } from '../../host/protocol';
import { monoWidth, sansWidth } from '../layout/textWidth';
import { part, type Part } from '../part';
import type { Words } from '../words';
import { Labels } from './labels';
import { ROW_PITCH, STATE_HEIGHT, drawnName, statePlaces, type StatePlace } from './places';

export interface MachineView {
  readonly description: MachineDescription;
  readonly state: LifecycleState;
  readonly nowMs: number;
}

export interface MachineDrawing {
  readonly parts: readonly Part[];
  readonly height: number;
  readonly lit: string;
}

export function machineParts(view: MachineView, width: number, words: Words): MachineDrawing {
  const path = pathOf(view);
  const lit = path.at(-1)?.name ?? drawnName(view.description.initial);
  const places = statePlaces(
    view.description,
    path.map(({ name }) => name),
    width - 3,
  );
  const next = nextOf(view, lit);
  const spent = timeSpent(path, view);
  const rows = Math.max(0, ...places.map(({ row }) => row));
  const litPlace = places.find(({ name }) => name === lit);
  const room = next && litPlace?.row === rows ? 20 : 4;
  const arrows = arrowParts(
    view.description,
    places,
    path.map(({ name }) => name),
    next?.to ?? null,
  );
  const shafts = arrows.map(({ attrs }) => String(attrs.d));
  const labels = new Labels(width, shafts);
  return {
    lit,
    height: 20 + rows * ROW_PITCH + STATE_HEIGHT + room,
    parts: [
      ...arrows,
      ...places.flatMap((place) => stateParts(place, lit, spent.get(place.name), words, labels)),
      ...(next && litPlace ? [nextPart(litPlace, next, words, width, labels)] : []),
    ],
  };
}

interface Passed {
  readonly name: string;
  readonly atMs: number;
}

/** States entered, oldest first, the present one last; steps inside one drawn state are one. */
function pathOf({ state }: MachineView): readonly Passed[] {
  const value = drawnName(nameOf(state.value));
  const passed = state.path.map(({ value: name, atMs }) => ({ name: drawnName(name), atMs }));
  const all =
    passed.at(-1)?.name === value ? passed : [...passed, { name: value, atMs: state.enteredAtMs }];
  return all.filter(({ name }, i) => all[i - 1]?.name !== name);
}

/** `Running` for `{ Running: 'settled' }`. */
const nameOf = (value: unknown): string =>
  typeof value === 'string' ? value : (Object.keys(value ?? {})[0] ?? '');

function timeSpent(path: readonly Passed[], { nowMs }: MachineView): ReadonlyMap<string, number> {
  const spent = new Map<string, number>();
  path.forEach(({ name, atMs }, i) => {
    const until = path[i + 1]?.atMs ?? nowMs;
    spent.set(name, (spent.get(name) ?? 0) + Math.max(0, until - atMs));
  });
  return spent;
}

interface Next {
  readonly what: string;
  /** Null: the timer leads to an action, not to another state. */
  readonly to: string | null;
  readonly inMs: number;
}

/** The earliest timer under way, by the name of its delay. */
function nextOf({ description, state, nowMs }: MachineView, lit: string): Next | null {
  const timer = state.timers.reduce<LifecycleState['timers'][number] | null>(
    (first, each) => (first && first.dueAtMs <= each.dueAtMs ? first : each),
    null,
  );
  if (!timer) return null;
  const what = /^xstate\.after\.(.+?)\./.exec(timer.event)?.[1] ?? timer.event;
  const transition = description.transitions.find(
    (each) => each.after && each.on === what && drawnName(each.from) === lit,
  );
  const to = transition ? drawnName(transition.to) : null;
  return { what, to: to === lit ? null : to, inMs: Math.max(0, timer.dueAtMs - nowMs) };
}

function stateParts(
  { name, x, y, width }: StatePlace,
  lit: string,
  spentMs: number | undefined,
  words: Words,
  labels: Labels,
): readonly Part[] {
  const status = name === lit ? 'lit' : spentMs !== undefined ? 'past' : 'ahead';
  const spent = spentMs === undefined ? null : words.duration(spentMs);
  const time = spent !== null && name === lit ? words.machine.soFar(spent) : spent;
  const timeX = time === null ? 0 : labels.middle(x + width / 2, y - 5, monoWidth(time, 10.5));
  return [
    part(
      'rect',
      { class: 'state', 'data-status': status, x, y, width, height: STATE_HEIGHT, rx: 3 },
      [],
      `${name} box`,
    ),
    part('text', { class: 'state-name', x: x + width / 2, y: y + 17 }, name, `${name} name`),
    ...(time === null
      ? []
      : [part('text', { class: 'state-time', x: n(timeX), y: y - 5 }, time, `${name} time`)]),
  ];
}

/** Under the state it is in. */
function nextPart(
  { x, y, width: own }: StatePlace,
  { what, inMs }: Next,
  words: Words,
  width: number,
  labels: Labels,
): Part {
  const text = words.machine.in(what, words.duration(inMs));
  const long = sansWidth(text, 10.5);
  const wanted = x > width / 2 ? x + own - long / 2 : x + long / 2;
  const baseline = y + STATE_HEIGHT + 15;
  const middle = labels.middle(wanted, baseline, long);
  return part('text', { class: 'next-name', x: n(middle), y: baseline }, text);
}

/** Between neighbours, as far as the machine has them; those taken, wherever they lead; and the next. */
function arrowParts(
  { transitions }: MachineDescription,
  places: readonly StatePlace[],
  path: readonly string[],
  next: string | null,
): readonly Part[] {
  const lit = path.at(-1);
  const taken = new Set(path.slice(1).map((to, i) => `${path[i]} ${to}`));
  const pairs = new Set(transitions.map(({ from, to }) => `${drawnName(from)} ${drawnName(to)}`));
  const wanted = new Set([...pairs, ...taken]);
  return [...wanted].flatMap((pair): Part[] => {
    const [from = '', to = ''] = pair.split(' ');
    const [a, b] = [
      places.find(({ name }) => name === from),
      places.find(({ name }) => name === to),
    ];
    if (!a || !b || a === b) return [];
    const status = from === lit && to === next ? 'next' : taken.has(pair) ? 'done' : 'ahead';
    const both = wanted.has(`${to} ${from}`);
    const d = neighbourArrow(a, b, places, both) ?? (status === 'ahead' ? null : farArrow(a, b));
    if (d === null) return [];
    const [shaft, tip] = d;
    return [
      part('path', { class: 'arrow', 'data-status': status, d: shaft }, [], `${pair} arrow`),
      part('path', { class: 'arrow-tip', 'data-status': status, d: tip }, [], `${pair} tip`),
    ];
  });
}

type Arrow = readonly [shaft: string, tip: string];

/** Apart where arrows run both ways. */
const APART = 4.5;
/** Overlap that a vertical arrow needs. */
const OVERLAP = 20;

function neighbourArrow(
  a: StatePlace,
  b: StatePlace,
  places: readonly StatePlace[],
  both: boolean,
): Arrow | null {
  if (a.row === b.row) {
    const [left, right] = a.x < b.x ? [a, b] : [b, a];
    const between = places.some(
      (each) => each.row === a.row && each.x > left.x && each.x < right.x,
    );
    if (between) return null;
    const y = a.y + STATE_HEIGHT / 2 + (both ? (a === left ? -APART : APART) : 0);
    return a === left
      ? [`M${n(a.x + a.width)} ${n(y)}H${n(b.x - 3)}`, head(b.x - 3, y, 1, 0)]
      : [`M${n(a.x)} ${n(y)}H${n(b.x + b.width + 3)}`, head(b.x + b.width + 3, y, -1, 0)];
  }
  if (Math.abs(a.row - b.row) !== 1) return null;
  const [from, to] = [Math.max(a.x, b.x), Math.min(a.x + a.width, b.x + b.width)];
  if (to - from < OVERLAP) return null;
  const down = b.row > a.row;
  const x = (from + to) / 2 + (both ? (down ? 2 : -2) * APART : 0);
  return down
    ? [`M${n(x)} ${a.y + STATE_HEIGHT}V${b.y - 3}`, head(x, b.y - 3, 0, 1)]
    : [`M${n(x)} ${a.y}V${b.y + STATE_HEIGHT + 3}`, head(x, b.y + STATE_HEIGHT + 3, 0, -1)];
}

/** Along the water between two rows, past what is written there. */
function farArrow(a: StatePlace, b: StatePlace): Arrow {
  const down = b.row > a.row || (b.row === a.row && a.row === 0);
  const ax = a.x + a.width / 2;
  const start = down ? a.y + STATE_HEIGHT : a.y;
  const level = start + (down ? 21 : -17);
  const above = b.row > a.row || (b.row === a.row && !down);
  // From above it comes beside the time that is written there.
  const bx = b.x + (above ? b.width - 6 : b.width / 2);
  const end = above ? b.y - 3 : b.y + STATE_HEIGHT + 3;
  return [`M${n(ax)} ${start}V${level}H${n(bx)}V${end}`, head(bx, end, 0, above ? 1 : -1)];
}

/** An open chevron at the tip, pointing along (dx, dy). */
function head(x: number, y: number, dx: number, dy: number): string {
  const [bx, by] = [x - 6 * dx, y - 6 * dy];
  return `M${n(bx + 3.5 * dy)} ${n(by + 3.5 * dx)}L${n(x)} ${n(y)}L${n(bx - 3.5 * dy)} ${n(by - 3.5 * dx)}`;
}

const n = (value: number): number => Math.round(value * 10) / 10;
