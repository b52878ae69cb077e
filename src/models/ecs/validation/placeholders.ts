/**
 * Template placeholders that somebody left in a definition: `${REGION}`, `{{ must_env ... }}`, `$$$ROLE$$$`, `<image>`,
 * `aws_account_id`. ECS takes them as plain text where text may hold anything, so they are told, not refused.
 */
import type { Path } from '../../../engine/model';

export interface Placeholder {
  readonly path: Path;
  readonly text: string;
}

/** Shell text, where `${...}` and `<...>` belong to the program. */
const PROGRAM_TEXT = new Set(['command', 'entryPoint', 'dockerLabels']);

const FORMS = [
  /\{\{[^{}]*\}\}/,
  /\$\$\$[A-Za-z0-9_]+\$\$\$/,
  /\$\{[^{}]*\}/,
  /^<[^<>]+>$/,
  /^\{[^{}]*\}$/,
  /\{INSERT [^{}]*\}/i,
  /\b(?:your|YOUR)[_-][A-Za-z_-]+/,
  /\b(?:aws_account_id|AWS_ACCOUNT_ID|account-id)\b/,
  /\$[A-Z][A-Z0-9_]+\b/,
];

export function placeholdersIn(value: unknown): readonly Placeholder[] {
  if (typeof value === 'string') {
    const text = FORMS.map((form) => form.exec(value)?.[0]).find((match) => match !== undefined);
    return text === undefined ? [] : [{ path: [], text }];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((item: unknown, i) => [i, item] as const)
    : Object.entries(value as Readonly<Record<string, unknown>>);
  return entries.flatMap(([key, inner]) =>
    typeof key === 'string' && PROGRAM_TEXT.has(key)
      ? []
      : placeholdersIn(inner).map(({ path, text }) => ({ path: [key, ...path], text })),
  );
}
