/** The engine on a toy model of its own: one lamp that warms up, shines and is put out. */
import { assign, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import type { Command, Effect, FactNote, Kind, Model, Read } from './model';
import { Simulation } from './simulation';

/** The toy's words are not part of the product's unions, hence the casts. */
const LAMP = 'toy/Lamp' as Kind;
const note = (type: string, key: string, data: object): Effect => ({
  do: 'note',
  fact: { model: 'toy', type, about: { kind: LAMP, key }, data } as unknown as FactNote,
});
const flickerCommand = (lamp: string) =>
  ({ model: 'toy', type: 'light', lamp }) as unknown as Command;

interface Lamp {
  readonly state: string;
  readonly room: string;
}
const lampOf = (read: Read, key: string) => read.get(LAMP, key) as unknown as Lamp | undefined;

const lampMachine = setup({
  types: {
    context: {} as { warmMs: number; flickers: number },
    input: {} as { warmMs: number },
    events: {} as { type: 'putOut' } | { type: 'flicker' },
  },
  delays: { warm: ({ context }) => context.warmMs },
  actions: {
    announce: () => {},
    countFlicker: assign({ flickers: ({ context }) => context.flickers + 1 }),
  },
}).createMachine({
  id: 'lamp',
  context: ({ input }) => ({ warmMs: input.warmMs, flickers: 0 }),
  initial: 'warming',
  states: {
    warming: { after: { warm: 'lit' }, on: { putOut: 'out' } },
    lit: { entry: 'announce', on: { putOut: 'out', flicker: { actions: 'countFlicker' } } },
    out: { type: 'final' },
  },
});

const toy: Model = {
  name: 'toy',
  accepts: (r) => r.api === 'toy',
  admit: (request, ctx) => {
    const { lamp, refuse } = request as unknown as { lamp: string; refuse?: boolean };
    const warmMs = ctx.random('toy/warm').between(100, 900);
    if (refuse) return { ok: false, status: 400, error: { name: 'No', message: 'no', causes: [] } };
    return {
      ok: true,
      output: lamp,
      effects: [
        { do: 'put', kind: LAMP, key: lamp, value: { state: 'dark', room: 'hall' } },
        note('wanted', lamp, { warmMs }),
        { do: 'begin', lifecycle: 'toy/lamp', key: lamp, input: { warmMs } },
      ],
    };
  },
  effectsOf: (command): Effect[] => [
    {
      do: 'tell',
      lifecycle: 'toy/lamp',
      key: (command as unknown as { lamp: string }).lamp,
      event: { type: 'flicker' },
    },
  ],
  controllers: [
    {
      name: 'toy/watcher',
      latencyMs: 10,
      sync: (key, ctx) =>
        lampOf(ctx, key)?.state === 'lit'
          ? {
              commands: [flickerCommand(key)],
              ...(ctx.nowMs < 3000 ? { requeueAfterMs: 500 } : {}),
            }
          : undefined,
    },
  ],
  lifecycles: [
    {
      name: 'toy/lamp',
      machine: lampMachine,
      record: (key) => ({ kind: LAMP, key }),
      status: (key, { value }, ctx) => {
        const lamp = lampOf(ctx, key);
        return lamp && lamp.state !== value
          ? [{ do: 'put', kind: LAMP, key, value: { ...lamp, state: value } }]
          : [];
      },
      intents: {
        announce: ({ key }) => [note('lit', key, {})],
      },
      ignores: [],
    },
  ],
  watches: [{ kind: LAMP, wakes: 'toy/watcher', keys: (_a, _b, key) => [key] }],
  indexes: [{ name: 'room', kind: LAMP, buckets: (lamp) => [(lamp as unknown as Lamp).room] }],
  tallies: [
    {
      name: 'toy/lit',
      kind: LAMP,
      of: (lamp) => {
        const { room, state } = lamp as unknown as Lamp;
        return { bucket: room, add: { all: 1, lit: state === 'lit' ? 1 : 0 } };
      },
    },
  ],
  projections: [],
};

const make = (seed = 7) => new Simulation({ models: [toy], seed, freeze: true });
const light = (simulation: Simulation, lamp: string) =>
  simulation.submit({ api: 'toy', lamp } as never, 'test');

describe('simulation', () => {
  it('runs timers, status, intents and woken controllers', () => {
    const simulation = make();
    light(simulation, 'a');
    simulation.runUntil(5000);
    expect(lampOf(simulation.context, 'a')?.state).toBe('lit');
    expect(simulation.context.tally('toy/lit', 'hall')).toMatchObject({ all: 1, lit: 1 });
    expect(simulation.lifecycles.get('toy/lamp', 'a')?.snapshot.context).toMatchObject({
      flickers: expect.any(Number) as number,
    });
    expect(simulation.brokenInvariants()).toEqual([]);
  });

  it('gives one digest however time is sliced, and another for another seed', () => {
    const digestOf = (seed: number, sliceMs: number) => {
      const simulation = make(seed);
      for (const lamp of ['a', 'b', 'c']) light(simulation, lamp);
      for (let at = sliceMs; at <= 4000; at += sliceMs) simulation.runUntil(at);
      return simulation.digest();
    };
    expect(digestOf(7, 1)).toEqual(digestOf(7, 4000));
    expect(digestOf(7, 250)).toEqual(digestOf(7, 4000));
    expect(digestOf(8, 4000)).not.toEqual(digestOf(7, 4000));
  });

  it('returns to a checkpoint and plays the same future again', () => {
    const simulation = make();
    light(simulation, 'a');
    simulation.runUntil(300);
    const past = simulation.checkpoint();
    const before = simulation.digest();
    light(simulation, 'b');
    simulation.runUntil(4000);
    const future = simulation.digest();
    simulation.restore(past);
    expect(simulation.digest()).toEqual(before);
    expect(simulation.context.by(LAMP, 'room', 'hall')).toHaveLength(1);
    light(simulation, 'b');
    simulation.runUntil(4000);
    expect(simulation.digest()).toEqual(future);
    simulation.restore(past);
    expect(simulation.digest()).toEqual(before);
  });

  it('leads every fact by its causes to the request that began it', () => {
    const simulation = make();
    light(simulation, 'a');
    simulation.runUntil(2000);
    const lit = simulation.facts.last(100).find((f) => (f.type as string) === 'lit');
    const chain = simulation.causes(lit?.serial ?? -1);
    expect(chain.map((f) => f.type)).toEqual(['requested', 'wanted', 'lit']);
    expect(lit?.root).toBe(chain[0]?.serial);
  });

  it('changes nothing when it refuses, chance included', () => {
    const [asked, plain] = [make(), make()];
    asked.submit({ api: 'toy', lamp: 'x', refuse: true } as never, 'test');
    for (const simulation of [asked, plain]) {
      light(simulation, 'a');
      simulation.runUntil(4000);
    }
    expect(asked.digest()['toy']).toEqual(plain.digest()['toy']);
    expect(asked.digest()['records']).toEqual(plain.digest()['records']);
  });

  it('ends a run that never leaves its instant, naming the last facts', () => {
    const busy: Model = {
      ...toy,
      controllers: [
        { name: 'toy/watcher', latencyMs: 0, sync: () => ({ commands: [], requeueAfterMs: 0 }) },
      ],
    };
    const simulation = new Simulation({
      models: [busy],
      seed: 1,
      limits: { stepsPerInstant: 1000 },
    });
    light(simulation, 'a');
    expect(() => {
      simulation.runUntil(10_000);
    }).toThrow(/more than 1000 steps at .* Last facts: .*wanted/);
  });

  it('refuses an event that a machine does not expect', () => {
    const deaf: Model = {
      ...toy,
      controllers: [
        {
          name: 'toy/watcher',
          latencyMs: 0,
          sync: (key) => ({ commands: [flickerCommand(key)] }),
        },
      ],
    };
    const simulation = new Simulation({ models: [deaf], seed: 1 });
    light(simulation, 'a');
    expect(() => {
      simulation.runUntil(50);
    }).toThrow(/no transition for flicker in "warming"/);
  });
});
