/**
 * The one funnel: requests, commands and machine intents all end here. In this order: records are written, facts
 * appended, lifecycles begun and told (each writes its status, then commits its intents), controllers woken by what
 * changed, commands carried out.
 */
import type { Cause } from './facts';
import { InvariantError } from './invariant';
import { start, step, type Stepped } from './lifecycle';
import type { ArmedTimer, Running } from './lifecycles';
import type { Change, Effect, Kind, Model, Ref, Watch } from './model';
import type { AgendaItem, Simulation } from './simulation';

export interface Committing {
  readonly simulation: Simulation;
  readonly modelsByName: ReadonlyMap<string, Model>;
  readonly watchesByKind: ReadonlyMap<Kind, readonly Watch[]>;
  /** Puts an item on the agenda and returns its serial. */
  arm(dueAtMs: number, item: AgendaItem): number;
  wake(controller: string, key: string, afterMs: number | undefined, cause: Cause): void;
  /** How many commits are under way inside each other. */
  depth: number;
}

/** Commits nest where intents and commands cause further commits; deeper than this is a loop. */
const DEPTH_LIMIT = 64;

export function commit(to: Committing, effects: readonly Effect[], cause: Cause): void {
  if (effects.length === 0) return;
  if (to.depth >= DEPTH_LIMIT) {
    const last = to.simulation.facts.last(3).map((f) => `${f.model} ${f.type} ${f.about.key}`);
    throw new InvariantError(`commits nest deeper than ${DEPTH_LIMIT}: ${last.join('; ')}`);
  }
  to.depth += 1;
  try {
    const firstFact = to.simulation.facts.count;
    const changes = writeRecords(to, effects);
    const newest = appendFacts(to, effects, cause);
    const causeOf = (ref: Ref): Cause => {
      const own = to.simulation.facts.newestAbout(ref);
      return own?.serial != null && own.serial >= firstFact ? own : newest;
    };
    moveLifecycles(to, effects, causeOf);
    wakeWatchers(to, changes, causeOf);
    for (const effect of effects) {
      if (effect.do === 'wake') to.wake(effect.controller, effect.key, effect.afterMs, newest);
      else if (effect.do === 'command') carryOut(to, effect.command, newest);
    }
  } finally {
    to.depth -= 1;
  }
}

function writeRecords(to: Committing, effects: readonly Effect[]): Change[] {
  const { records, lifecycles, nowMs } = to.simulation;
  const changes: Change[] = [];
  for (const effect of effects) {
    if (effect.do !== 'put' && effect.do !== 'remove') continue;
    const value = effect.do === 'put' ? effect.value : undefined;
    const change = records.write(effect.kind, effect.key, value, nowMs);
    if (!change) continue;
    changes.push(change);
    if (effect.do === 'remove')
      for (const running of lifecycles.aboutRecord(effect))
        lifecycles.end(running.lifecycle.name, running.key);
  }
  return changes;
}

function appendFacts(to: Committing, effects: readonly Effect[], cause: Cause): Cause {
  const { facts, work, nowMs } = to.simulation;
  let newest = cause;
  for (const effect of effects) {
    if (effect.do !== 'note') continue;
    newest = facts.append(effect.fact, nowMs, cause);
    work.facts += 1;
  }
  return newest;
}

function moveLifecycles(
  to: Committing,
  effects: readonly Effect[],
  causeOf: (ref: Ref) => Cause,
): void {
  const { lifecycles, nowMs } = to.simulation;
  for (const effect of effects) {
    if (effect.do === 'begin') {
      const { machine } = lifecycles.definition(effect.lifecycle);
      const { lifecycle, key } = effect;
      const stepped = start(machine, effect.input);
      const cause = causeOf(lifecycles.definition(lifecycle).record(key));
      const timers = armTimers(to, lifecycle, key, [], stepped, cause);
      const running = lifecycles.begin(lifecycle, key, stepped, timers, nowMs);
      afterStep(to, running, stepped, cause);
    } else if (effect.do === 'tell') {
      const running = lifecycles.get(effect.lifecycle, effect.key);
      if (running) tell(to, running, effect.event, causeOf(running.record));
    } else if (effect.do === 'end') lifecycles.end(effect.lifecycle, effect.key);
  }
}

/** A timer is due: what it sends is told to its machine. */
export function fireTimer(to: Committing, running: Running, timer: ArmedTimer): void {
  to.depth += 1;
  try {
    const before = { ...running, timers: running.timers.filter((t) => t !== timer) };
    if (!tell(to, before, timer.sends, timer.cause))
      to.simulation.lifecycles.setTimers(before, before.timers);
  } finally {
    to.depth -= 1;
  }
}

/** Whether it made the machine do anything. */
function tell(
  to: Committing,
  before: Running,
  event: { readonly type: string },
  cause: Cause,
): boolean {
  if (before.snapshot.status !== 'active') return false;
  const { lifecycle, key } = before;
  const { lifecycles, nowMs } = to.simulation;
  const stepped = step(lifecycle.machine, before.snapshot, event);
  if (!stepped.moved) {
    if (lifecycle.ignores.includes(event.type)) return false;
    throw new InvariantError(
      `${lifecycle.name} ${key}: no transition for ${event.type} in ${JSON.stringify(before.snapshot.value)}`,
    );
  }
  const timers = armTimers(to, lifecycle.name, key, before.timers, stepped, cause);
  afterStep(to, lifecycles.moved(before, stepped, timers, nowMs), stepped, cause);
  return true;
}

/** Status first, then intents one by one; timers, armed already, then cite the newest fact of this very step. */
function afterStep(to: Committing, running: Running, stepped: Stepped, cause: Cause): void {
  const { lifecycle, key, record, snapshot } = running;
  const { context, facts } = to.simulation;
  to.simulation.work.steps += 1;
  const firstFact = facts.count;
  const { value, context: machineContext } = snapshot;
  if (lifecycle.status)
    commit(to, lifecycle.status(key, { value, context: machineContext }, context), cause);
  for (const { type, params } of stepped.intents) {
    const intent = lifecycle.intents[type];
    if (!intent) throw new InvariantError(`${lifecycle.name}: no intent ${type}`);
    const own = facts.newestAbout(record);
    const since = own?.serial != null && own.serial >= firstFact ? own : cause;
    commit(to, intent({ key, context: machineContext, params, ctx: context }), since);
  }
  if (stepped.timing.length > 0 && facts.count > firstFact)
    reciteTimers(to, running, stepped, firstFact);
}

/** The timers of a machine after a step: those that it has cancelled are gone, those that it has armed are due later. */
function armTimers(
  to: Committing,
  lifecycle: string,
  key: string,
  before: readonly ArmedTimer[],
  { timing, snapshot }: Stepped,
  cause: Cause,
): readonly ArmedTimer[] {
  if (snapshot.status !== 'active') return NO_TIMERS;
  let armed = before;
  for (const entry of timing) {
    const id = 'cancel' in entry ? entry.cancel : entry.id;
    if (armed.some((t) => t.id === id)) armed = armed.filter((t) => t.id !== id);
    if ('cancel' in entry) continue;
    const dueAtMs = to.simulation.nowMs + entry.delayMs;
    const serial = to.arm(dueAtMs, { what: 'timer', lifecycle, key, id });
    const timer = { id, event: entry.event.type, dueAtMs, sends: entry.event, serial, cause };
    armed = [...armed, timer];
  }
  return armed;
}
const NO_TIMERS: readonly ArmedTimer[] = [];

/** Timers armed in a step that noted a fact about its record are caused by that fact. */
function reciteTimers(
  to: Committing,
  { lifecycle, key, record, timers }: Running,
  { timing }: Stepped,
  firstFact: number,
): void {
  const { facts, lifecycles } = to.simulation;
  const own = facts.newestAbout(record);
  const present = lifecycles.get(lifecycle.name, key);
  if (!present || own?.serial == null || own.serial < firstFact) return;
  const isNew = ({ id, serial }: ArmedTimer): boolean =>
    timing.some((t) => 'id' in t && t.id === id) && timers.some((t) => t.serial === serial);
  if (!present.timers.some(isNew)) return;
  const cited = present.timers.map((t) => (isNew(t) ? { ...t, cause: own } : t));
  lifecycles.setTimers(present, cited);
}

function wakeWatchers(
  to: Committing,
  changes: readonly Change[],
  causeOf: (ref: Ref) => Cause,
): void {
  for (const change of changes)
    for (const watch of to.watchesByKind.get(change.kind) ?? []) {
      const { after, before, key: changed } = change;
      const keys = watch.keys(after as never, before as never, changed, to.simulation.context);
      for (const key of keys) to.wake(watch.wakes, key, undefined, causeOf(change));
    }
}

function carryOut(
  to: Committing,
  command: Extract<Effect, { do: 'command' }>['command'],
  cause: Cause,
): void {
  const name = (command as { model: string }).model;
  const model = to.modelsByName.get(name);
  // A world may run one platform alone: what is said to an absent model is not heard.
  if (!model) return;
  const { because: ref } = command as { readonly because?: Ref };
  const because = ref && to.simulation.facts.newestAbout(ref);
  commit(to, model.effectsOf(command, to.simulation.context), because ?? cause);
}
