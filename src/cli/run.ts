/**
 * `run SCENARIO`: plays a scenario and prints its facts, one a line, and its digest. Columns: time from the start
 * (h:mm:ss.mmm), serial, cause, model, type, the thing it is about, data as JSON.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Fact } from '../engine/model';
import { readScenario, SCENARIO_FILE } from '../host/readScenario';
import { parseDuration, type Scenario } from '../host/scenario';
import { World } from '../host/world';
import { readArguments, UsageError } from './usage';

export function run(args: readonly string[]): number {
  const { values, positionals } = readArguments(args, {
    seed: { type: 'string' },
    until: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [path] = positionals;
  if (!path) throw new UsageError('run needs a scenario: its folder or its scenario.yaml');
  const scenario = loadScenario(path);
  const world = new World(scenario, values.seed ? Number(values.seed) : scenario.seed);
  const lastStep = scenario.requests.at(-1)?.atMs ?? 0;
  world.advance(values.until ? parseDuration(values.until) : lastStep + 600_000);
  for (const fact of world.simulation.facts.since(0))
    console.log(values.json ? JSON.stringify(fact) : factLine(fact));
  for (const { atMs, request, why } of world.skipped)
    console.error(`skipped at ${clock(atMs)}: ${JSON.stringify(request).slice(0, 120)}: ${why}`);
  const digest = Object.entries(world.digest()).map(([name, value]) => `${name}:${value}`);
  console.log(`digest ${digest.join(' ')}`);
  return world.skipped.length === 0 ? 0 : 1;
}

/** From a scenario's folder, or the `scenario.yaml` in it. */
export function loadScenario(path: string): Scenario {
  const folder = resolve(statSync(path).isDirectory() ? path : dirname(path));
  const own = statSync(path).isDirectory() ? SCENARIO_FILE : basename(path);
  const names = readdirSync(folder).filter((n) => /\.(json|ya?ml)$/.test(n));
  const files = names
    .filter((name) => name === own || name !== SCENARIO_FILE)
    .map((name) => ({
      name: name === own ? SCENARIO_FILE : name,
      text: readFileSync(join(folder, name), 'utf8'),
    }));
  return readScenario(basename(folder), files);
}

export function factLine(fact: Fact): string {
  const cause = fact.cause === null ? '-' : String(fact.cause);
  const about = `${fact.about.kind} ${fact.about.key}`;
  const columns = [clock(fact.atMs), fact.serial, cause, fact.model, fact.type, about];
  return `${columns.join('\t')}\t${JSON.stringify(fact.data)}`;
}

function clock(ms: number): string {
  const pad = (n: number, width = 2) => String(n).padStart(width, '0');
  const [h, m, s] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${h}:${pad(m)}:${pad(s)}.${pad(ms % 1000, 3)}`;
}
