/** How a world is opened on the page. */
import type { Scenario, ScenarioFile, TimedRequest } from '../host/scenario';
import type { Rules } from '../lessons/types';

export interface Tabs {
  readonly names: readonly string[];
  readonly first: string;
}

/** The documents of a run that somebody else has shared; kept apart from the learner's own. */
export interface SharedTexts {
  readonly space: string;
  readonly files: readonly ScenarioFile[];
}

export interface OpenOptions {
  readonly scenario?: Scenario;
  readonly texts?: SharedTexts | undefined;
  /** What a lesson watches in this run; goes with its scenario. */
  readonly rules?: Rules | undefined;
  /** Which of its files are shown, in this order, and which of them first. */
  readonly tabs?: Tabs | undefined;
  /** false: the clock stands until somebody starts it. */
  readonly play?: boolean;
  /** What somebody did in an earlier run: the world does it again as time comes there. */
  readonly journal?: readonly TimedRequest[];
}

/** What makes a run again, up to a moment of it. */
export interface RunRecord {
  readonly seed: number;
  readonly journal: readonly TimedRequest[];
  readonly atMs: number;
  readonly bookmarks?: readonly number[];
}

/** The ground's zones, as the scenario lists them. */
export function zonesOf({ requests }: Scenario): readonly string[] {
  for (const { request } of requests)
    if (request.api === 'quayside' && request.action === 'createGround')
      return (request.input as { zones?: readonly string[] }).zones ?? [];
  return [];
}
