/** Rules for `env` and `envFrom` (core/validation, v1.34): names, and exactly one source each. */
import { canonical, quantity } from '../quantity';
import { invalid, invalidEach, notSupported, required } from './fieldErrors';
import type { FieldPath, Violation } from './fieldErrors';
import {
  isConfigMapKey,
  isDns1123Subdomain,
  isEnvironmentVariableName,
  isQualifiedName,
} from './names';

interface KeySelector {
  readonly name?: string;
  readonly key?: string;
}
export interface FieldRef {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}
export interface ResourceFieldRef {
  readonly containerName?: string;
  readonly resource?: string;
  readonly divisor?: string | number;
}
export interface EnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: FieldRef;
    readonly resourceFieldRef?: ResourceFieldRef;
    readonly configMapKeyRef?: KeySelector;
    readonly secretKeyRef?: KeySelector;
    readonly fileKeyRef?: unknown;
  };
}
export interface EnvFrom {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name?: string };
  readonly secretRef?: { readonly name?: string };
}

export const validateEnv = (variables: readonly EnvVar[], at: FieldPath): readonly Violation[] =>
  variables.flatMap((variable, i) => {
    const place = at.index(i);
    const { name = '' } = variable;
    return [
      ...(name === ''
        ? [required(place.child('name'))]
        : invalidEach(place.child('name'), name, isEnvironmentVariableName(name))),
      ...validateValueFrom(variable, place.child('valueFrom')),
    ];
  });

export const validateEnvFrom = (sources: readonly EnvFrom[], at: FieldPath): readonly Violation[] =>
  sources.flatMap((source, i) => {
    const place = at.index(i);
    const { prefix = '' } = source;
    const refs = (['configMapRef', 'secretRef'] as const).filter((ref) => source[ref]);
    return [
      ...(prefix === ''
        ? []
        : invalidEach(place.child('prefix'), prefix, isEnvironmentVariableName(prefix))),
      ...refs.flatMap((ref) => validateName(source[ref]?.name, place.child(ref, 'name'))),
      ...(refs.length === 0
        ? [invalid(place, '', 'must specify one of: `configMapRef` or `secretRef`')]
        : []),
      ...(refs.length > 1
        ? [invalid(place, '', 'may not have more than one field specified at a time')]
        : []),
    ];
  });

const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const VOLUME_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

export function validateFieldRef(
  ref: FieldRef,
  where: 'env' | 'volume',
  at: FieldPath,
): readonly Violation[] {
  const { fieldPath = '' } = ref;
  if (fieldPath === '') return [required(at.child('fieldPath'))];
  const subscript = /^(metadata\.(?:annotations|labels))\['(.*)'\]$/.exec(fieldPath);
  if (subscript) {
    const key = subscript[2] ?? '';
    const name = subscript[1] === 'metadata.annotations' ? key.toLowerCase() : key;
    return invalidEach(at, name, isQualifiedName(name));
  }
  const fields = where === 'env' ? ENV_FIELDS : VOLUME_FIELDS;
  return fields.includes(fieldPath) ? [] : [notSupported(at.child('fieldPath'), fieldPath, fields)];
}

const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

export function validateResourceFieldRef(
  ref: ResourceFieldRef,
  where: 'env' | 'volume',
  at: FieldPath,
): readonly Violation[] {
  const { resource = '', containerName = '', divisor } = ref;
  if (where === 'volume' && containerName === '') return [required(at.child('containerName'))];
  if (resource === '') return [required(at.child('resource'))];
  if (!RESOURCE_FIELDS.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource))
    return [notSupported(at.child('resource'), resource, RESOURCE_FIELDS)];
  if (divisor === undefined || quantity(divisor).nanos === 0n) return [];
  const cpu = resource.endsWith('.cpu');
  const allowed = cpu ? ['1m', '1'] : SIZES;
  if (allowed.includes(canonical(quantity(divisor)))) return [];
  const [, kind = ''] = resource.split('.');
  const what = kind === 'ephemeral-storage' ? 'local ephemeral storage' : kind;
  return [
    invalid(
      at.child('divisor'),
      resource,
      cpu
        ? "only divisor's values 1m and 1 are supported with the cpu resource"
        : `only divisor's values ${SIZES.join(', ')} are supported with the ${what} resource`,
    ),
  ];
}

function validateValueFrom(variable: EnvVar, at: FieldPath): readonly Violation[] {
  const { valueFrom } = variable;
  if (!valueFrom) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(
    (source) => source !== undefined,
  ).length;
  return [
    ...(fieldRef ? validateFieldRef(fieldRef, 'env', at.child('fieldRef')) : []),
    ...(resourceFieldRef
      ? validateResourceFieldRef(resourceFieldRef, 'env', at.child('resourceFieldRef'))
      : []),
    ...(configMapKeyRef ? validateKeyRef(configMapKeyRef, at.child('configMapKeyRef')) : []),
    ...(secretKeyRef ? validateKeyRef(secretKeyRef, at.child('secretKeyRef')) : []),
    ...validateSources(sources, (variable.value ?? '') !== '', at),
  ];
}

function validateSources(count: number, hasValue: boolean, at: FieldPath): readonly Violation[] {
  if (count === 0)
    return [
      invalid(
        at,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    ];
  if (hasValue) return [invalid(at, '', 'may not be specified when `value` is not empty')];
  return count > 1 ? [invalid(at, '', 'may not have more than one field specified at a time')] : [];
}

const validateKeyRef = ({ name = '', key = '' }: KeySelector, at: FieldPath) => [
  ...invalidEach(at.child('name'), name, isDns1123Subdomain(name)),
  ...(key === ''
    ? [required(at.child('key'))]
    : invalidEach(at.child('key'), key, isConfigMapKey(key))),
];

const validateName = (name: string | undefined, at: FieldPath): readonly Violation[] =>
  (name ?? '') === '' ? [required(at)] : invalidEach(at, name, isDns1123Subdomain(name ?? ''));
