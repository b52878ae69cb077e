/** What rules are made of, however deep it stands. */
import type { FactPattern, Rules, Value } from '../types';

/** Every value and every fact pattern that the rules name, however deep. */
export function partsOf(rules: Partial<Rules>): {
  readonly values: readonly Value[];
  readonly patterns: readonly FactPattern[];
} {
  const values: Value[] = [];
  const patterns: FactPattern[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('of' in part && 'path' in part) values.push(part as Value);
    else if ('model' in part && 'type' in part && 'data' in part)
      patterns.push(part as FactPattern);
    Object.values(part).forEach(visit);
  };
  visit(rules);
  return { values, patterns };
}
