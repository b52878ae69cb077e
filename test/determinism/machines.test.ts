/**
 * Every machine of the world steps by its table as XState would step it: at each step of every golden scenario, and over
 * random walks made of the inputs and events that those runs have seen, taken in states where they never came.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { describe, expect, it, vi } from 'vitest';
import { loadScenario } from '../../src/cli/run';
import type * as LifecycleModule from '../../src/engine/lifecycle';
import { tableOf } from '../../src/engine/machineTable';
import { allModels, World } from '../../src/host/world';

type Event = { readonly type: string };

const seen = vi.hoisted(() => ({
  starts: new Map<unknown, unknown[]>(),
  events: new Map<unknown, Map<string, { type: string }>>(),
  twins: new WeakMap<object, unknown>(),
  steps: 0,
  differences: [] as string[],
}));

vi.mock('../../src/engine/lifecycle', async (original) => {
  const real: typeof LifecycleModule = await original();
  const { startByXState, stepByXState } = real;
  const check = (what: string, ours: LifecycleModule.Stepped, theirs: LifecycleModule.Stepped) => {
    seen.steps += 1;
    seen.twins.set(ours.snapshot, theirs.snapshot);
    const [a, b] = [ours, theirs].map((s) => JSON.stringify(plain(s)));
    if (a !== b) seen.differences.push(`${what}: ${a} is not ${b}`);
    return ours;
  };
  return {
    ...real,
    start(machine: AnyStateMachine, input: unknown) {
      seen.starts.set(machine, [...(seen.starts.get(machine) ?? []).slice(-40), input]);
      return check(machine.id, real.start(machine, input), startByXState(machine, input));
    },
    step(machine: AnyStateMachine, snapshot: LifecycleModule.Snapshot, event: Event) {
      const events = seen.events.get(machine) ?? new Map<string, Event>();
      seen.events.set(machine, events);
      if (events.size < 400) events.set(JSON.stringify(event), event);
      const ours = real.step(machine, snapshot, event);
      const twin = seen.twins.get(snapshot);
      if (!twin) return ours;
      const theirs = stepByXState(machine, twin as AnyMachineSnapshot, event);
      return check(`${machine.id} ${event.type}`, ours, theirs);
    },
  };
});

function plain({ snapshot, moved, timing, intents }: LifecycleModule.Stepped): unknown {
  const { status, value, context } = snapshot;
  return { status, value, context, moved, timing, intents: intents.map((i) => [i.type, i.params]) };
}

const scenarios = fileURLToPath(new URL('../scenarios/', import.meta.url));
const names = readdirSync(scenarios).filter((n) => statSync(join(scenarios, n)).isDirectory());
const lifecycles = allModels.flatMap((m) => m.lifecycles);

describe('machine tables', () => {
  it('exist for every machine of the world', () => {
    for (const { name, machine } of lifecycles) expect(tableOf(machine), name).toBeDefined();
  });

  it('step as XState does in every golden scenario', () => {
    for (const name of names) {
      const scenario = loadScenario(join(scenarios, name));
      new World(scenario, scenario.seed).advance(25 * 60_000);
    }
    expect(seen.differences).toEqual([]);
    expect(seen.steps).toBeGreaterThan(1000);
  }, 60_000);

  for (const { name, machine } of lifecycles)
    it(`step as XState does on random walks of ${name}`, async () => {
      const inputs = seen.starts.get(machine) ?? [];
      const events = [...(seen.events.get(machine)?.values() ?? [])];
      expect(inputs.length, 'no run begins it').toBeGreaterThan(0);
      const real: typeof LifecycleModule = await vi.importActual('../../src/engine/lifecycle');
      const walk = fc.tuple(
        fc.nat(inputs.length - 1),
        fc.array(fc.nat(Math.max(0, events.length - 1)), { minLength: 1, maxLength: 25 }),
      );
      fc.assert(
        fc.property(walk, ([input, steps]) => {
          let ours = attempt(() => real.start(machine, inputs[input]));
          let theirs = attempt(() => real.startByXState(machine, inputs[input]));
          for (const step of steps) {
            expect(shown(ours)).toBe(shown(theirs));
            if (typeof ours === 'string' || typeof theirs === 'string') return;
            const [a, b, event] = [ours.snapshot, theirs.snapshot, events[step] as Event];
            if (a.status !== 'active' || events.length === 0) return;
            ours = attempt(() => real.step(machine, a, event));
            theirs = attempt(() => real.stepByXState(machine, b as AnyMachineSnapshot, event));
          }
        }),
        { numRuns: 300, seed: 20260105 },
      );
    });
});

type Attempt = LifecycleModule.Stepped | string;

/** A definition may refuse what never comes to it: then both must. */
function attempt(step: () => LifecycleModule.Stepped): Attempt {
  try {
    return step();
  } catch {
    return 'refused';
  }
}
const shown = (a: Attempt): string => (typeof a === 'string' ? a : JSON.stringify(plain(a)));
