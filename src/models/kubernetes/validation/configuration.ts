/** Rules for ConfigMaps and Secrets (core/validation, v1.34). */
import type { KubernetesObject } from '../types';
import { FieldPath, invalid, invalidEach, required, tooLong, type Violation } from './fieldErrors';
import { bytesOf, isConfigMapKey } from './names';

type Data = Readonly<Record<string, string>>;

const MAX_BYTES = 1024 * 1024;
const DATA = FieldPath.root.child('data');

export function validateConfigMap(object: KubernetesObject): readonly Violation[] {
  const { data = {}, binaryData = {} } = object as { data?: Data; binaryData?: Data };
  const binary = FieldPath.root.child('binaryData');
  return [
    ...validateKeys(data, DATA),
    ...Object.keys(data)
      .filter((key) => key in binaryData)
      .map((key) => invalid(DATA.key(key), key, 'duplicate of key present in binaryData')),
    ...validateKeys(binaryData, binary),
    ...(sizeOf(data) + sizeOf(binaryData) > MAX_BYTES
      ? [tooLong(FieldPath.root.printedAs(''), MAX_BYTES)]
      : []),
  ];
}

/** Keys that a type of Secret must have; of `basic-auth` one is enough. */
const KEYS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

export function validateSecret(object: KubernetesObject): readonly Violation[] {
  const { data = {}, type = 'Opaque' } = object as { data?: Data; type?: string };
  return [
    ...validateKeys(data, DATA),
    ...(sizeOf(data) > MAX_BYTES ? [tooLong(DATA, MAX_BYTES)] : []),
    ...(KEYS_OF_TYPE[type] ?? [])
      .filter((key) => data[key] === undefined)
      .map((key) => required(DATA.key(key))),
    ...(type === 'kubernetes.io/basic-auth' && !('username' in data) && !('password' in data)
      ? [required(DATA.key('username')), required(DATA.key('password'))]
      : []),
    ...(type === 'kubernetes.io/service-account-token' &&
    (object.metadata.annotations?.[ACCOUNT_NAME] ?? '') === ''
      ? [required(FieldPath.root.child('metadata', 'annotations').key(ACCOUNT_NAME))]
      : []),
  ];
}

const validateKeys = (data: Data, at: FieldPath): readonly Violation[] =>
  Object.keys(data).flatMap((key) => invalidEach(at.key(key), key, isConfigMapKey(key)));

const sizeOf = (data: Data): number =>
  Object.values(data).reduce((sum, value) => sum + bytesOf(value), 0);
