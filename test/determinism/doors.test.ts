/**
 * Guard 4 (DECISIONS.md 3): the same change by each door, the editor's client, a scenario's step and the command line,
 * gives the same digest; the same mistake gives the same error.
 */
import { describe, expect, it } from 'vitest';
import { connectWorld } from '../../src/host/client';
import { inlinePort } from '../../src/host/inline';
import { judgeText } from '../../src/host/judgeText';
import type { Request, Response } from '../../src/host/protocol';
import type { Scenario } from '../../src/host/scenario';
import { World } from '../../src/host/world';
import { deployment, scenario } from '../fixtures/scenario';

const AT_MS = 10_000;
const END_MS = 90_000;
const good = deployment('web', 'shop/web:1', 4);
const bad = deployment('web', 'shop/web:1', -1);

const request = (document: object): Request => ({
  api: 'quayside',
  action: 'applyDocument',
  input: { document },
});

async function byClient(document: object) {
  const client = connectWorld(inlinePort(() => 0));
  await client.open(scenario(), 7);
  await client.advance(AT_MS);
  const { response } = await client.submit('scenario', request(document));
  await client.advance(END_MS);
  return { response, digest: await client.digest() };
}

function byScenario(document: object) {
  const base = scenario();
  const scripted: Scenario = {
    ...base,
    requests: [...base.requests, { atMs: AT_MS, by: 'scenario', request: request(document) }],
  };
  const world = new World(scripted, 7);
  world.advance(END_MS);
  return { skipped: world.skipped, digest: world.digest() };
}

function byWorld(document: object) {
  const world = new World(scenario(), 7);
  world.advance(AT_MS);
  const response = world.submit('scenario', request(document));
  world.advance(END_MS);
  return { response, digest: world.digest() };
}

const messageOf = (response: Response) => (response.ok ? '' : response.error.message);

describe('doors', () => {
  it('lead to the same world', async () => {
    const digest = byWorld(good).digest;
    expect((await byClient(good)).digest).toEqual(digest);
    expect(byScenario(good).digest).toEqual(digest);
  });

  it('refuse with the same words, and change nothing', async () => {
    const { response, digest } = byWorld(bad);
    expect(messageOf(response)).toContain('spec.replicas');
    const client = await byClient(bad);
    expect(client.response).toEqual(response);
    expect(byScenario(bad).skipped.map((s) => s.why)).toEqual([messageOf(response)]);
    const untouched = new World(scenario(), 7);
    untouched.advance(END_MS);
    expect(digest).toEqual(untouched.digest());
    expect(judgeText('web.json', JSON.stringify(bad)).findings[0]?.message).toBe(
      messageOf(response),
    );
  });
});
