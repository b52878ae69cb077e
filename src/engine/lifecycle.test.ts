/**
 * Table and reused scope give what XState's own pure functions give, here on a machine made for it;
 * `test/determinism/machines.test.ts` does the same for every machine that the world runs.
 */
import fc from 'fast-check';
import {
  assign,
  initialTransition,
  setup,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import { describe, expect, it } from 'vitest';
import { start, startByXState, stateName, step, stepByXState, type Snapshot } from './lifecycle';
import { tableOf } from './machineTable';

const doorMachine = setup({
  types: {
    context: {} as { opened: number; waitMs: number },
    input: {} as { waitMs: number },
    events: {} as { type: 'open' | 'close' | 'lock' | 'knock' },
  },
  delays: { tired: ({ context }) => context.waitMs },
  guards: { worn: ({ context }) => context.opened >= 3 },
  actions: { ring: () => {}, count: assign({ opened: ({ context }) => context.opened + 1 }) },
}).createMachine({
  id: 'door',
  context: ({ input }) => ({ opened: 0, waitMs: input.waitMs }),
  initial: 'closed',
  on: { knock: { actions: 'ring' } },
  states: {
    closed: { on: { open: [{ guard: 'worn', target: 'broken' }, { target: 'open.ajar' }] } },
    open: {
      entry: 'count',
      exit: 'ring',
      initial: 'wide',
      after: { tired: 'closed' },
      on: { close: 'closed' },
      states: { wide: {}, ajar: { on: { open: 'wide' } } },
    },
    broken: { type: 'final' },
  },
});

const compare = (snapshot: Snapshot) => ({
  value: snapshot.value,
  context: snapshot.context,
  status: snapshot.status,
});
type Actions = readonly { readonly type: string; readonly params?: unknown }[];
const named = (actions: Actions) =>
  actions.filter((a) => !a.type.startsWith('xstate.')).map((a) => a.type);

describe('step', () => {
  it('equals transition() over random events', () => {
    const event = fc.constantFrom('open', 'close', 'knock', 'xstate.after.tired.door.open');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (types) => {
        const machine = doorMachine as AnyStateMachine;
        let ours = start(machine, { waitMs: 500 }).snapshot;
        let scoped = startByXState(machine, { waitMs: 500 }).snapshot as AnyMachineSnapshot;
        let [theirs] = initialTransition(machine, { waitMs: 500 });
        for (const type of types) {
          if (theirs.status !== 'active') break;
          const stepped = step(machine, ours, { type });
          const byScope = stepByXState(machine, scoped, { type });
          const [next, actions] = transition(machine, theirs, { type });
          expect(compare(stepped.snapshot)).toEqual(compare(next as AnyMachineSnapshot));
          expect(compare(byScope.snapshot)).toEqual(compare(next as AnyMachineSnapshot));
          expect(stepped.intents.map((i) => i.type)).toEqual(named(actions as Actions));
          expect(stepped.timing).toEqual(byScope.timing);
          expect(stepped.moved).toBe(byScope.moved);
          ours = stepped.snapshot;
          scoped = byScope.snapshot as AnyMachineSnapshot;
          theirs = next;
        }
      }),
    );
  });

  it('leaves to XState what a table does not cover', () => {
    const both = setup({}).createMachine({
      type: 'parallel',
      states: {
        left: { initial: 'off', states: { off: { on: { go: 'on' } }, on: {} } },
        right: {},
      },
    });
    expect(tableOf(both)).toBeUndefined();
    const { snapshot } = step(both, start(both, undefined).snapshot, { type: 'go' });
    expect(snapshot.value).toEqual({ left: 'on', right: {} });
  });

  it('gives delays as timers, and cancels them on the way out', () => {
    const opened = step(doorMachine, start(doorMachine, { waitMs: 500 }).snapshot, {
      type: 'open',
    });
    expect(opened.timing).toEqual([
      expect.objectContaining({ id: 'xstate.after.tired.door.open', delayMs: 500 }),
    ]);
    const closed = step(doorMachine, opened.snapshot, { type: 'close' });
    expect(closed.timing).toEqual([{ cancel: 'xstate.after.tired.door.open' }]);
  });

  it('says when an event moved nothing, and never moves a finished machine', () => {
    const { snapshot } = start(doorMachine, { waitMs: 1 });
    expect(step(doorMachine, snapshot, { type: 'lock' }).moved).toBe(false);
    expect(step(doorMachine, snapshot, { type: 'knock' }).moved).toBe(true);
    const broken = doorMachine.resolveState({ value: 'broken', context: { opened: 3, waitMs: 1 } });
    expect(step(doorMachine, broken as AnyMachineSnapshot, { type: 'knock' }).moved).toBe(false);
  });

  it('refuses a delay that is not whole milliseconds', () => {
    const { snapshot } = start(doorMachine, { waitMs: 0.5 });
    expect(() => step(doorMachine, snapshot, { type: 'open' })).toThrow(/not whole milliseconds/);
  });

  it('names nested states with dots', () => {
    expect(stateName({ open: 'ajar' })).toBe('open.ajar');
  });
});
