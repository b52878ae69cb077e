import { describe, expect, it } from 'vitest';
import { composeModel } from '../../../engine/composeModel';
import type { Context } from '../../../engine/model';
import { Simulation } from '../../../engine/simulation';
import { apiPart } from './part';
import { EVENT_TTL_MS, recordEvent } from './recordEvent';

const about = { kind: 'Pod', metadata: { name: 'web', namespace: 'shop', uid: 'u1' } };
const text = {
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting failed container',
  component: 'kubelet',
  host: 'node-a',
} as const;

/** A world in which asking for anything records the event once. */
const world = () =>
  new Simulation({
    models: [
      composeModel('kubernetes', () => true, [
        {
          admit: (_, ctx: Context) => ({
            ok: true,
            output: null,
            effects: recordEvent(ctx, about, text),
          }),
        },
        apiPart,
      ]),
    ],
    seed: 1,
    freeze: true,
  });
const events = (simulation: Simulation) => simulation.context.list('kubernetes/Event');

describe('recordEvent', () => {
  it('counts what happens again', () => {
    const simulation = world();
    simulation.submit({ api: 'test' }, 'test');
    simulation.runUntil(5_000);
    simulation.submit({ api: 'test' }, 'test');
    expect(events(simulation)).toMatchObject([
      {
        metadata: { namespace: 'shop' },
        involvedObject: { kind: 'Pod', name: 'web', uid: 'u1' },
        count: 2,
        firstTimestamp: 0,
        lastTimestamp: 5_000,
        source: { component: 'kubelet', host: 'node-a' },
      },
    ]);
  });

  it('forgets an hour after the last time', () => {
    const simulation = world();
    simulation.submit({ api: 'test' }, 'test');
    simulation.runUntil(EVENT_TTL_MS - 1_000);
    simulation.submit({ api: 'test' }, 'test');
    simulation.runUntil(2 * EVENT_TTL_MS - 2_000);
    expect(events(simulation).length).toBe(1);
    simulation.runUntil(2 * EVENT_TTL_MS + 60_000);
    expect(events(simulation)).toEqual([]);
  });
});
