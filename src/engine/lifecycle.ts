/**
 * Steps XState machines as pure definitions: snapshot and event in; snapshot, timers and intents out. No actor is ever
 * started. Nearly every definition is stepped by a table made from it (`machineTable.ts`). For the others XState itself
 * is asked: its public `transition()` builds a throw-away actor on every call; handing the machine one inert scope gives
 * the same at a seventh of the cost. A test holds all three equal.
 */
import { createEmptyActor, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import { startTable, stepTable, timerOf, type TableSnapshot } from './machineRun';
import { tableOf } from './machineTable';

/** Where a machine stands. */
export interface Snapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly value: unknown;
  readonly context: unknown;
}

export interface Timer {
  readonly id: string;
  readonly event: { readonly type: string };
  readonly delayMs: number;
}
export interface Intent {
  readonly type: string;
  readonly params: unknown;
}
export interface Stepped {
  readonly snapshot: Snapshot;
  /** false: the machine had no transition for the event. */
  readonly moved: boolean;
  /** In the order in which the machine gave them; a cancel always stands before the timer that replaces it. */
  readonly timing: readonly (Timer | { readonly cancel: string })[];
  readonly intents: readonly Intent[];
}

interface ExecutableAction {
  readonly type: string;
  readonly params: unknown;
}
const captured: ExecutableAction[] = [];
const self = createEmptyActor();
const scope = {
  self,
  system: self.system,
  id: '',
  sessionId: '',
  defer() {},
  emit() {},
  logger() {},
  stopChild() {},
  actionExecutor: (action: ExecutableAction) => captured.push(action),
};
type Scope = Parameters<AnyStateMachine['transition']>[2];
const inertScope = scope as unknown as Scope;

export function start(machine: AnyStateMachine, input: unknown): Stepped {
  const table = tableOf(machine);
  return table ? startTable(table, machine.id, input) : startByXState(machine, input);
}

/** A finished machine never moves again (XState's own `transition` would let it). */
export function step(
  machine: AnyStateMachine,
  snapshot: Snapshot,
  event: { readonly type: string },
): Stepped {
  if (snapshot.status !== 'active') return { snapshot, moved: false, timing: [], intents: [] };
  return 'state' in snapshot
    ? stepTable(machine.id, snapshot as TableSnapshot, event)
    : stepByXState(machine, snapshot as AnyMachineSnapshot, event);
}

export function startByXState(machine: AnyStateMachine, input: unknown): Stepped {
  captured.length = 0;
  const snapshot = machine.getInitialSnapshot(inertScope, input) as AnyMachineSnapshot;
  return result(machine, snapshot, true);
}

export function stepByXState(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: { readonly type: string },
): Stepped {
  captured.length = 0;
  const next = machine.transition(snapshot, event, inertScope) as AnyMachineSnapshot;
  return result(machine, next, next !== snapshot || captured.length > 0);
}

function result(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, moved: boolean): Stepped {
  if (snapshot.status === 'error') throw snapshot.error;
  const timing: (Timer | { cancel: string })[] = [];
  const intents: Intent[] = [];
  for (const action of captured) {
    if (action.type === 'xstate.raise') {
      const raised = action.params as RaiseParams;
      timing.push(timerOf(machine.id, raised, raised.delay));
    } else if (action.type === 'xstate.cancel')
      timing.push({ cancel: (action.params as { sendId: string }).sendId });
    else intents.push({ type: action.type, params: action.params });
  }
  captured.length = 0;
  return { snapshot, moved, timing, intents };
}

interface RaiseParams {
  readonly event: { readonly type: string };
  readonly id: string;
  readonly delay: unknown;
}

/** The state's name: `stopping.waitingForExit` for a nested one. */
export const nameOf = (snapshot: Snapshot): string =>
  'state' in snapshot ? (snapshot as TableSnapshot).state.name : stateName(snapshot.value);

/** `running`, or `stopping.waitingForExit` for a nested state. */
export function stateName(value: unknown): string {
  if (typeof value === 'string') return value;
  const [outer, inner] = Object.entries(value as Record<string, unknown>)[0] ?? ['', ''];
  return inner === '' ? outer : `${outer}.${stateName(inner)}`;
}
