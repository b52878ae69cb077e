/** Plays a scenario to where it opens and writes down what a page would be told. Used by the build (vite.config.ts). */
import { agendaView } from './answer';
import { scenarioHash, type RecordedOpening } from './recordedOpening';
import type { Scenario } from './scenario';
import { World } from './world';

/** As many as the page asks for. */
const AGENDA_LENGTH = 400;

export function recordOpening(scenario: Scenario): RecordedOpening {
  const world = new World(scenario, scenario.seed);
  world.advance(scenario.opensAtMs);
  return {
    scenario: scenarioHash(scenario),
    seed: scenario.seed,
    changes: world.changesSince({ version: -1, epoch: -1, facts: 0 }),
    agenda: agendaView(world, AGENDA_LENGTH),
    quietUntilMs: world.quietUntilMs,
  };
}
