/** A line of a chart as it grows. */
import type { Steps } from '../../stage/charts';

/** A value from each of these moments on. */
export class Line implements Steps {
  readonly atMs: number[] = [];
  readonly value: number[] = [];

  set(atMs: number, value: number): void {
    const last = this.atMs.length - 1;
    if (this.value[last] === value) return;
    if (this.atMs[last] === atMs) {
      this.value[last] = value;
      return;
    }
    this.atMs.push(atMs);
    this.value.push(value);
  }

  /** Forgets what came after. */
  cut(atMs: number): void {
    while (this.atMs.length > 0 && this.atMs.at(-1)! > atMs) {
      this.atMs.pop();
      this.value.pop();
    }
  }

  copy(): Line {
    const copy = new Line();
    copy.atMs.push(...this.atMs);
    copy.value.push(...this.value);
    return copy;
  }
}
