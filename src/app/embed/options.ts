/**
 * What the page that embeds this one asks for in its address: `?embed&lesson=<slug>&half=ecs&lang=ko&theme=dark&autoplay=0`.
 * `lesson` is read where lessons are. `origin` names the embedding page's own, and opens the way for messages (messages.ts).
 * Nothing of it is kept.
 */
import type { Language } from '../i18n/words.svelte';
import type { Shown, Theme } from '../settings.svelte';

export interface EmbedOptions {
  readonly half: Shown | null;
  readonly language: Language | null;
  readonly theme: Theme | null;
  readonly autoplay: boolean;
  readonly origin: string | null;
}

/** null: the page stands for itself. */
export function readEmbed(search: string): EmbedOptions | null {
  const query = new URLSearchParams(search);
  if (!query.has('embed')) return null;
  const one = <T extends string>(name: string, of: readonly T[]): T | null =>
    of.find((each) => each === query.get(name)) ?? null;
  return {
    half: one('half', ['ecs', 'both', 'kubernetes']),
    language: one('lang', ['en', 'ko']),
    theme: one('theme', ['light', 'dark']),
    autoplay: query.get('autoplay') !== '0',
    origin: query.get('origin'),
  };
}

export const embedded = readEmbed(globalThis.location?.search ?? '');
