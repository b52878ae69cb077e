/** The facts that the log shows: from the moment the page opened, without the scenario's own preparations. */
import type { Fact } from '../../engine/model';
import { isFault } from '../sentences/say';
import type { RequestData } from '../sentences/types';

/** At most this many rows stand in the document; older ones are counted. */
export const ROW_LIMIT = 300;

export interface Rows {
  readonly facts: readonly Fact[];
  readonly earlier: number;
}

/** Keeps the newest rows by reading only the facts that are new. */
export class RowReader {
  #read = 0;
  #jumps = -1;
  #count = 0;
  #rows: readonly Fact[] = [];

  /** `jumps` rises when the facts are others than before. */
  read(facts: readonly Fact[], jumps: number, originMs: number): Rows {
    if (jumps !== this.#jumps || facts.length < this.#read) {
      this.#jumps = jumps;
      this.#read = 0;
      this.#count = 0;
      this.#rows = [];
    }
    const fresh = facts.slice(this.#read).filter((fact) => isShown(fact, originMs));
    this.#read = facts.length;
    this.#count += fresh.length;
    if (fresh.length > 0) this.#rows = [...this.#rows, ...fresh].slice(-ROW_LIMIT);
    return { facts: this.#rows, earlier: this.#count - this.#rows.length };
  }
}

const isShown = (fact: Fact, originMs: number): boolean =>
  fact.atMs >= originMs && !isPreparation(fact) && !isQuiet(fact);

/** Said already by the line of the fault itself, or the scheduler's own bookkeeping. The cause thread still has them. */
const QUIET: ReadonlySet<string> = new Set([
  'ecs/containerCrashed',
  'ecs/standingChanged',
  'kubernetes/containerCrashed',
]);

export const isQuiet = (fact: Fact): boolean => QUIET.has(`${fact.model}/${fact.type}`);

function isPreparation(fact: Fact): boolean {
  return fact.model === 'request' && (fact.data as RequestData).by === 'scenario' && !isFault(fact);
}
