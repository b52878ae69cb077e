/** The Why of each half: the newest fact that decided something about what runs, with its numbers. */
import type { Fact } from '../../engine/model';
import type { Platform, Why } from '../../stage/view';
import { say } from './say';
import type { Sentences } from './types';

/** How far back to look; further back the last decision has been answered by what is true. */
const LOOK_BACK = 5_000;

export function decisions(
  facts: readonly Fact[],
  sentences: Sentences,
  fromMs: number,
): Readonly<Partial<Record<Platform, Why>>> {
  const found: Partial<Record<Platform, Why>> = {};
  const last = Math.max(0, facts.length - LOOK_BACK);
  for (let i = facts.length - 1; i >= last; i--) {
    const fact = facts[i] as Fact;
    if (fact.atMs < fromMs) break;
    if (fact.model !== 'ecs' && fact.model !== 'kubernetes') continue;
    if (found[fact.model]) continue;
    const { head, why } = say(fact, sentences);
    if (why === undefined) continue;
    found[fact.model] = { text: `${head}. ${why}`, atMs: fact.atMs, serial: fact.serial };
    if (found.ecs && found.kubernetes) break;
  }
  return found;
}
