import { describe, expect, it } from 'vitest';
import {
  labelsPredicate,
  parseSelector,
  requirementsPredicate,
  selectorPredicate,
  selectorText,
} from './selector';
import type { LabelSelector } from './types';

const web = { app: 'web', tier: 'front' };

describe('selectorPredicate', () => {
  it.each<[string, LabelSelector | null | undefined, boolean]>([
    ['an absent selector selects nothing', undefined, false],
    ['an empty selector selects everything', {}, true],
    ['all labels must match', { matchLabels: { app: 'web', tier: 'back' } }, false],
    ['In', { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] }, true],
    [
      'NotIn holds for a missing key',
      { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['a'] }] },
      true,
    ],
    ['Exists', { matchExpressions: [{ key: 'team', operator: 'Exists' }] }, false],
    ['DoesNotExist', { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }, true],
  ])('%s', (_, selector, expected) => expect(selectorPredicate(selector)(web)).toBe(expected));

  it('lets a Service without selector select nothing', () => {
    expect(labelsPredicate(undefined)(web)).toBe(false);
    expect(labelsPredicate({})(web)).toBe(false);
    expect(labelsPredicate({ app: 'web' })(web)).toBe(true);
  });
});

describe('parseSelector', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app != web', false],
    ['tier in (front, back),!team', true],
    ['tier notin (front)', false],
    ['team', false],
  ])('%s', (text, expected) => {
    const parsed = parseSelector(text);
    expect(parsed.error).toBeUndefined();
    if (parsed.error === undefined)
      expect(requirementsPredicate(parsed.requirements)(web)).toBe(expected);
  });

  it.each(['app=web=x', 'a b', '=web', 'app in (web'])('refuses %s', (text) =>
    expect(parseSelector(text).error).toContain('unable to parse requirement'),
  );
});

it('prints selectors sorted, as kubectl does', () =>
  expect(
    selectorText({
      matchLabels: { tier: 'front' },
      matchExpressions: [
        { key: 'app', operator: 'In', values: ['web', 'api'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    }),
  ).toBe('app in (api,web),!old,tier=front'));
