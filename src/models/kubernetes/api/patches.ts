/** The two patch formats that know nothing of Kubernetes: JSON merge patch (RFC 7386) and JSON patch (RFC 6902). */
import { deepEqual } from '../validation/deepEqual';
import { asJson, isJson, type Json } from './apply';
import { without } from '../validation/without';
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
  return operations.reduce((whole: unknown, operation) => {
    const { op, path, from, value } = asJson(operation) as Operation;
    const steps = pointer(path);
    switch (op) {
      case 'add':
        return change(whole, steps, 'add', value);
      case 'replace':
        read(whole, steps);
        return change(whole, steps, 'replace', value);
      case 'remove':
        read(whole, steps);
        return change(whole, steps, 'remove', undefined);
      case 'move': {
        const source = pointer(from);
        const moved = read(whole, source);
        return change(change(whole, source, 'remove', undefined), steps, 'add', moved);
      }
      case 'copy':
        return change(whole, steps, 'add', read(whole, pointer(from)));
      case 'test':
        if (!deepEqual(read(whole, steps), value))
          throw new PatchError(`testing path ${String(path)} value failed`);
        return whole;
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

function read(whole: unknown, steps: readonly string[]): unknown {
  let value = whole;
  for (const step of steps) {
    value = Array.isArray(value) ? (value as unknown[])[Number(step)] : asJson(value)[step];
    if (value === undefined)
      throw new PatchError(`the path /${steps.join('/')} does not exist: missing value`);
  }
  return value;
}

function change(
  whole: unknown,
  steps: readonly string[],
  how: 'add' | 'replace' | 'remove',
  value: unknown,
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(whole)) return changeList(whole, step, rest, how, value);
  if (!isJson(whole))
    throw new PatchError(`the path /${steps.join('/')} does not exist: missing value`);
  if (rest.length > 0) {
    if (whole[step] === undefined)
      throw new PatchError(`doc is missing path: /${steps.join('/')}: missing value`);
    return { ...whole, [step]: change(whole[step], rest, how, value) };
  }
  return how === 'remove' ? without(whole, step) : { ...whole, [step]: value };
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
