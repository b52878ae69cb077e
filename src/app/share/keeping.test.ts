/** What is written into the browser's storage, and what is said where it cannot be. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import firstVisit from '../../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { connectWorld } from '../../host/client';
import { inlinePort } from '../../host/inline';
import { Session } from '../session.svelte';
import { keepRun, KEPT_LIMIT } from './keeping';
import { keptRun } from './sharing';

const stored = new Map<string, string>();
const leave: (() => void)[] = [];

beforeEach(() => {
  stored.clear();
  leave.length = 0;
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal('addEventListener', (_: string, handler: () => void) => leave.push(handler));
  vi.stubGlobal('document', { addEventListener() {}, visibilityState: 'visible' });
});
afterEach(() => vi.unstubAllGlobals());

function visited(): Session {
  const session = new Session(firstVisit, () => connectWorld(inlinePort(() => 0)));
  keepRun(session);
  return session;
}
const kept = () => keptRun(firstVisit.slug);
const annotate = (length: number) =>
  ({
    api: 'kubernetes',
    verb: 'apply',
    group: '',
    version: 'v1',
    resource: 'configmaps',
    namespace: 'default',
    name: 'notes',
    body: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'notes', namespace: 'default' },
      data: { text: 'x'.repeat(length) },
    },
  }) as const;

it('a run of which nothing was asked or marked leaves nothing behind', async () => {
  const session = visited();
  await session.open(firstVisit.seed, { play: false });
  leave.forEach((each) => each());
  expect(stored.size).toBe(0);
});

it('a bookmark is kept at once, also where nothing was asked, and is there in the next visit and the one after', async () => {
  const session = visited();
  await session.open(firstVisit.seed, { play: false });
  await session.advanceTo(session.originMs + 3_000);
  session.bookmarks.toggle(session.world.nowMs);
  for (let visit = 0; visit < 2; visit++) {
    expect(kept()).toMatchObject({ bookmarks: [session.originMs + 3_000], journal: [] });
    const next = visited();
    await next.replay(kept()!);
    expect(next.bookmarks.atMs).toEqual([session.originMs + 3_000]);
    leave.forEach((each) => each());
  }
});

it('what was asked outlives two visits in which nothing is done', async () => {
  const session = visited();
  await session.open(firstVisit.seed, { play: false });
  await session.submit(annotate(10));
  await vi.waitFor(() => expect(kept()?.journal).toHaveLength(1));
  for (let visit = 0; visit < 2; visit++) {
    leave.length = 0;
    await visited().replay(kept()!);
    leave.forEach((each) => each());
    expect(kept()?.journal).toHaveLength(1);
  }
});

it('a run that is too long for it is said to be, once', async () => {
  const session = visited();
  await session.open(firstVisit.seed, { play: false });
  await session.submit(annotate(10));
  await vi.waitFor(() => expect(stored.size).toBe(1));
  expect(session.note).toBe(null);
  for (let i = 0; i < 3; i++) await session.submit(annotate(KEPT_LIMIT / 3));
  await vi.waitFor(() => expect(session.note).toMatchObject({ kind: 'told' }));
  expect(stored.size).toBe(0);
  expect(session.note?.kind === 'told' && session.note.text()).toContain('512 KB');
  session.note = null;
  await session.submit(annotate(20));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(session.note).toBe(null);
});
