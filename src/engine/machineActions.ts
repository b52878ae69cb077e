/** Guards and actions of a definition, resolved by name once: what a step of a machine table does on its way. */
import { NotTabled, type Implementations } from './machineNodes';

export interface Args {
  readonly context: unknown;
  readonly event: { readonly type: string };
}
export type Guard = (args: Args, params?: unknown) => boolean;
type Expression = (args: Args, params?: unknown) => unknown;

export type TableAction =
  | { readonly do: 'assign'; readonly update: (args: Args) => Readonly<Record<string, unknown>> }
  | {
      readonly do: 'arm';
      readonly id: string;
      readonly event: { readonly type: string };
      readonly delay: Expression;
    }
  | { readonly do: 'cancel'; readonly entry: { readonly cancel: string } }
  | { readonly do: 'intend'; readonly type: string; readonly params: Expression | undefined };

/** A reference as definitions write it: a name, a name with parameters, or the thing itself. */
type Reference = { readonly type: string; readonly params?: unknown };

export function guardOf(guard: unknown, { guards }: Implementations): Guard | undefined {
  if (guard === undefined) return undefined;
  const { implementation, params } = resolve(guard, guards);
  // Built-in guards (and, or, not, stateIn) are functions that carry a `check`.
  if (typeof implementation !== 'function' || 'check' in implementation) throw new NotTabled();
  const check = implementation as Guard;
  return params ? (args) => check(args, params(args)) : check;
}

export function actionsOf(
  actions: readonly unknown[],
  implementations: Implementations,
): readonly TableAction[] {
  return actions.map((action) => actionOf(action, implementations));
}

function actionOf(action: unknown, implementations: Implementations): TableAction {
  const { implementation, params, name } = resolve(action, implementations.actions);
  const builtIn = typeof implementation === 'function' && 'resolve' in implementation;
  if (!builtIn) return { do: 'intend', type: name, params };
  const known = implementation as unknown as BuiltIn;
  if (known.type === 'xstate.assign') return assignment(known.assignment, params);
  if (known.type === 'xstate.cancel' && typeof known.sendId === 'string')
    return { do: 'cancel', entry: { cancel: known.sendId } };
  if (known.type !== 'xstate.raise') throw new NotTabled(known.type);
  return arming(known, params, implementations);
}

interface BuiltIn {
  readonly type: string;
  readonly assignment: unknown;
  readonly sendId: unknown;
  readonly event: unknown;
  readonly id: unknown;
  readonly delay: unknown;
}

function assignment(how: unknown, params: Expression | undefined): TableAction {
  if (typeof how === 'function') {
    const update = how as (args: Args, params?: unknown) => Record<string, unknown>;
    return { do: 'assign', update: params ? (args) => update(args, params(args)) : update };
  }
  const fields = Object.entries(how as Record<string, unknown>);
  return {
    do: 'assign',
    update: (args) => {
      const partial: Record<string, unknown> = {};
      for (const [name, value] of fields)
        partial[name] =
          typeof value === 'function' ? (value as Expression)(args, params?.(args)) : value;
      return partial;
    },
  };
}

/** A timer. An event raised without a delay would be taken in the same step: that is XState's business. */
function arming(
  { event, id, delay }: BuiltIn,
  params: Expression | undefined,
  { delays }: Implementations,
): TableAction {
  if (typeof id !== 'string' || typeof event !== 'object' || delay === undefined)
    throw new NotTabled('xstate.raise');
  const found = typeof delay === 'string' ? delays[delay] : delay;
  const length =
    typeof found === 'function'
      ? (args: Args) => (found as Expression)(args, params?.(args))
      : () => found;
  return { do: 'arm', id, event: event as { type: string }, delay: length };
}

function resolve(
  reference: unknown,
  known: Readonly<Record<string, unknown>>,
): { implementation: unknown; params: Expression | undefined; name: string } {
  if (typeof reference === 'string')
    return { implementation: known[reference], params: undefined, name: reference };
  if (typeof reference === 'function') {
    const name = reference.name || '(anonymous)';
    return { implementation: reference, params: undefined, name };
  }
  const { type, params } = reference as Reference;
  const given = typeof params === 'function' ? (params as Expression) : () => params;
  const has = params !== undefined;
  return { implementation: known[type], params: has ? given : undefined, name: type };
}
