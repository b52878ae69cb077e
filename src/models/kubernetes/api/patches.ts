/** The two patch formats that know nothing of Kubernetes: JSON merge patch (RFC 7386) and JSON patch (RFC 6902). */
import { deepEqual } from '../validation/deepEqual';
import { asJson, isJson, type Json } from './apply';
import { PatchError } from './strategicMerge';

export function mergePatch(original: unknown, patch: unknown): unknown {
  if (!isJson(patch)) return patch;
  const result: Record<string, unknown> = { ...asJson(original) };
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  return result;
}

interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: unknown;
}

/** All operations or none. Throws `PatchError` when one cannot be done. */
export function jsonPatch(original: Json, operations: readonly unknown[]): unknown {
  return operations.reduce((document: unknown, operation) => {
    const { op, path, from, value } = asJson(operation) as Operation;
    const steps = pointer(path);
    switch (op) {
      case 'add':
        return change(document, steps, 'add', value);
      case 'replace':
        read(document, steps);
        return change(document, steps, 'replace', value);
      case 'remove':
        read(document, steps);
        return change(document, steps, 'remove', undefined);
      case 'move': {
        const source = pointer(from);
        const moved = read(document, source);
        return change(change(document, source, 'remove', undefined), steps, 'add', moved);
      }
      case 'copy':
        return change(document, steps, 'add', read(document, pointer(from)));
      case 'test':
        if (!deepEqual(read(document, steps), value))
          throw new PatchError(`testing path ${String(path)} value failed`);
        return document;
      default:
        throw new PatchError(`Unexpected kind: ${String(op)}`);
    }
  }, original);
}

function pointer(path: unknown): readonly string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/')))
    throw new PatchError(`invalid JSON pointer ${JSON.stringify(path) ?? 'undefined'}`);
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    value = Array.isArray(value) ? (value as unknown[])[Number(step)] : asJson(value)[step];
    if (value === undefined)
      throw new PatchError(`the path /${steps.join('/')} does not exist: missing value`);
  }
  return value;
}

function change(
  document: unknown,
  steps: readonly string[],
  how: 'add' | 'replace' | 'remove',
  value: unknown,
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(document)) return changeList(document, step, rest, how, value);
  if (!isJson(document))
    throw new PatchError(`the path /${steps.join('/')} does not exist: missing value`);
  if (rest.length > 0) {
    if (document[step] === undefined)
      throw new PatchError(`doc is missing path: /${steps.join('/')}: missing value`);
    return { ...document, [step]: change(document[step], rest, how, value) };
  }
  const { [step]: _, ...others } = document;
  return how === 'remove' ? others : { ...document, [step]: value };
}

function changeList(
  list: readonly unknown[],
  step: string,
  rest: readonly string[],
  how: 'add' | 'replace' | 'remove',
  value: unknown,
): readonly unknown[] {
  const index = step === '-' ? list.length : Number(step);
  const end = how === 'add' && rest.length === 0 ? list.length : list.length - 1;
  if (!/^(-|\d+)$/.test(step) || index > end)
    throw new PatchError(`invalid array index ${JSON.stringify(step)}`);
  if (rest.length > 0) return list.with(index, change(list[index], rest, how, value));
  if (how === 'add') return list.toSpliced(index, 0, value);
  return how === 'remove' ? list.toSpliced(index, 1) : list.with(index, value);
}
