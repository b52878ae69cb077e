/**
 * A machine definition laid out beforehand: for every state that can be lit, which events it takes, where each leads, and
 * which actions lie on the way. It is read from the very XState definition that the inspector draws and follows the same
 * algorithm (SCXML's microstep, xstate 5 `stateUtils`), at a thirtieth of the cost, because exit and entry sets are found
 * once and not at every step. What it does not cover (parallel and history states, invoked actors, wildcards, events
 * raised at once, composed guards) has no table: `lifecycle.ts` then asks XState itself. A test holds both equal.
 */
import type { AnyStateMachine } from 'xstate';
import { actionsOf, guardOf, type Guard, type TableAction } from './machineActions';
import { NotTabled, type Implementations, type Node, type Transition } from './machineNodes';

export interface TableState {
  readonly name: string;
  readonly value: unknown;
  /** The machine ends here. */
  readonly final: boolean;
  /** Innermost first: the first candidate whose guard passes is taken. */
  readonly on: ReadonlyMap<string, readonly Candidate[]>;
  readonly always: readonly Candidate[];
}
export interface Candidate {
  readonly guard: Guard | undefined;
  /** Where the machine then stands: the same state when it has no target. */
  readonly to: TableState;
  readonly actions: readonly TableAction[];
}
export interface Table {
  readonly first: Candidate;
  context(input: unknown): unknown;
}

const tables = new WeakMap<AnyStateMachine, Table | null>();

/** The table of a machine, made once; undefined when its definition holds something that tables do not cover. */
export function tableOf(machine: AnyStateMachine): Table | undefined {
  let table = tables.get(machine);
  if (table === undefined) tables.set(machine, (table = tryCompile(machine)));
  return table ?? undefined;
}

function tryCompile(machine: AnyStateMachine): Table | null {
  try {
    return compile(machine);
  } catch (error) {
    if (error instanceof NotTabled) return null;
    throw error;
  }
}

interface Draft extends TableState {
  readonly on: Map<string, Candidate[]>;
  readonly always: Candidate[];
}
interface Compiling {
  readonly implementations: Implementations;
  readonly states: ReadonlyMap<Node, Draft>;
}

function compile(machine: AnyStateMachine): Table {
  const root = machine.root as unknown as Node;
  const implementations = machine.implementations as unknown as Implementations;
  const leaves = leavesOf(root);
  const to: Compiling = { implementations, states: new Map(leaves.map((n) => [n, draft(n)])) };
  for (const leaf of leaves) fill(to, leaf);
  const path = [root, ...defaultDescent(root)];
  const entries = path.flatMap((node) => node.entry);
  const { context } = machine.config as { context?: unknown };
  return {
    first: {
      guard: undefined,
      to: stateAt(to, path.at(-1)),
      actions: actionsOf(entries, implementations),
    },
    context: (input) =>
      typeof context === 'function'
        ? (context as (args: { input: unknown }) => unknown)({ input })
        : (context ?? {}),
  };
}

function leavesOf(node: Node): readonly Node[] {
  refuseUncovered(node);
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
}

function refuseUncovered(node: Node): void {
  const nested = node.type === 'final' && node.parent?.parent !== undefined;
  if (nested || !['atomic', 'compound', 'final'].includes(node.type)) throw new NotTabled(node.id);
  if (node.invoke.length > 0 || node.output !== undefined) throw new NotTabled(node.id);
  if (node.type === 'compound' && node.initial.actions.length > 0) throw new NotTabled(node.id);
  for (const type of node.transitions.keys()) if (type.includes('*')) throw new NotTabled(type);
}

function draft(leaf: Node): Draft {
  const name = leaf.path.join('.');
  const final = leaf.type === 'final';
  return { name, value: valueAt(leaf.path), final, on: new Map(), always: [] };
}

/** `running`, or `{ running: 'settled' }` for a nested state, as XState writes it. */
function valueAt(path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return {};
  return rest.length === 0 ? first : Object.freeze({ [first]: valueAt(rest) });
}

function fill(to: Compiling, leaf: Node): void {
  const state = stateAt(to, leaf);
  for (const node of upwards(leaf)) {
    for (const [type, transitions] of node.transitions) {
      const candidates = state.on.get(type) ?? [];
      candidates.push(...transitions.map((t) => candidate(to, leaf, t)));
      state.on.set(type, candidates);
    }
    for (const transition of node.always ?? []) {
      if (!transition.target) throw new NotTabled(node.id);
      state.always.push(candidate(to, leaf, transition));
    }
  }
}

/** What it means to take a transition while `leaf` is lit. */
function candidate(to: Compiling, leaf: Node, transition: Transition): Candidate {
  const { implementations } = to;
  const guard = guardOf(transition.guard, implementations);
  const [target, ...others] = transition.target ?? [];
  if (!target) {
    const actions = actionsOf(transition.actions, implementations);
    return { guard, to: stateAt(to, leaf), actions };
  }
  if (others.length > 0) throw new NotTabled(transition.source.id);
  const domain = domainOf(transition, target);
  const left = [...upwards(leaf)].filter((node) => isInside(node, domain));
  const entered = enteredBy(transition, target, domain);
  const last = entered.at(-1) ?? leaf;
  const names = [
    ...left.flatMap((node) => node.exit),
    ...transition.actions,
    ...entered.flatMap((node) => node.entry),
    ...(last.type === 'final' ? upwards(last).flatMap((node) => node.exit) : []),
  ];
  return { guard, to: stateAt(to, last), actions: actionsOf(names, implementations) };
}

/** The innermost state that stays lit (getTransitionDomain). */
function domainOf({ source, reenter }: Transition, target: Node): Node {
  if (!reenter && (target === source || isInside(target, source))) return source;
  const common = upwards(target)
    .slice(1)
    .find((node) => isInside(source, node));
  if (common) return common;
  if (reenter) throw new NotTabled(source.id);
  return upwards(source).at(-1) as Node;
}

/** Outermost first (computeEntrySet): a state that leads to itself without re-entering is not entered again. */
function enteredBy(transition: Transition, target: Node, domain: Node): readonly Node[] {
  const { source, reenter } = transition;
  const itself = source !== target || source !== domain || reenter ? [target] : [];
  const between = upwards(target)
    .slice(1)
    .filter((node) => isInside(node, domain));
  return [...between.reverse(), ...itself, ...defaultDescent(target)];
}

/** What is entered below a state that has initial states. */
function defaultDescent(node: Node): readonly Node[] {
  if (node.type !== 'compound') return [];
  const [first] = node.initial.target;
  return first ? [first, ...defaultDescent(first)] : [];
}

/** The node and all above it, innermost first. */
function upwards(node: Node): readonly Node[] {
  const path: Node[] = [];
  for (let at: Node | undefined = node; at; at = at.parent) path.push(at);
  return path;
}

const isInside = (node: Node, outer: Node): boolean =>
  node !== outer && upwards(node).includes(outer);

function stateAt({ states }: Compiling, node: Node | undefined): Draft {
  const state = node && states.get(node);
  if (!state) throw new NotTabled(node?.id ?? '');
  return state;
}
