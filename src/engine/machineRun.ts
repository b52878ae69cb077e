/** One step of a machine table: as `lifecycle.ts` describes a step, without XState in it. */
import { invariant } from './invariant';
import type { Intent, Snapshot, Stepped, Timer } from './lifecycle';
import type { Args, TableAction } from './machineActions';
import type { Candidate, Table, TableState } from './machineTable';

export interface TableSnapshot extends Snapshot {
  readonly state: TableState;
}

type Event = { readonly type: string };

const NOTHING: readonly never[] = [];
/** Eventless transitions that follow each other without end are a mistake in the definition. */
const MICROSTEP_LIMIT = 1000;

export function startTable(table: Table, machineId: string, input: unknown): Stepped {
  const event = { type: 'xstate.init', input };
  const run = new Run(machineId, table.first.to, table.context(input), event);
  run.carryOut(table.first.actions);
  return run.settle(true);
}

export function stepTable(machineId: string, snapshot: TableSnapshot, event: Event): Stepped {
  const { state, context } = snapshot;
  const candidates = state.on.get(event.type);
  const taken = candidates && choose(candidates, { context, event });
  if (!taken) return { snapshot, moved: false, timing: NOTHING, intents: NOTHING };
  const run = new Run(machineId, state, context, event);
  run.take(taken);
  const stepped = run.settle(false);
  return stepped.moved ? stepped : { ...stepped, snapshot };
}

function choose(candidates: readonly Candidate[], args: Args): Candidate | undefined {
  for (const candidate of candidates)
    if (candidate.guard === undefined || candidate.guard(args)) return candidate;
  return undefined;
}

class Run {
  private timing: (Timer | { readonly cancel: string })[] | undefined;
  private intents: Intent[] | undefined;
  private moved = false;

  constructor(
    private readonly machineId: string,
    private state: TableState,
    private context: unknown,
    private readonly event: Event,
  ) {}

  take({ to, actions }: Candidate): void {
    this.carryOut(actions);
    if (to !== this.state) this.moved = true;
    this.state = to;
  }

  carryOut(actions: readonly TableAction[]): void {
    for (const action of actions) {
      this.moved = true;
      const args = { context: this.context, event: this.event };
      if (action.do === 'assign')
        this.context = { ...(this.context as object), ...action.update(args) };
      else if (action.do === 'intend')
        (this.intents ??= []).push({ type: action.type, params: action.params?.(args) });
      else if (action.do === 'cancel') (this.timing ??= []).push(action.entry);
      else (this.timing ??= []).push(timerOf(this.machineId, action, action.delay(args)));
    }
  }

  /** Takes what needs no event, until nothing more does. */
  settle(begins: boolean): Stepped {
    for (let steps = 0; !this.state.final && this.state.always.length > 0; steps++) {
      invariant(steps < MICROSTEP_LIMIT, `${this.machineId}: eventless transitions without end`);
      const taken = choose(this.state.always, { context: this.context, event: this.event });
      if (!taken) break;
      this.take(taken);
    }
    const { state, context } = this;
    const status = state.final ? 'done' : 'active';
    const snapshot: TableSnapshot = { status, value: state.value, context, state };
    return {
      snapshot,
      moved: begins || this.moved,
      timing: this.timing ?? NOTHING,
      intents: this.intents ?? NOTHING,
    };
  }
}

/** The delay must be known in whole milliseconds by the time a state is entered. */
export function timerOf(
  machineId: string,
  { id, event }: { readonly id: string; readonly event: Event },
  delay: unknown,
): Timer {
  invariant(
    typeof delay === 'number' && Number.isInteger(delay) && delay >= 0,
    `${machineId}: delay of ${id} is ${String(delay)}, not whole milliseconds`,
  );
  return { id, event, delayMs: delay };
}
