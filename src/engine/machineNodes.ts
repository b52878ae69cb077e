/** The parts of an XState definition that a machine table is read from, as XState 5 keeps them after `createMachine`. */

export interface Node {
  readonly id: string;
  readonly type: string;
  readonly path: readonly string[];
  readonly parent: Node | undefined;
  readonly states: Readonly<Record<string, Node>>;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly invoke: readonly unknown[];
  readonly output: unknown;
  readonly initial: { readonly target: readonly Node[]; readonly actions: readonly unknown[] };
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always: readonly Transition[] | undefined;
}
export interface Transition {
  readonly source: Node;
  readonly target: readonly Node[] | undefined;
  readonly guard: unknown;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}
export interface Implementations {
  readonly guards: Readonly<Record<string, unknown>>;
  readonly actions: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
}

/** The definition holds something that tables do not cover. */
export class NotTabled extends Error {}
