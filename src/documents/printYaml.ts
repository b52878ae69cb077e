/** A value as YAML, in the way `kubectl -o yaml` lays it out: two spaces, long texts not folded. */
import { stringify } from 'yaml';

export const printYaml = (value: unknown): string =>
  stringify(value, {
    lineWidth: 0,
    indentSeq: false,
    aliasDuplicateObjects: false,
    version: '1.1',
  });
