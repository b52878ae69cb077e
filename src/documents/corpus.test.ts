/** Real files that people published are read or refused as the real command lines do it. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { objectsOf, parses, parseText } from './index';

interface Entry {
  readonly file: string;
  readonly area: 'ecs' | 'kubernetes';
  readonly parses: boolean;
  readonly kinds?: readonly string[];
  readonly expect: string;
}

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const entries = existsSync(new URL('index.json', corpus))
  ? (JSON.parse(readFileSync(new URL('index.json', corpus), 'utf8')) as { files: Entry[] }).files
  : [];

describe.skipIf(entries.length === 0)('the corpus of published files', () => {
  it.each(entries)('$file', (entry) => {
    const text = readFileSync(new URL(entry.file, corpus), 'utf8');
    const documents = parseText(entry.file, text);
    expect(parses(documents)).toBe(entry.parses);
    if (!entry.parses) {
      const error = documents.flatMap((document) => document.problems)[0];
      expect(error?.message.length).toBeGreaterThan(10);
      expect(error?.range.line).toBeGreaterThan(0);
      return;
    }
    const descriptions = objectsOf(documents).map((object) => object.description);
    if (entry.area === 'ecs') return expect(descriptions.map((d) => d.api)).toEqual(['ecs']);
    const kinds = descriptions.flatMap((d) => (d.api === 'kubernetes' ? [d.kind] : []));
    expect([...new Set(kinds)].sort()).toEqual([...(entry.kinds ?? [])].sort());
  });
});
