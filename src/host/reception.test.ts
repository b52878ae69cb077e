/** A page that is opened by the recording sees what a page that waits for the world sees, message by message. */
import { describe, expect, it } from 'vitest';
import firstVisit from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { Answering } from './answer';
import type { FromWorld, ToWorld } from './protocol';
import { recordOpening } from './recordOpening';
import type { RecordedOpening } from './recordedOpening';
import { Reception } from './reception';

const recorded = JSON.parse(JSON.stringify(recordOpening(firstVisit))) as RecordedOpening;
const { opensAtMs, seed } = firstVisit;
type Asked = ToWorld extends infer M ? (M extends ToWorld ? Omit<M, 'id'> : never) : never;

/** A worker whose world arrives when the test says so. */
class Page {
  readonly answers: FromWorld[] = [];
  readonly deaths: unknown[] = [];
  private arrive: (world: Answering) => void = () => {};
  private fail: (why: Error) => void = () => {};
  private readonly reception: Reception;
  private id = 0;

  constructor(opening: RecordedOpening | null) {
    const world = new Promise<Answering>((resolve, reject) => {
      this.arrive = resolve;
      this.fail = reject;
    });
    this.reception = new Reception(opening, {
      fetchWorld: () => world,
      post: (message) => this.answers.push(JSON.parse(JSON.stringify(message)) as FromWorld),
      breathe: () => Promise.resolve(),
      die: (why) => this.deaths.push(why),
    });
  }
  ask(message: Asked): void {
    this.reception.receive({ ...message, id: ++this.id });
  }
  async worldArrives(): Promise<void> {
    this.arrive(new Answering(() => 0));
    await settled();
  }
  async worldIsLost(): Promise<void> {
    this.fail(new Error('offline'));
    await settled();
  }
}

const settled = () => new Promise((resume) => setTimeout(resume));
const open: Asked = { do: 'open', scenario: firstVisit, seed };

const FIRST_SECONDS: readonly Asked[] = [
  open,
  { do: 'agenda', limit: 5 },
  { do: 'advance', toMs: opensAtMs + 16 },
  { do: 'advance', toMs: opensAtMs + 3_000 },
];
const LATER: readonly Asked[] = [
  { do: 'advance', toMs: opensAtMs + 3_500 },
  { do: 'advance', toMs: opensAtMs + 9_000 },
  { do: 'submit', by: 'learner', request: { api: 'ecs', action: 'Nonsense', input: {} } },
  { do: 'seek', toMs: opensAtMs + 60_000 },
  { do: 'digest' },
];

/** What the world alone would have answered. */
function plainly(messages: readonly Asked[]): FromWorld[] {
  const world = new Answering(() => 0);
  return messages.map((message, i) => {
    const answer = world.answer({ ...message, id: i + 1 });
    return JSON.parse(JSON.stringify(answer)) as FromWorld;
  });
}

describe('reception', () => {
  it('answers the first seconds from the recording, as the world would, and before it is there', () => {
    const page = new Page(recorded);
    for (const message of FIRST_SECONDS) page.ask(message);
    expect(page.answers).toEqual(plainly(FIRST_SECONDS));
  });

  it('hands over at the first thing that happens, whenever the world arrives', async () => {
    const early = new Page(recorded);
    for (const message of FIRST_SECONDS) early.ask(message);
    await early.worldArrives();
    for (const message of LATER) early.ask(message);
    await settled();
    const late = new Page(recorded);
    for (const message of [...FIRST_SECONDS, ...LATER]) late.ask(message);
    expect(late.answers).toHaveLength(FIRST_SECONDS.length + 1);
    await late.worldArrives();
    const expected = plainly([...FIRST_SECONDS, ...LATER]);
    expect(early.answers).toEqual(expected);
    expect(late.answers).toEqual(expected);
  });

  it('leaves another seed, another scenario and a page without recording to the world', async () => {
    const changed = { ...firstVisit, requests: firstVisit.requests.slice(1) };
    for (const [opening, first] of [
      [recorded, { ...open, seed: seed + 1 }],
      [recorded, { ...open, scenario: changed }],
      [null, open],
    ] as const) {
      const page = new Page(opening);
      page.ask(first);
      expect(page.answers).toEqual([]);
      await page.worldArrives();
      expect(page.answers).toEqual(plainly([first]));
    }
  });

  it('dies when the world cannot be fetched and is needed, so that the page begins anew', async () => {
    const page = new Page(recorded);
    page.ask(open);
    await page.worldIsLost();
    expect(page.deaths).toEqual([]);
    page.ask({ do: 'digest' });
    await settled();
    expect(page.deaths).toEqual([new Error('offline')]);
  });

  it('has seconds to fetch the world in: the first scenario opens into a quiet moment', () => {
    expect(recorded.quietUntilMs - opensAtMs).toBeGreaterThanOrEqual(3_000);
  });
});
