/**
 * How simulated time passes on the page. Each frame adds its length times the speed to a wish; one request at a time
 * asks the world to come that far, and what it answers is the time that is shown. A slow computer therefore plays
 * slower, never differently; a hidden page gets no frames and stands still.
 */
import type { Changes } from '../host/protocol';

export const SPEEDS = [1, 5, 20, 60, 600] as const;
export type Speed = (typeof SPEEDS)[number];

/** Wall time that one answer may take: what is left of a frame belongs to drawing. */
const BUDGET_MS = 24;
/** How far the wish may run ahead of the world, in frames' worth of wall time. */
const PATIENCE_MS = 120;

export interface Clockwork {
  nowMs(): number;
  advance(toMs: number, options: { budgetMs?: number; untilNextFact?: boolean }): Promise<Changes>;
}

export class Playback {
  playing = $state(false);
  speed = $state<Speed>(1);
  /** The clock waits for something; called instead when it is asked to go on. */
  waits = $state.raw<(() => void) | null>(null);
  /** A jump (seek, next event) is under way: frames wait for it. */
  #jumping = 0;
  #asking = false;
  #wishMs = 0;
  readonly #world: Clockwork;

  constructor(world: Clockwork) {
    this.#world = world;
  }

  /** Called by the frame loop. */
  frame(elapsedMs: number): void {
    if (!this.playing || this.#jumping > 0) return;
    const nowMs = this.#world.nowMs();
    const furthestMs = nowMs + PATIENCE_MS * this.speed;
    this.#wishMs = Math.min(furthestMs, Math.max(this.#wishMs, nowMs) + elapsedMs * this.speed);
    if (this.#asking || Math.floor(this.#wishMs) <= nowMs) return;
    this.#asking = true;
    void this.#world
      .advance(Math.floor(this.#wishMs), { budgetMs: BUDGET_MS })
      .finally(() => (this.#asking = false));
  }

  play(): void {
    if (this.waits) return this.waits();
    this.#wishMs = this.#world.nowMs();
    this.playing = true;
  }

  pause(): void {
    this.playing = false;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Runs something that moves the clock by itself; playing goes on from where it led. */
  async jump<T>(move: () => Promise<T>): Promise<T> {
    this.#jumping += 1;
    try {
      return await move();
    } finally {
      this.#jumping -= 1;
      this.#wishMs = this.#world.nowMs();
    }
  }
}
