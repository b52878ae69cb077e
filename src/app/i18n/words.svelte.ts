/**
 * The language of the page. English is there from the start, as far as the first panels go; those that come later bring theirs.
 * Korean is fetched when it is asked for, whole.
 */
import { embedded } from '../embed/options';
import { read, write } from '../storage';
import { ENGLISH, type Words as StageWords } from '../../stage/words';
import type { Sentences } from '../sentences/types';
import type { lateEn } from './lateMessages.en';
import { en, type Messages } from './messages.en';

export type Language = 'en' | 'ko';

class PageWords {
  language = $state<Language>('en');
  #english = en as Messages;
  /** The page's own words in that language. */
  m = $state.raw<Messages>(this.#english);

  /** What stage, timeline and diagrams write. */
  stage = $state.raw<StageWords>(ENGLISH);

  /** What facts are said with; null until it has arrived, which is after the stage lives. */
  sentences = $state.raw<Sentences | null>(null);

  async use(language: Language): Promise<void> {
    const [messages, stage] =
      language === 'ko' ? await korean() : ([this.#english, ENGLISH] as const);
    this.m = messages;
    this.stage = stage;
    this.language = language;
    document.documentElement.lang = language;
    if (this.sentences) await this.learnSentences();
  }

  /** To be called before a later panel is shown. */
  learnLate(late: typeof lateEn): void {
    this.#english = { ...en, ...late };
    if (this.language === 'en') this.m = this.#english;
  }

  async learnSentences(): Promise<void> {
    const { language } = this;
    const { sentences } =
      language === 'ko'
        ? await import('../sentences/sentences.ko')
        : await import('../sentences/sentences.en');
    if (language === this.language) this.sentences = sentences;
  }

  /** What the learner chose is kept. */
  async choose(language: Language): Promise<void> {
    write('language', language);
    await this.use(language);
  }
}

async function korean(): Promise<readonly [Messages, StageWords]> {
  const [page, stage] = await Promise.all([
    import('./messages.ko'),
    import('../../stage/words.ko'),
  ]);
  return [page.ko, stage.KOREAN];
}

export const words = new PageWords();

/** What was chosen before, else what the browser prefers. */
export function preferredLanguage(): Language {
  const chosen = embedded?.language ?? read('language');
  if (chosen === 'en' || chosen === 'ko') return chosen;
  return navigator.languages.some((tag) => /^ko\b/i.test(tag)) &&
    !/^en\b/i.test(navigator.languages[0] ?? '')
    ? 'ko'
    : 'en';
}
