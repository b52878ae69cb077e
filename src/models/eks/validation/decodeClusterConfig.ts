/**
 * A ClusterConfig as eksctl reads it (pkg/eks/api.go ParseConfig): strictly, by sigs.k8s.io/yaml and encoding/json, whose
 * words the errors are. Numbers and booleans where a string belongs become strings, as that package has it. The first
 * error is the only one, as there. Simplified: a key in another case is an unknown field here; encoding/json takes it, and
 * eksctl then ignores it.
 */
import type { FieldError, Path } from '../../../engine/model';
import { CLUSTER_CONFIG_TYPES, type ClusterConfig } from './clusterConfigTypes';

export const EKSCTL_GROUP = 'eksctl.io/';
const VERSION = 'eksctl.io/v1alpha5';
const PREFIX = 'error unmarshaling JSON: while decoding JSON: ';

/** Whether a document is eksctl's, whatever its version. */
export const isClusterConfig = (value: unknown): boolean =>
  isFields(value) &&
  value['kind'] === 'ClusterConfig' &&
  typeof value['apiVersion'] === 'string' &&
  value['apiVersion'].startsWith(EKSCTL_GROUP);

export type Decoded =
  { readonly config: ClusterConfig; readonly error?: never } | { readonly error: FieldError };

export function decodeClusterConfig(value: unknown): Decoded {
  try {
    const config = structOf('ClusterConfig', value, [], '') as unknown as ClusterConfig;
    if (config.apiVersion !== VERSION) return { error: unregistered(config) };
    return { config };
  } catch (thrown) {
    if (thrown instanceof DecodeError) return { error: thrown.error };
    throw thrown;
  }
}

const unregistered = ({ apiVersion }: ClusterConfig): FieldError => ({
  path: ['apiVersion'],
  reason: 'InvalidConfig',
  message: `no kind "ClusterConfig" is registered for version "${apiVersion}" in scheme "k8s.io/client-go/kubernetes/scheme/register.go:83"`,
});

class DecodeError extends Error {
  constructor(readonly error: FieldError) {
    super(error.message);
  }
}

function fail(path: Path, message: string): never {
  throw new DecodeError({ path, reason: 'InvalidConfig', message: `${PREFIX}json: ${message}` });
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `field`: `ManagedNodeGroup.managedNodeGroups.minSize`, as Go names the place; '' at the top. */
function structOf(type: string, value: unknown, path: Path, field: string): Fields {
  if (!isFields(value)) return mismatch(value, field, `v1alpha5.${type}`, path);
  const fields = CLUSTER_CONFIG_TYPES[type]?.fields ?? {};
  const within = field.includes('.') ? `${field.slice(field.indexOf('.') + 1)}.` : '';
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const of = fields[name];
    if (of === undefined) return fail([...path, name], `unknown field "${name}"`);
    if (inner === null || inner === undefined) return [];
    return [[name, valueOf(of, inner, [...path, name], `${type}.${within}${name}`)]];
  });
  return Object.fromEntries(entries);
}

function valueOf(type: string, value: unknown, path: Path, field: string): unknown {
  if (type.startsWith('[]')) return listOf(type, value, path, field);
  switch (type) {
    case 'any':
      return value;
    case 'string':
      return stringOf(value, path, field);
    case 'int':
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      return mismatch(value, field, 'int', path);
    case 'float64':
      return typeof value === 'number' ? value : mismatch(value, field, 'float64', path);
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(value, field, 'bool', path);
    case 'map[string]string':
      return mapOf(value, path, field);
    default:
      return structOf(type, value, path, field);
  }
}

function listOf(type: string, value: unknown, path: Path, field: string): readonly unknown[] {
  const item = type.slice(2);
  const isStruct = item in CLUSTER_CONFIG_TYPES;
  if (!Array.isArray(value))
    return mismatch(value, field, isStruct ? `[]*v1alpha5.${item}` : type, path);
  return value.map((each: unknown, i) => valueOf(item, each, [...path, i], field));
}

function mapOf(value: unknown, path: Path, field: string): Readonly<Record<string, string>> {
  if (!isFields(value)) return mismatch(value, field, 'map[string]string', path);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      stringOf(inner ?? '', [...path, key], field),
    ]),
  );
}

function stringOf(value: unknown, path: Path, field: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return mismatch(value, field, 'string', path);
}

function mismatch(value: unknown, field: string, type: string, path: Path): never {
  const where = field === '' ? 'Go value' : `Go struct field ${field}`;
  return fail(path, `cannot unmarshal ${kindOf(value)} into ${where} of type ${type}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`;
  return typeof value === 'string' ? 'string' : 'object';
}
