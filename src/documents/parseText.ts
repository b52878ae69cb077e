/**
 * Reads a file by its name; a text without a telling name is JSON when it starts like JSON and parses as such.
 * Jsonnet is read as JSON, which only the simplest of it is: the command line does not run it either.
 */
import { parses, type ParsedDocument } from './document';
import { parseJson } from './parseJson';
import { parseYaml } from './parseYaml';

export type Format = 'json' | 'yaml';

export function formatOf(fileName: string): Format | null {
  if (/\.json(net)?$/i.test(fileName)) return 'json';
  return /\.ya?ml$/i.test(fileName) ? 'yaml' : null;
}

export function parseText(fileName: string, text: string): readonly ParsedDocument[] {
  const format = formatOf(fileName);
  if (format) return format === 'json' ? parseJson(text) : parseYaml(text);
  if (!/^\uFEFF?\s*[{[]/.test(text)) return parseYaml(text);
  const asJson = parseJson(text);
  if (parses(asJson)) return asJson;
  // KYAML starts with a brace and is not JSON.
  const asYaml = parseYaml(text);
  return parses(asYaml) ? asYaml : asJson;
}
