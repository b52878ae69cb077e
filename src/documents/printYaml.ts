/** A value as YAML, in the way `kubectl -o yaml` lays it out: two spaces, long texts not folded. */
import { stringify } from 'yaml';

/** `singleQuote`: where a text needs quotes, as PyYAML writes them. */
export const printYaml = (
  value: unknown,
  options: { readonly singleQuote?: boolean } = {},
): string =>
  stringify(value, {
    ...options,
    lineWidth: 0,
    indentSeq: false,
    aliasDuplicateObjects: false,
    version: '1.1',
  });
