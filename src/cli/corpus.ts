/**
 * `corpus DIR`: every file that DIR/index.json names, applied to a fresh world: runs, rejected or unsupported, and why; and
 * where our verdict is not the index's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeText, type TextVerdict } from '../host/judgeText';
import { readArguments, UsageError } from './usage';

interface IndexEntry {
  readonly file: string;
  readonly area: 'ecs' | 'kubernetes';
  readonly expect?: Outcome;
  readonly alsoAcceptable?: Outcome | readonly Outcome[];
}
type Outcome = 'runs' | 'rejects' | 'unsupported-kind';

/** Simulated time that an accepted file is left to run. */
const RUN_MS = 60_000;

export function corpus(args: readonly string[]): number {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    list: { type: 'boolean' },
  });
  const [folder] = positionals;
  if (!folder) throw new UsageError('corpus needs a folder with an index.json');
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    files: readonly IndexEntry[];
  };
  const results = index.files.map((entry) => ({ entry, ...judgeFile(folder, entry) }));
  for (const result of results) {
    if (values.json) console.log(JSON.stringify({ file: result.entry.file, ...result.report }));
    else if (values.list)
      console.log(`${result.report.outcome}\t${result.entry.file}\t${result.report.why}`);
  }
  const differing = results.filter(({ entry, report }) => !agrees(entry, report.outcome));
  if (!values.json) summarise(results, differing);
  return differing.length === 0 ? 0 : 1;
}

interface Report {
  readonly outcome: Outcome | 'threw';
  readonly why: string;
  readonly notices: readonly string[];
}

function judgeFile(folder: string, entry: IndexEntry): { report: Report } {
  try {
    const verdict = judgeText(entry.file, readFileSync(join(folder, entry.file), 'utf8'));
    verdict.world.advance(verdict.world.nowMs + RUN_MS);
    const outcome = outcomeOf(verdict);
    const notices = [...new Set(verdict.objects.flatMap((o) => o.notices))];
    return { report: { outcome, why: whyOf(verdict), notices } };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { report: { outcome: 'threw', why, notices: [] } };
  }
}

/** One unsupported kind makes the file unsupported, one refused object makes it rejected. */
function outcomeOf({ parses, objects }: TextVerdict): Outcome {
  if (!parses || objects.length === 0) return 'rejects';
  if (objects.some((o) => o.outcome === 'rejects')) return 'rejects';
  return objects.some((o) => o.outcome === 'unsupported-kind') ? 'unsupported-kind' : 'runs';
}

const whyOf = ({ findings }: TextVerdict): string =>
  findings
    .filter((f) => f.severity === 'error')
    .slice(0, 3)
    .map((f) => `line ${f.range.line}: ${f.message}`)
    .join(' | ');

function agrees({ expect, alsoAcceptable = [] }: IndexEntry, outcome: Report['outcome']): boolean {
  if (expect === undefined) return outcome !== 'threw';
  return [expect, ...[alsoAcceptable].flat()].some((o) => o === outcome);
}

function summarise(
  results: readonly { entry: IndexEntry; report: Report }[],
  differing: readonly { entry: IndexEntry; report: Report }[],
): void {
  for (const area of ['ecs', 'kubernetes'] as const) {
    const counts = new Map<string, number>();
    const own = results.filter((r) => r.entry.area === area);
    for (const { report } of own) counts.set(report.outcome, (counts.get(report.outcome) ?? 0) + 1);
    const text = [...counts].sort().map(([outcome, n]) => `${n} ${outcome}`);
    console.log(`${area}: ${own.length} files: ${text.join(', ')}`);
  }
  printNotices(results.map((r) => r.report));
  console.log(`${differing.length} verdicts differ from the index`);
  for (const { entry, report } of differing)
    console.log(
      `  ${entry.file}: expected ${entry.expect ?? '?'}, got ${report.outcome}: ${report.why}`,
    );
}

/** By kind and field: paths without their indexes, the most frequent first, in how many files. */
function printNotices(reports: readonly Report[]): void {
  const counts = new Map<string, number>();
  for (const { notices } of reports)
    for (const what of new Set(notices.flatMap(subjectsOf)))
      counts.set(what, (counts.get(what) ?? 0) + 1);
  if (counts.size === 0) return;
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  console.log('accepted, not simulated (in so many files):');
  console.log(`  ${sorted.map(([what, n]) => `${what} ${n}`).join(', ')}`);
}

function subjectsOf(notice: string): readonly string[] {
  const kind = /^(\w+) is accepted and kept/.exec(notice)?.[1];
  if (kind) return [kind];
  const member = /^"(\w+)" is accepted but not simulated/.exec(notice)?.[1];
  if (member) return [member];
  const paths = /^accepted, without effect in this simulator: (.+)$/.exec(notice)?.[1];
  return (paths?.split(', ') ?? []).map(
    (path) =>
      path
        .replace(/\[\d+\]/g, '')
        .split('.')
        .at(-1) ?? path,
  );
}
