/** How fast a solution is played: slowly where something is done, and a wait ever faster. What the learner chooses stands. */
import type { Playback, Speed } from '../playback.svelte';

const LADDER = [5, 20, 60, 600] as const satisfies readonly Speed[];
/** Wall time on each rung: ten minutes are played in about fifteen seconds. After the last, a quiet day is leapt over. */
const PATIENCE_MS = [3000, 3000, 15_000, 8000] as const;

export class Pace {
  readonly #playback: Pick<Playback, 'speed'>;
  readonly #wallMs: () => number;
  #rung = 0;
  #sinceMs = 0;
  /** What was set here last; null: the learner plays at a speed of their own. */
  #set: Speed | null;

  constructor(playback: Pick<Playback, 'speed'>, wallMs: () => number) {
    this.#playback = playback;
    this.#wallMs = wallMs;
    this.#set = playback.speed > LADDER[0] ? null : playback.speed;
    this.slow();
  }

  /** Something is about to be seen. */
  slow(): void {
    this.#sinceMs = this.#wallMs();
    this.#to(0);
  }

  /** As fast as a speed can be, and it has been waited for so long that only what happens is worth seeing. */
  get leaps(): boolean {
    const last = LADDER.length - 1;
    const atLast = this.#rung === last && this.#playback.speed === LADDER[last];
    return atLast && this.#wallMs() - this.#sinceMs >= (PATIENCE_MS[last] ?? 0);
  }

  /** Asked again and again while a wait goes on. */
  look(): void {
    if (this.#rung === LADDER.length - 1) return;
    const nowMs = this.#wallMs();
    if (nowMs - this.#sinceMs < (PATIENCE_MS[this.#rung] ?? Infinity)) return;
    this.#sinceMs = nowMs;
    this.#to(this.#rung + 1);
  }

  #to(rung: number): void {
    const next = LADDER[rung];
    if (this.#playback.speed !== this.#set || next === undefined) return;
    this.#rung = rung;
    this.#playback.speed = this.#set = next;
  }
}
