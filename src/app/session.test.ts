import { describe, expect, it } from 'vitest';
import { WorldDied, type WorldClient } from '../host/client';
import type { Changes, Request } from '../host/protocol';
import type { Scenario } from '../host/scenario';
import { Session } from './session.svelte';

const scenario = {
  version: 1,
  slug: 'test',
  title: { en: 'Test', ko: '시험' },
  seed: 7,
  opensAtMs: 1_000,
  files: [],
  requests: [],
} satisfies Scenario;
const stop: Request = { api: 'ecs', action: 'StopTask', input: {} };

/** A world that only keeps time and remembers what it was asked; it may be told to die. */
function fakeWorld(asked: string[]) {
  let nowMs = 0;
  let dead = false;
  const changes = (): Changes => ({ nowMs, version: 1, whole: true, records: [], facts: [] });
  const answer = async <T>(what: string, value: () => T): Promise<T> => {
    await Promise.resolve();
    if (dead) throw new WorldDied('gone');
    asked.push(what);
    return value();
  };
  const client: Partial<WorldClient> = {
    open: (opened) => {
      nowMs = opened.opensAtMs;
      return answer(`open with ${opened.requests.length}`, changes);
    },
    advance: (toMs) => {
      nowMs = toMs;
      return answer(`advance ${toMs}`, changes);
    },
    seek: (toMs) => {
      nowMs = toMs;
      return answer(`seek ${toMs}`, changes);
    },
    submit: () =>
      answer('submit', () => ({ changes: changes(), response: { ok: true, output: null } })),
    agenda: () => answer('agenda', () => []),
    query: () => Promise.reject(new Error('not asked here')),
    close() {},
  };
  return { client: client as WorldClient, die: () => (dead = true) };
}

describe('Session', () => {
  it('opens the world and plays', async () => {
    const asked: string[] = [];
    const session = new Session(scenario, () => fakeWorld(asked).client);
    await session.open(7);
    expect(session.phase).toBe('live');
    expect(session.playback.playing).toBe(true);
    expect(session.world.nowMs).toBe(1_000);
  });

  it('never goes back behind the moment at which the page opened', async () => {
    const asked: string[] = [];
    const session = new Session(scenario, () => fakeWorld(asked).client);
    await session.open(7);
    await session.seek(10);
    expect(asked).toContain('seek 1000');
  });

  it('builds a world that died again, with what the learner did, and says so', async () => {
    const asked: string[] = [];
    const worlds = [fakeWorld(asked), fakeWorld(asked)];
    let next = 0;
    const session = new Session(scenario, () => worlds[next++]!.client);
    await session.open(7);
    await session.seek(5_000);
    await session.submit(stop);
    worlds[0]!.die();
    await session.seek(9_000);
    expect(asked.filter((what) => what !== 'agenda')).toEqual([
      'open with 0',
      'seek 5000',
      'submit',
      'open with 1',
      'seek 5000',
      'seek 9000',
    ]);
    expect(session.note).toEqual({ kind: 'rebuilt', atMs: 5_000 });
    expect(session.world.nowMs).toBe(9_000);
  });
});
