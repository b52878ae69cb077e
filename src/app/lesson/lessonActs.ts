/** Whether the lesson itself has asked for something in the run as it is shown: then what is met is not the learner's. */
import type { WorldCopy } from '../world.svelte';

export class LessonActs {
  #seen = -1;
  #jumps = -1;
  #found = false;

  /** Looks only at what has come since it last looked; time that went back takes what was found with it. */
  in({ facts, jumps }: Pick<WorldCopy, 'facts' | 'jumps'>): boolean {
    if (jumps !== this.#jumps) {
      this.#jumps = jumps;
      this.#seen = -1;
      this.#found = false;
    }
    for (let i = facts.length - 1; i >= 0 && !this.#found; i--) {
      const fact = facts[i];
      if (!fact || fact.serial <= this.#seen) break;
      this.#found = fact.model === 'request' && fact.data.by === 'lesson';
    }
    this.#seen = facts.at(-1)?.serial ?? -1;
    return this.#found;
  }
}
