/**
 * `check FILE...`: the same judgement as Apply, as a linter: `file:line:column: message`, exit 1 on errors. Each file meets a
 * fresh world, so nothing but the text itself can be wrong; what a service refers to is taken at face value.
 */
import { readFileSync } from 'node:fs';
import { judgeText, type Finding } from '../host/judgeText';
import { readArguments, UsageError } from './usage';

export function check(args: readonly string[]): number {
  const { positionals } = readArguments(args, {});
  if (positionals.length === 0) throw new UsageError('check needs at least one file');
  const verdicts = positionals.map((file) => ({
    file,
    verdict: judgeText(file, readFileSync(file, 'utf8')),
  }));
  const findings = verdicts.flatMap(({ file, verdict }) =>
    verdict.findings.map((finding) => ({ file, ...finding })),
  );
  for (const finding of findings) console.log(line(finding));
  for (const { file, verdict } of verdicts)
    for (const { what, notices } of verdict.objects)
      for (const notice of notices) console.log(`${file}: note: ${what}: ${notice}`);
  const errors = findings.filter((f) => f.severity === 'error').length;
  const files = `${positionals.length} ${positionals.length === 1 ? 'file' : 'files'}`;
  console.log(`${files}, ${errors} ${errors === 1 ? 'error' : 'errors'}`);
  return errors === 0 ? 0 : 1;
}

function line({ file, range, severity, message }: Finding & { readonly file: string }): string {
  return `${file}:${range.line}:${range.column}: ${severity === 'error' ? '' : `${severity}: `}${message}`;
}
