/**
 * The words that the engine and every model share: types, and four identity functions that keep them.
 *
 * A model contributes record kinds (declared by augmenting `RecordKinds`), commands (`CommandTypes`),
 * fact types (`FactTypes`), lifecycles, controllers and watches. The engine knows none of them by name.
 *
 *     declare module '../../engine/model' {
 *       interface RecordKinds { 'ecs/Task': Task }
 *       interface CommandTypes { ecs: EcsCommand }
 *       interface FactTypes { ecs: EcsFact }
 *     }
 */
import type { AnyStateMachine } from 'xstate';

/** Record kind -> stored value. Kinds are `<model>/<Noun>`, the noun as the platform spells it. */
export interface RecordKinds {
  /** Keeps the union open before any model augments it. Never stored. */
  'engine/None': never;
}
// Without `& string` the type would admit numbers and symbols where no model augments it.
// eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents
export type Kind = keyof RecordKinds & string;

/** Model name -> union of its commands, each `{ type, ... }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface CommandTypes {}
/** Model name -> union of its facts, each `{ type, data }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface FactTypes {}

export interface Ref {
  readonly kind: Kind;
  readonly key: string;
}

export type Path = readonly (string | number)[];

/** One refusal at one place of an input. `path` leads from the root of the submitted object to the value. */
export interface FieldError {
  readonly path: Path;
  /** The platform's own class of error (`FieldValueInvalid`, `ClientException`...). */
  readonly reason: string;
  /** The platform's own text. */
  readonly message: string;
}

type CommandOf = {
  [M in keyof CommandTypes]: { readonly model: M } & CommandTypes[M];
}[keyof CommandTypes];
/** An intent, never a whole record. `because` makes the resulting facts cite that record's newest fact. */
export type Command = CommandOf & { readonly because?: Ref };

type FactBody = {
  [M in keyof FactTypes]: { readonly model: M } & FactTypes[M];
}[keyof FactTypes];

/** The one fact that the engine itself writes: a request was admitted. */
export interface RequestFact {
  readonly model: 'request';
  readonly type: 'requested';
  readonly data: { readonly by: string; readonly request: unknown };
}

export type Fact = (FactBody | RequestFact) & {
  readonly serial: number;
  readonly atMs: number;
  readonly about: Ref;
  /** Serial of the one fact that made this happen; null for the scenario's own beginning. */
  readonly cause: number | null;
  /** Serial of the request at the head of the chain; null when the scenario itself began it. */
  readonly root: number | null;
  readonly also?: readonly number[];
};

/** What a model hands to `note`: the engine adds serial, time and cause. */
export type FactNote = FactBody & { readonly about: Ref; readonly because?: Ref };

export type Effect =
  /** Creates or replaces. Values are frozen and replaced whole; equal by reference means unchanged. */
  | { readonly do: 'put'; readonly kind: Kind; readonly key: string; readonly value: unknown }
  /** Removes the record and every lifecycle whose `record` it is. */
  | { readonly do: 'remove'; readonly kind: Kind; readonly key: string }
  /** Starts a lifecycle. `input` is JSON and becomes the machine's input. Throws if it already runs. */
  | {
      readonly do: 'begin';
      readonly lifecycle: string;
      readonly key: string;
      readonly input: unknown;
    }
  /** Sends an event to a running lifecycle. Unknown key or finished machine: dropped. */
  | {
      readonly do: 'tell';
      readonly lifecycle: string;
      readonly key: string;
      readonly event: { readonly type: string };
    }
  /** Forgets a lifecycle and its timers. */
  | { readonly do: 'end'; readonly lifecycle: string; readonly key: string }
  | { readonly do: 'note'; readonly fact: FactNote }
  /** Wakes a controller for a key, `afterMs` (default: its latency) from now. */
  | {
      readonly do: 'wake';
      readonly controller: string;
      readonly key: string;
      readonly afterMs?: number;
    }
  /** Carries out a command (of any model) right after this commit. */
  | { readonly do: 'command'; readonly command: Command };

/** A named stream of chance. Integer arithmetic only; its state is one small integer in the checkpoint. */
export interface RandomStream {
  /** 0 .. n-1 */
  integer(n: number): number;
  /** from .. to, both included */
  between(from: number, to: number): number;
  /** true in `numerator` of `denominator` cases */
  chance(numerator: number, denominator: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** `length` characters of `alphabet` */
  text(length: number, alphabet: string): string;
}

export interface RecordMeta {
  /** The model's revision counter when the record was last written: Kubernetes' resourceVersion. */
  readonly revision: number;
  readonly createdRevision: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface LifecycleState {
  readonly value: unknown;
  readonly context: unknown;
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly enteredAtMs: number;
  /** The states passed so far, oldest first, at most the last 32. */
  readonly path: readonly { readonly value: string; readonly atMs: number }[];
  /** Timers under way: what is awaited and when it is due. */
  readonly timers: readonly {
    readonly id: string;
    readonly event: string;
    readonly dueAtMs: number;
  }[];
}

/** Reading is counted (`Work.recordsVisited`); it never changes anything. */
export interface Read {
  readonly nowMs: number;
  get<K extends Kind>(kind: K, key: string): RecordKinds[K] | undefined;
  has(kind: Kind, key: string): boolean;
  meta(kind: Kind, key: string): RecordMeta | undefined;
  /** All records of a kind, in order of creation. Never call it per event: use an index. */
  list<K extends Kind>(kind: K): readonly RecordKinds[K][];
  keys(kind: Kind): readonly string[];
  size(kind: Kind): number;
  /** Records of an index bucket, in the order in which they entered it. */
  by<K extends Kind>(kind: K, index: string, bucket: string): readonly RecordKinds[K][];
  keysBy(kind: Kind, index: string, bucket: string): readonly string[];
  count(kind: Kind, index: string, bucket: string): number;
  /** Sums kept up to date by the store: O(1). Missing names read as 0 through `?? 0`. */
  tally(name: string, bucket: string): Readonly<Record<string, number>>;
  projection<T>(name: string): T;
  lifecycle(lifecycle: string, key: string): LifecycleState | undefined;
  revision(model: string): number;
  /** Serial of the newest fact about a record, if any is remembered. */
  newestFact(ref: Ref): number | undefined;
}

/** What `admit`, `effectsOf`, `sync` and intents get: reading, and chance. */
export interface Context extends Read {
  random(stream: string): RandomStream;
}

export interface IndexDef<K extends Kind = Kind> {
  readonly name: string;
  readonly kind: K;
  /** Fields of the record that decide: while they are the same objects, nobody is asked. Absent: always ask. */
  readonly dependsOn?: readonly (keyof RecordKinds[K] & string)[];
  /** The buckets that a record belongs to. */
  buckets(record: RecordKinds[K], key: string): readonly string[];
}

export interface TallyDef<K extends Kind = Kind> {
  readonly name: string;
  readonly kind: K;
  /** As on an index. */
  readonly dependsOn?: readonly (keyof RecordKinds[K] & string)[];
  of(
    record: RecordKinds[K],
    key: string,
  ): { readonly bucket: string; readonly add: Readonly<Record<string, number>> } | undefined;
}

/** Derived state kept beside the records: a pure fold over changes. The state must be immutable. */
export interface ProjectionDef<S = unknown> {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly initial: S;
  apply(state: S, change: Change): S;
}

export interface Change {
  readonly kind: Kind;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface IntentContext {
  /** The lifecycle's key. */
  readonly key: string;
  /** The machine's context after the transition. */
  readonly context: unknown;
  /** Parameters of the action in the machine definition. */
  readonly params: unknown;
  readonly ctx: Context;
}

/**
 * A family of machines, one per key. `machine` is a pure XState definition: its `after` delays become
 * agenda entries, its unnamed work does not exist, its named actions that are not `assign` are intents
 * and are looked up in `intents`.
 */
export interface Lifecycle {
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** The record this lifecycle is about: facts cite it, and removing it ends the lifecycle. */
  record(key: string): Ref;
  /** Writes the projection of the state into the record; called after every change. undefined = write nothing. */
  status?(
    key: string,
    state: { readonly value: unknown; readonly context: unknown },
    ctx: Context,
  ): readonly Effect[];
  readonly intents: Readonly<Record<string, (i: IntentContext) => readonly Effect[]>>;
  /** Event types that may arrive in a state that has no transition for them. Others throw. */
  readonly ignores: readonly string[];
}

export interface Controller {
  readonly name: string;
  /** Virtual time from being woken to looking: informer and queue. One pending sync per key. */
  readonly latencyMs: number;
  sync(
    key: string,
    ctx: Context,
  ): { readonly commands: readonly Command[]; readonly requeueAfterMs?: number } | undefined;
}

/** "When a record of `kind` changes, who looks again?" Given what it was and what it is. */
export interface Watch<K extends Kind = Kind> {
  readonly kind: K;
  readonly wakes: string;
  keys(
    after: RecordKinds[K] | undefined,
    before: RecordKinds[K] | undefined,
    key: string,
    read: Read,
  ): readonly string[];
}

export type Admission =
  { readonly ok: true; readonly output: unknown; readonly effects: readonly Effect[] } | Rejection;

export interface Rejection {
  readonly ok: false;
  /** HTTP status. */
  readonly status: number;
  readonly error: {
    /** `ClientException`, `Invalid`, `NotFound`... */
    readonly name: string;
    readonly message: string;
    readonly causes: readonly FieldError[];
  };
}

/** A request as the engine sees it: which API, and the rest is the model's business. */
export interface AnyRequest {
  readonly api: string;
}

export interface Model {
  readonly name: string;
  /** Does this request belong to this model? Exactly one model must say yes. */
  accepts(request: AnyRequest): boolean;
  /** Changes: validated whole, then either all effects or a rejection. */
  admit(request: AnyRequest, ctx: Context): Admission;
  /** Reads (get, list, Describe*, explain): never journalled, never draw from chance. undefined = not a read. */
  query?(request: AnyRequest, read: Read): Admission | undefined;
  /** Carries out one command of this model, reading the records again. */
  effectsOf(command: Command, ctx: Context): readonly Effect[];
  readonly controllers: readonly Controller[];
  readonly lifecycles: readonly Lifecycle[];
  readonly watches: readonly Watch[];
  readonly indexes: readonly IndexDef[];
  readonly tallies: readonly TallyDef[];
  readonly projections: readonly ProjectionDef[];
  /** Property tests call it after every step: each text is a broken invariant. */
  invariants?(read: Read): readonly string[];
}

export const defineIndex = <K extends Kind>(def: IndexDef<K>): IndexDef =>
  def as unknown as IndexDef;
export const defineTally = <K extends Kind>(def: TallyDef<K>): TallyDef =>
  def as unknown as TallyDef;
export const defineWatch = <K extends Kind>(def: Watch<K>): Watch => def;
export const defineProjection = <S>(def: ProjectionDef<S>): ProjectionDef => def;

/** Deterministic counts of the work done: how growth is tested without a clock. */
export interface Work {
  recordsVisited: number;
  syncs: number;
  steps: number;
  facts: number;
}
