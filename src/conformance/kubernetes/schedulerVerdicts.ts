/** Compares verdicts per node; a node whose reasons are not told is free to give any. */
import { differences } from '../suite';
import { sortedReasons, type verdict } from './schedulerFixtures';

export function sameVerdicts(
  expect: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, ReturnType<typeof verdict>>>,
): readonly string[] {
  const nodes = expect['nodes'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.entries(nodes).flatMap(([name, wanted]) =>
    differences(sortedReasons(wanted), { ...actual[name] }).map((text) => `${name}: ${text}`),
  );
}
