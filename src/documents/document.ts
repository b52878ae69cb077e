/**
 * What a text becomes: its values, where each of them stands, and what is wrong with the text.
 * Nothing here knows what the values mean; `describeDocument.ts` says what kind of file it is.
 *
 * Limits are stated numbers (DESIGN.md 8): a text beyond them is refused with a message, never cut.
 */

/** Lines and columns count from 1, columns in UTF-16 units, the end is exclusive: as editors count. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type ProblemCode =
  | 'syntax'
  | 'tab'
  | 'trailingComma'
  | 'comment'
  | 'controlCharacter'
  | 'unterminated'
  | 'extraText'
  | 'duplicateKey'
  | 'noBreakSpace'
  | 'mapKey'
  | 'placeholder'
  | 'aliasOfItself'
  | 'tooManyAliases'
  | 'tooDeep'
  | 'tooLong'
  | 'tooManyDocuments';

export interface Problem {
  /** An error means that the text is not read at all; a warning, that it is read in a surprising way. */
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** English; other languages render `code` and `detail`. */
  readonly message: string;
  readonly detail: { readonly text?: string; readonly limit?: number; readonly count?: number };
  readonly range: TextRange;
}

export type DocumentPath = readonly (string | number)[];

export interface ParsedDocument {
  /** JSON: null, booleans, numbers, texts, arrays and plain objects. undefined when an error kept it from being read. */
  readonly value: unknown;
  /** The whole document in the text. */
  readonly range: TextRange;
  /** The best place to point at for a path: the value, or the nearest thing around it that exists. */
  readonly locate: (path: DocumentPath) => TextRange;
  readonly problems: readonly Problem[];
}

export const LIMITS = {
  /** UTF-16 units of one file. */
  textLength: 1_000_000,
  documents: 1_000,
  depth: 100,
  /** Values reached through YAML aliases, counted each time they are repeated. */
  aliasedValues: 20_000,
} as const;

export const isError = (problem: Problem) => problem.severity === 'error';

/** Whether the text was read: its values may be sent. */
export const parses = (documents: readonly ParsedDocument[]) =>
  documents.every((document) => !document.problems.some(isError));
