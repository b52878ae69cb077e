/** Runs vector suite files against the adapters in this folder, going by `system` and `suite` inside each file. */
import type { Case, Suite, SuiteFile } from './suite';

const modules = import.meta.glob<{ suite: Suite }>(
  ['./ecs/*.ts', './kubernetes/*.ts', '!./**/*.test.ts'],
  { eager: true },
);
const suites = new Map(
  Object.values(modules)
    .filter((m) => 'suite' in m)
    .map((m) => [`${m.suite.system}/${m.suite.suite}`, m.suite]),
);

export interface CaseResult {
  readonly name: string;
  readonly failures: readonly string[];
}
export interface SuiteResult {
  readonly system: string;
  readonly suite: string;
  /** false: no adapter, and every case counts as failed. */
  readonly known: boolean;
  readonly cases: readonly CaseResult[];
}

export const knownSuites = (): readonly string[] => [...suites.keys()].sort();

/** `system` may stand in the file; where it does not, pass what the folder says. */
export function runSuite(file: SuiteFile, system: string): SuiteResult {
  const suite = suites.get(`${file.system ?? system}/${file.suite}`);
  return {
    system: file.system ?? system,
    suite: file.suite,
    known: suite !== undefined,
    cases: file.cases.map((c) => ({
      name: c.id ?? c.name ?? '?',
      failures: runCase(suite, c, file),
    })),
  };
}

function runCase(suite: Suite | undefined, testCase: Case, file: SuiteFile): readonly string[] {
  if (!suite) return [`no adapter for suite ${file.suite}`];
  try {
    return suite.check(testCase, file);
  } catch (error) {
    return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
