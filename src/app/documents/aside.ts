/** The learner's texts while the page writes in the documents: kept apart, also over a reload, until they are taken back. */
import { forget, read, write } from '../storage';

export type Texts = Readonly<Record<string, string>>;

export class Aside {
  readonly #key: string;
  /** What is remembered where the browser keeps nothing. */
  #texts: Texts | null;

  constructor(slug: string) {
    this.#key = `aside/${slug}`;
    this.#texts = textsOf(read(this.#key));
  }

  get holds(): boolean {
    return this.#texts !== null;
  }

  /** The first time counts, until they are taken back: what comes later is not the learner's. */
  put(texts: Texts): void {
    if (this.#texts) return;
    this.#texts = texts;
    write(this.#key, JSON.stringify(texts));
  }

  take(): Texts {
    const texts = this.#texts ?? {};
    this.#texts = null;
    forget(this.#key);
    return texts;
  }
}

/** What was kept may be from anywhere. */
function textsOf(kept: string | null): Texts | null {
  try {
    const value: unknown = JSON.parse(kept ?? 'null');
    if (value === null || typeof value !== 'object') return null;
    return Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    return null;
  }
}
