/** The facts that the log shows: from the moment the page opened, without the scenario's own preparations. */
import type { Fact } from '../../engine/model';
import { isFault } from '../sentences/say';
import type { RequestData } from '../sentences/types';

/** At most this many rows stand in the document; older ones are counted. */
export const ROW_LIMIT = 400;

export interface Rows {
  readonly facts: readonly Fact[];
  readonly earlier: number;
}

export function logRows(facts: readonly Fact[], originMs: number): Rows {
  const shown: Fact[] = [];
  let earlier = 0;
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i] as Fact;
    if (fact.atMs < originMs) break;
    if (isPreparation(fact) || isQuiet(fact)) continue;
    if (shown.length < ROW_LIMIT) shown.push(fact);
    else earlier += 1;
  }
  return { facts: shown.reverse(), earlier };
}

/** Said already by the line of the fault itself, or the scheduler's own bookkeeping. The cause thread still has them. */
const QUIET: ReadonlySet<string> = new Set([
  'ecs/containerCrashed',
  'ecs/standingChanged',
  'kubernetes/containerCrashed',
]);

function isPreparation(fact: Fact): boolean {
  return fact.model === 'request' && (fact.data as RequestData).by === 'scenario' && !isFault(fact);
}

export const isQuiet = (fact: Fact): boolean => QUIET.has(`${fact.model}/${fact.type}`);
