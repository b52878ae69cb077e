/** `conformance DIR`: every vector suite in DIR, flat or nested, by the `system` and `suite` inside each file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runSuite, type SuiteResult } from '../conformance/runSuite';
import type { SuiteFile } from '../conformance/suite';
import { readArguments, UsageError } from './usage';

export function conformance(args: readonly string[]): number {
  const { values, positionals } = readArguments(args, { 'list-failures': { type: 'boolean' } });
  const [folder] = positionals;
  if (!folder) throw new UsageError('conformance needs a folder of suite files');
  const results = jsonFiles(folder).flatMap(runFile);
  if (results.length === 0) {
    console.error(`no suite files in ${folder}`);
    return 1;
  }
  for (const result of results) report(result, values['list-failures'] ?? false);
  const cases = results.flatMap((r) => r.cases);
  const failed = cases.filter((c) => c.failures.length > 0).length;
  console.log(`total: ${cases.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function runFile(path: string): readonly SuiteResult[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<SuiteFile>;
  if (typeof file.suite !== 'string' || !Array.isArray(file.cases)) return [];
  return [runSuite(file as SuiteFile, basename(dirname(path)))];
}

function report({ system, suite, known, cases }: SuiteResult, listFailures: boolean): void {
  const failed = cases.filter((c) => c.failures.length > 0);
  const note = known ? '' : ' (no such suite here)';
  console.log(
    `${system}/${suite}: ${cases.length - failed.length} passed, ${failed.length} failed${note}`,
  );
  if (listFailures && known)
    for (const { name, failures } of failed) console.log(`  ${name}: ${failures.join('; ')}`);
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return jsonFiles(path);
      return name.endsWith('.json') ? [path] : [];
    });
}
