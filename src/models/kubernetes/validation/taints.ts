/** Rules for taints and tolerations (core/validation, v1.34; `Gt` and `Lt` since v1.35 are not accepted yet). */
import type { Taint, Toleration } from '../types';
import {
  duplicate,
  invalid,
  invalidEach,
  mustBeOneOf,
  notSupported,
  required,
} from './fieldErrors';
import type { FieldPath, Violation } from './fieldErrors';
import { validateLabelKey } from './metadata';
import { isLabelValue } from './names';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export const validateTolerations = (
  tolerations: readonly Toleration[],
  at: FieldPath,
): readonly Violation[] =>
  tolerations.flatMap((toleration, i) => {
    const place = at.index(i);
    const { key = '', operator = '', tolerationSeconds } = toleration;
    const effect: string = toleration.effect ?? '';
    return [
      ...(key === '' ? [] : validateLabelKey(key, place.child('key'))),
      ...(key === '' && operator !== 'Exists'
        ? [
            invalid(
              place.child('operator'),
              operator,
              'operator must be Exists when `key` is empty, which means "match all values and all keys"',
            ),
          ]
        : []),
      ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
        ? [
            invalid(
              place.child('effect'),
              effect,
              "effect must be 'NoExecute' when `tolerationSeconds` is set",
            ),
          ]
        : []),
      ...validateValue(toleration, place),
      ...(effect === '' ? [] : mustBeOneOf(place.child('effect'), effect, EFFECTS)),
    ];
  });

export function validateTaints(taints: readonly Taint[], at: FieldPath): readonly Violation[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, i) => {
    const place = at.index(i);
    const effect: string = taint.effect ?? '';
    const pair = `${effect} ${taint.key}`;
    const repeated = seen.has(pair);
    seen.add(pair);
    return [
      ...validateLabelKey(taint.key ?? '', place.child('key')),
      ...joined(place.child('value'), taint.value ?? ''),
      ...(effect === ''
        ? [required(place.child('effect'))]
        : mustBeOneOf(place.child('effect'), effect, EFFECTS)),
      ...(repeated
        ? [duplicate(place, taint, 'taints must be unique by key and effect pair')]
        : []),
    ];
  });
}

function validateValue({ operator, value = '' }: Toleration, at: FieldPath): readonly Violation[] {
  const place = at.child('operator');
  switch (operator as string | undefined) {
    case 'Equal':
    case '':
    case undefined:
      return joined(place, value);
    case 'Exists':
      return value === ''
        ? []
        : [invalid(place, value, "value must be empty when `operator` is 'Exists'")];
    default:
      return [notSupported(place, operator, ['Equal', 'Exists'])];
  }
}

function joined(at: FieldPath, value: string): readonly Violation[] {
  const messages = isLabelValue(value);
  return messages.length === 0 ? [] : invalidEach(at, value, [messages.join(';')]);
}
