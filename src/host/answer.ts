/** The message handler of a world: one answer a message, the same in a worker, inline and in tests. No clock of its own. */
import type { Kind } from '../engine/model';
import type { AgendaEntry, FromWorld, ToWorld } from './protocol';
import type { Scenario } from './scenario';
import { World } from './world';

/** Wall time, handed in by whoever owns a clock; used only to hand back early, never by the simulation. */
export type WallMs = () => number;

/** Looked at every so many steps. */
const STEPS_PER_LOOK = 64;

export class Answering {
  private world: World | undefined;
  /** What the other side has seen. */
  private seen = { version: -1, epoch: -1, facts: 0 };

  constructor(private readonly wallMs: WallMs) {}

  answer(message: ToWorld): FromWorld {
    try {
      return { id: message.id, ok: true, ...this.handle(message) };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { id: message.id, ok: false, error: text };
    }
  }

  private handle(message: ToWorld): Omit<Extract<FromWorld, { ok: true }>, 'id' | 'ok'> {
    if (message.do === 'open') {
      const scenario = message.scenario as Scenario;
      this.world = new World(scenario, message.seed, message.rules ? { rules: message.rules } : {});
      this.seen = { version: -1, epoch: -1, facts: 0 };
      this.world.advance(scenario.opensAtMs, this.budget(message.budgetMs));
      return this.withChanges(this.world, undefined);
    }
    const world = this.world;
    if (!world) throw new Error('No world is open.');
    return this.handleOpen(world, message);
  }

  private handleOpen(world: World, message: Exclude<ToWorld, { do: 'open' }>) {
    switch (message.do) {
      case 'advance':
        if (message.untilNextFact) world.advanceToNextFact(message.toMs);
        else world.advance(message.toMs, this.stopping(world, message));
        return this.withChanges(world, undefined);
      case 'submit':
        return this.withChanges(world, world.submit(message.by, message.request));
      case 'seek':
        world.seek(message.toMs);
        return this.withChanges(world, undefined);
      case 'fork':
        return this.withChanges(world, world.fork());
      case 'play':
        world.play(message.steps, message.baseMs);
        return this.withChanges(world, undefined);
      case 'stopPlaying':
        world.stopPlaying();
        return this.withChanges(world, undefined);
      case 'query':
        return { result: world.query(message.request) };
      case 'lifecycles':
        return { result: world.lifecycles(message.of) };
      case 'describeMachine':
        return { result: world.describeMachine(message.lifecycle) };
      case 'causes':
        return { result: world.causes(message.serial) };
      case 'agenda':
        return { result: agendaView(world, message.limit) };
      case 'journal':
        return { result: world.history() };
      case 'digest':
        return { result: world.digest() };
    }
  }

  private withChanges(world: World, result: unknown) {
    const changes = world.changesSince(this.seen);
    this.seen = {
      version: changes.version,
      epoch: changes.epoch,
      facts: world.simulation.facts.count,
    };
    const script = world.scriptProgress;
    return { changes: script ? { ...changes, script } : changes, result };
  }

  private stopping(world: World, message: Extract<ToWorld, { do: 'advance' }>) {
    const spent = this.budget(message.budgetMs);
    const goals = message.untilMet ?? [];
    if (goals.length === 0) return spent;
    const before = world.metGoals(goals);
    return () => world.metGoals(goals) > before || (spent?.() ?? false);
  }

  private budget(budgetMs: number | undefined): (() => boolean) | undefined {
    if (budgetMs === undefined) return undefined;
    const endMs = this.wallMs() + budgetMs;
    let steps = 0;
    return () => (steps += 1) % STEPS_PER_LOOK === 0 && this.wallMs() > endMs;
  }
}

/** Controllers whose next look is a deadline of the thing that they look at. */
const WAITS_FOR: Readonly<Record<string, Kind>> = {
  'kubernetes/taintEviction': 'kubernetes/Pod',
  'kubernetes/deployment': 'kubernetes/Deployment',
};

export function agendaView(world: World, limit: number): readonly AgendaEntry[] {
  return world.soonest(limit).map(({ dueAtMs, item }) => {
    if (item.what === 'sync') {
      const [, what = ''] = item.controller.split('/');
      const kind = WAITS_FOR[item.controller];
      return { dueAtMs, what, about: kind ? { kind, key: item.key } : null };
    }
    const about = world.simulation.lifecycles.definition(item.lifecycle).record(item.key);
    const event = item.id.split('.')[2] ?? item.id;
    return { dueAtMs, what: event, about };
  });
}
