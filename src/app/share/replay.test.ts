/** What one session did, another plays again from the record alone, to the same bytes. */
import { expect, it } from 'vitest';
import firstVisit from '../../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { connectWorld } from '../../host/client';
import { inlinePort } from '../../host/inline';
import type { Request } from '../../host/protocol';
import { Session } from '../session.svelte';
import { keptBranch, recallBranches } from './branches';

const session = () => new Session(firstVisit, () => connectWorld(inlinePort(() => 0)));
const scaleTo = (desiredCount: number): Request => ({
  api: 'ecs',
  action: 'UpdateService',
  input: { cluster: 'harbour', service: 'web', desiredCount },
});

it('plays a record again, with a future that was left by going back', async () => {
  const mine = session();
  await mine.open(firstVisit.seed, { play: false });
  await mine.submit(scaleTo(8));
  await mine.advanceTo(mine.originMs + 60_000);
  await mine.submit(scaleTo(3));
  await mine.advanceTo(mine.originMs + 120_000);
  await mine.seek(mine.originMs + 40_000);
  const record = await mine.record();
  expect(record.journal.map(({ atMs }) => atMs - mine.originMs)).toEqual([0, 60_000]);

  const other = session();
  expect(await other.replay(record)).toBe(true);
  expect(other.playback.playing).toBe(false);
  expect(await other.record()).toEqual(record);
  await mine.seek(mine.originMs + 120_000);
  await other.seek(other.originMs + 120_000);
  expect(await other.record()).toEqual(await mine.record());
});

it('plays again what was asked of a clock that stood still', async () => {
  const mine = session();
  await mine.open(firstVisit.seed, { play: false });
  await mine.advanceTo(mine.originMs + 12_500);
  for (const zone of ['us-east-1b', 'us-east-1c'])
    await mine.submit({ api: 'quayside', action: 'loseZone', input: { zone } });
  await mine.submit(scaleTo(3));
  const record = await mine.record();
  const other = session();
  expect(await other.replay(record)).toBe(true);
  expect(await other.record()).toEqual(record);
});

it('can be left on the way', async () => {
  const mine = session();
  const journal = [{ atMs: mine.originMs, by: 'learner', request: scaleTo(8) }] as const;
  const replayed = mine.replay({ seed: 7, journal, atMs: mine.originMs + 3_600_000 });
  await mine.open(firstVisit.seed, { play: false });
  expect(mine.world.nowMs).toBe(mine.originMs);
  expect(await mine.journal()).toEqual([]);
  expect(await replayed).toBe(false);
  expect(mine.replaying).toBe(false);
});

it('keeps bookmarks, and the futures that were left with all that happened in them', async () => {
  const mine = session();
  await mine.open(firstVisit.seed, { play: false });
  mine.bookmarks.toggle(mine.originMs + 2_000);
  await mine.submit(scaleTo(8));
  await mine.advanceTo(mine.originMs + 30_000);
  await mine.submit(scaleTo(3));
  await mine.advanceTo(mine.originMs + 60_000);
  await mine.seek(mine.originMs + 20_000);
  await mine.submit(scaleTo(9));
  const [left] = mine.world.run.branches;
  const kept = keptBranch(left!);
  expect(kept).toMatchObject({
    forkedAtMs: mine.originMs + 20_000,
    untilMs: mine.originMs + 60_000,
  });
  expect(kept?.journal.map(({ atMs }) => atMs - mine.originMs)).toEqual([0, 30_000]);

  const other = session();
  await other.replay(await mine.record());
  expect(other.bookmarks.atMs).toEqual([other.originMs + 2_000]);
  await recallBranches(other, [kept!]);
  const [again] = other.world.run.branches;
  expect(again).toMatchObject({ changes: 1 });
  expect(again?.facts).toEqual(left?.facts);
  expect(keptBranch(again!)).toEqual(kept);
  expect(other.sampled.ofBranch(again!)?.ecs.cpu.value.length).toBeGreaterThan(3);
  expect(await other.record()).toEqual(await mine.record());
});
