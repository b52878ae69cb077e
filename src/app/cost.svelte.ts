/** What each half costs, asked of the world when something has changed, at most once a second. */
import type { Request, Response } from '../host/protocol';
import type { Bill } from '../models/aws/pricing/types';
import type { Platform } from '../stage/view';
import type { Session } from './session.svelte';

type CostNow = Readonly<Record<Platform, Bill>>;

const ASK_MS = 1_000;

class Costs {
  now = $state.raw<CostNow | null>(null);
  #waiting = false;
  readonly #ask: (request: Request) => Promise<Response>;

  constructor(ask: (request: Request) => Promise<Response>) {
    this.#ask = ask;
  }

  /** Asks soon; said again meanwhile, it is one question. */
  refreshSoon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    void this.#refresh().finally(() => setTimeout(() => (this.#waiting = false), ASK_MS));
  }

  async #refresh(): Promise<void> {
    const response = await this.#ask({ api: 'quayside', action: 'cost', input: {} });
    if (response.ok) this.now = response.output as CostNow;
  }
}

const known = new WeakMap<Session, Costs>();

/** One for each run, whoever shows it. */
export function costsOf(session: Session): Costs {
  const costs = known.get(session) ?? new Costs((request) => session.query(request));
  known.set(session, costs);
  return costs;
}

/** List prices have four digits, and a half costs a few tenths of a dollar an hour. */
export const dollars = (usd: number, digits = 2): string => `$${usd.toFixed(digits)}`;
