/** Rules for a Job's pod failure policy (pkg/apis/batch/validation/validation.go validatePodFailurePolicy, v1.34). */
import type { PodSpec } from '../types';
import {
  duplicate,
  invalid,
  invalidAsWhole,
  notSupported,
  required,
  type FieldPath,
  type Violation,
} from './fieldErrors';
import { isQualifiedName } from './names';

interface ExitCodes {
  readonly containerName?: string;
  readonly operator?: string;
  readonly values?: readonly number[];
}
interface PodCondition {
  readonly type?: string;
  readonly status?: string;
}
interface Rule {
  readonly action?: string;
  readonly onExitCodes?: ExitCodes;
  readonly onPodConditions?: readonly PodCondition[];
}

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];

const valid = (of: readonly string[]): string =>
  `valid values: [${of.map((one) => JSON.stringify(one)).join(' ')}]`;

function oneOf(
  at: FieldPath,
  value: string | undefined,
  of: readonly string[],
): readonly Violation[] {
  if (value === undefined || value === '') return [required(at, valid(of))];
  return of.includes(value) ? [] : [notSupported(at, value, of)];
}

export function validatePodFailurePolicy(
  rules: readonly Rule[],
  spec: { readonly template?: { readonly spec: PodSpec }; readonly backoffLimitPerIndex?: number },
  at: FieldPath,
): readonly Violation[] {
  const { containers = [], initContainers = [] } = spec.template?.spec ?? { containers: [] };
  const names = [...containers, ...initContainers].map(({ name }) => name);
  return rules.flatMap(({ action, onExitCodes, onPodConditions = [] }, i) => {
    const place = at.index(i);
    const both = onExitCodes !== undefined && onPodConditions.length > 0;
    const none = onExitCodes === undefined && onPodConditions.length === 0;
    return [
      ...oneOf(place.child('action'), action, ACTIONS),
      ...(action === 'FailIndex' && spec.backoffLimitPerIndex === undefined
        ? [invalid(place.child('action'), action, 'requires the backoffLimitPerIndex to be set')]
        : []),
      ...(onExitCodes ? exitCodes(onExitCodes, names, place.child('onExitCodes')) : []),
      ...onPodConditions.flatMap((one, j) =>
        podCondition(one, place.child('onPodConditions').index(j)),
      ),
      ...(both
        ? [
            invalidAsWhole(
              place,
              'specifying both OnExitCodes and OnPodConditions is not supported',
            ),
          ]
        : []),
      ...(none
        ? [invalidAsWhole(place, 'specifying one of OnExitCodes and OnPodConditions is required')]
        : []),
    ];
  });
}

function exitCodes(
  { containerName, operator, values = [] }: ExitCodes,
  names: readonly string[],
  at: FieldPath,
): readonly Violation[] {
  const list = at.child('values');
  return [
    ...oneOf(at.child('operator'), operator, OPERATORS),
    ...(containerName === undefined || names.includes(containerName)
      ? []
      : [
          invalid(
            at.child('containerName'),
            containerName,
            'must be one of the container or initContainer names in the pod template',
          ),
        ]),
    ...(values.length === 0 ? [invalid(list, values, 'at least one value is required')] : []),
    ...values.flatMap((value, i) => [
      ...(operator === 'In' && value === 0
        ? [invalid(list.index(i), value, 'must not be 0 for the In operator')]
        : []),
      ...(values.indexOf(value) < i ? [duplicate(list.index(i), value)] : []),
    ]),
    ...(values.some((value, i) => i > 0 && (values[i - 1] as number) > value)
      ? [invalid(list, values, 'must be ordered')]
      : []),
  ];
}

const podCondition = ({ type = '', status }: PodCondition, at: FieldPath): readonly Violation[] => [
  ...isQualifiedName(type).map((detail) => invalid(at.child('type'), type, detail)),
  ...oneOf(at.child('status'), status, STATUSES),
];
