/** The learner's marks in time (DECISIONS.md 2.6), in order. */
export class Bookmarks {
  atMs = $state.raw<readonly number[]>([]);
  /** Hears of each that the learner sets or takes away. */
  onToggle: (() => void) | null = null;

  /** Sets one, or takes it away where one is. */
  toggle(atMs: number): void {
    this.atMs = this.atMs.includes(atMs)
      ? this.atMs.filter((each) => each !== atMs)
      : [...this.atMs, atMs].sort((a, b) => a - b);
    this.onToggle?.();
  }

  clear(): void {
    this.atMs = [];
  }
}
