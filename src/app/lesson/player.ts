/** Plays parts of a script in the open world with the page's own clock, so that pausing and speed stay in the learner's hand. */
import type { ScriptStep } from '../../lessons/types';
import type { Session } from '../session.svelte';

/** Somebody has stopped it, or went back in time. */
export class Stopped extends Error {}
/** The world died and was built again: it does not know what was being played in it. */
export class Lost extends Stopped {}

/** How often it is looked whether the world has come so far. */
const LOOK_MS = 30;
/** How long a moment that was leapt to is seen. */
const LEAP_MS = 500;

const NOTHING: ScriptStep['act'] = { do: 'requests', requests: [], file: null, refused: null };

export class Player {
  readonly #session: Session;
  readonly #opening: number;
  readonly #rebuilds: number;
  readonly #whileWaiting: () => void;
  #stopped = false;

  constructor(session: Session, whileWaiting: () => void = () => undefined) {
    this.#session = session;
    this.#whileWaiting = whileWaiting;
    this.#opening = session.openings;
    this.#rebuilds = session.rebuilds;
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#session.openings === this.#opening) void this.#session.stopPlaying();
  }

  /** Wall time; a hidden page waits. */
  async wait(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.#check();
  }

  /** Plays until a step would be due, and stands there. */
  async reach(when: ScriptStep['when'], baseMs?: number): Promise<void> {
    await this.playAll([{ when, act: NOTHING }], baseMs);
    this.#session.playback.pause();
  }

  /** Carries something out at this moment. */
  async carryOut(act: ScriptStep['act']): Promise<void> {
    const session = this.#session;
    await session.play([{ when: { plusMs: 0 }, act }]);
    await session.advanceTo(session.world.nowMs);
    this.#check();
  }

  /** Plays a whole script to its last step. */
  async playAll(steps: readonly ScriptStep[], baseMs?: number): Promise<void> {
    const session = this.#session;
    await session.play(steps, baseMs);
    session.playback.play();
    for (;;) {
      await this.wait(LOOK_MS);
      const { script } = session;
      if (!script) throw new Stopped();
      if (script.step >= script.of) return;
      this.#whileWaiting();
    }
  }

  /** Plays to a moment, or until something is so; from event to event once it `leaps`. */
  async until(
    toMs: number,
    isSo: () => boolean = () => false,
    leaps: () => boolean = () => false,
  ): Promise<void> {
    const { playback, world } = this.#session;
    playback.play();
    while (world.nowMs < toMs && !isSo()) {
      await this.wait(LOOK_MS);
      this.#whileWaiting();
      if (leaps() && playback.playing) await this.#leap();
    }
    playback.pause();
  }

  async #leap(): Promise<void> {
    await this.#session.nextEvent();
    await this.wait(LEAP_MS);
    this.#session.playback.play();
  }

  #check(): void {
    if (this.#session.rebuilds !== this.#rebuilds) throw new Lost();
    if (this.#stopped || this.#session.openings !== this.#opening) throw new Stopped();
  }
}
