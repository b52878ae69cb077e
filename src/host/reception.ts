/**
 * The worker's door while the world is still on its way: answers from the recorded opening, has the world fetched and
 * played to the same moment meanwhile, and hands over to it at the first question that the recording cannot answer.
 * Answers leave in the order of their questions.
 */
import type { Answering } from './answer';
import type { FromWorld, ToWorld } from './protocol';
import { OpeningAnswers, type RecordedOpening } from './recordedOpening';
import type { Scenario } from './scenario';

export interface Surroundings {
  /** The world's code, whenever it comes. */
  readonly fetchWorld: () => Promise<Answering>;
  readonly post: (message: FromWorld) => void;
  /** Lets other messages in. */
  readonly breathe: () => Promise<void>;
  /** The world could not be fetched: whoever is at the other end must begin anew. */
  readonly die: (why: unknown) => void;
}

type Open = Extract<ToWorld, { do: 'open' }>;

/** Wall time that the world plays in one go while the recording has to stay answerable. */
const SLICE_MS = 12;

export class Reception {
  /** undefined once the world has taken over. */
  private recording: OpeningAnswers | undefined;
  private world: Promise<Answering> | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    recorded: RecordedOpening | null,
    private readonly surroundings: Surroundings,
  ) {
    this.recording = new OpeningAnswers(recorded);
  }

  receive(message: ToWorld): void {
    const known = this.recording?.answer(message);
    if (known) {
      this.surroundings.post(known);
      if (message.do === 'open') this.prepare(message);
      return;
    }
    const reached = this.recording;
    this.recording = undefined;
    this.last = this.last.then(() => this.pass(message, reached));
  }

  /** `reached`: the recording that the world takes over from with this message. */
  private async pass(message: ToWorld, reached: OpeningAnswers | undefined): Promise<void> {
    const { post, fetchWorld, die } = this.surroundings;
    try {
      this.world ??= fetchWorld();
      const world = await this.world;
      if (reached) world.answer({ id: message.id, do: 'advance', toMs: reached.nowMs });
      post(world.answer(message));
    } catch (error) {
      die(error);
    }
  }

  private prepare(open: Open): void {
    this.world = this.opened(open);
    // Who waits for it hears of the failure; while nobody does, nobody needs to.
    this.world.catch(() => {});
  }

  private async opened(open: Open): Promise<Answering> {
    const { fetchWorld, breathe } = this.surroundings;
    const toMs = (open.scenario as Scenario).opensAtMs;
    const budgetMs = SLICE_MS;
    const world = await fetchWorld();
    let answer = world.answer({ ...open, budgetMs });
    while (answer.ok && (answer.changes?.nowMs ?? toMs) < toMs) {
      await breathe();
      answer = world.answer({ id: open.id, do: 'advance', toMs, budgetMs });
    }
    return world;
  }
}
