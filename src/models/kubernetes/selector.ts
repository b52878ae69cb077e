/**
 * Label selectors: as predicates on labels, and as text.
 * Rules of apimachinery `labels.Selector` and `metav1.LabelSelector` (v1.34): an absent selector selects nothing, an
 * empty one everything; `NotIn` and `DoesNotExist` hold for a missing key; all requirements must hold.
 */
import type { LabelSelector, LabelSelectorRequirement, Labels } from './types';

export type LabelPredicate = (labels: Labels | undefined) => boolean;

/** One condition on one label. `operator` as in `matchExpressions`, plus the `=` of `matchLabels`. */
export interface Requirement {
  readonly key: string;
  readonly operator: LabelSelectorRequirement['operator'] | '=' | '!=' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/** Remembered by the selector object, so ask as often as you like. */
export function selectorPredicate(selector: LabelSelector | null | undefined): LabelPredicate {
  if (!selector) return selectsNothing;
  let predicate = predicates.get(selector);
  if (!predicate) {
    predicate = requirementsPredicate(requirementsOf(selector));
    predicates.set(selector, predicate);
  }
  return predicate;
}
const predicates = new WeakMap<LabelSelector, LabelPredicate>();
const selectsNothing: LabelPredicate = () => false;

/** The plain map of a Service or ReplicationController. Absent or empty: selects nothing, as a Service does. */
export function labelsPredicate(selector: Labels | undefined): LabelPredicate {
  const wanted = Object.entries(selector ?? {});
  if (wanted.length === 0) return selectsNothing;
  return (labels) => labels !== undefined && wanted.every(([key, value]) => labels[key] === value);
}

export const requirementsPredicate =
  (requirements: readonly Requirement[]): LabelPredicate =>
  (labels) =>
    requirements.every((requirement) => holds(requirement, labels?.[requirement.key]));

/** As `kubectl` prints a selector: `app=web,tier in (a,b),!legacy`. */
export const selectorText = (selector: LabelSelector | null | undefined): string =>
  selector ? requirementsText(requirementsOf(selector)) || '<none>' : '<none>';

/** The `key=value` list of a plain map, in the order of keys. */
export const labelsText = (labels: Labels | undefined): string =>
  Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** The text of `?labelSelector=`: `a=b,c!=d,e in (f,g),h,!i`. */
export function parseSelector(
  text: string,
):
  | { readonly requirements: readonly Requirement[]; readonly error?: never }
  | { readonly error: string } {
  const requirements: Requirement[] = [];
  for (const part of splitOutsideParentheses(text)) {
    const requirement = parseRequirement(part.trim());
    if (!requirement) return { error: `unable to parse requirement: ${part.trim()}` };
    requirements.push(requirement);
  }
  return { requirements };
}

function requirementsOf(selector: LabelSelector): readonly Requirement[] {
  const fromLabels = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): Requirement => ({ key, operator: '=', values: [value] }),
  );
  const fromExpressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }): Requirement => ({ key, operator, values: values ?? [] }),
  );
  return [...fromLabels, ...fromExpressions];
}

function holds({ operator, values }: Requirement, actual: string | undefined): boolean {
  switch (operator) {
    case '=':
    case 'In':
      return actual !== undefined && values.includes(actual);
    case '!=':
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    case 'Gt':
      return isInteger(actual) && Number(actual) > Number(values[0]);
    case 'Lt':
      return isInteger(actual) && Number(actual) < Number(values[0]);
  }
}

const isInteger = (text: string | undefined): text is string =>
  text !== undefined && /^[+-]?\d+$/.test(text);

function requirementsText(requirements: readonly Requirement[]): string {
  return [...requirements]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(requirementText)
    .join(',');
}

function requirementText({ key, operator, values }: Requirement): string {
  const list = `(${[...values].sort().join(',')})`;
  switch (operator) {
    case '=':
    case '!=':
      return `${key}${operator}${values[0] ?? ''}`;
    case 'In':
      return `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${values[0] ?? ''}`;
    case 'Lt':
      return `${key}<${values[0] ?? ''}`;
  }
}

function splitOutsideParentheses(text: string): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

const KEY = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARISON = new RegExp(`^(${KEY})\\s*(==|=|!=|>|<)\\s*(${VALUE})$`);
const PRESENCE = new RegExp(`^(!?)\\s*(${KEY})$`);

function parseRequirement(text: string): Requirement | undefined {
  const set = SET.exec(text);
  if (set?.[1] !== undefined)
    return {
      key: set[1],
      operator: set[2] === 'in' ? 'In' : 'NotIn',
      values: (set[3] ?? '').split(',').map((value) => value.trim()),
    };
  const comparison = COMPARISON.exec(text);
  if (comparison?.[1] !== undefined)
    return {
      key: comparison[1],
      operator: COMPARISON_OPERATORS[comparison[2] ?? '='] ?? '=',
      values: [comparison[3] ?? ''],
    };
  const presence = PRESENCE.exec(text);
  if (presence?.[2] === undefined) return undefined;
  return {
    key: presence[2],
    operator: presence[1] === '!' ? 'DoesNotExist' : 'Exists',
    values: [],
  };
}
const COMPARISON_OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '>': 'Gt',
  '<': 'Lt',
};
