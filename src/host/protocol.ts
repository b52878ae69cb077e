/**
 * What crosses the one door (DESIGN.md 2, DECISIONS.md 1.3): requests in the real APIs' words, their answers,
 * and the messages between the page and the worker that holds the world.
 */
import type { Fact, FieldError, Kind, LifecycleState, Work } from '../engine/model';
import type { Rules, ScriptProgress, ScriptStep } from '../lessons/types';

export interface KubernetesRequest {
  readonly api: 'kubernetes';
  readonly verb: 'apply' | 'create' | 'update' | 'patch' | 'delete' | 'get' | 'list' | 'explain';
  /** `''` for core. */
  readonly group: string;
  readonly version: string;
  /** Lower-case plural, as in the URL. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface AwsRequest {
  readonly api:
    | 'ecs'
    | 'ec2'
    | 'elasticloadbalancing'
    | 'autoscaling'
    | 'application-autoscaling'
    | 'cloudwatch'
    | 'eks'
    | 'ecr'
    | 'sqs';
  /** `UpdateService`, `TerminateInstances`... */
  readonly action: string;
  readonly input: unknown;
}

/** Only where no AWS or Kubernetes API does it: faults, traffic, images. */
export interface QuaysideRequest {
  readonly api: 'quayside';
  readonly action: string;
  readonly input: unknown;
}

export type Request = KubernetesRequest | AwsRequest | QuaysideRequest;
export type By = 'learner' | 'lesson' | 'scenario' | 'terminal' | 'client';

export interface Envelope {
  readonly by: By;
  readonly atMs: number;
  readonly request: Request;
}

export type Response =
  | { readonly ok: true; readonly output: unknown }
  | {
      readonly ok: false;
      readonly status: number;
      readonly error: {
        readonly name: string;
        readonly message: string;
        readonly causes: readonly FieldError[];
      };
    };

/** Record changes since a revision of the whole store, squashed: one entry a record. `value` undefined = removed. */
export interface RecordChange {
  readonly kind: Kind;
  readonly key: string;
  readonly value: unknown;
}

export interface Changes {
  readonly nowMs: number;
  readonly version: number;
  /** true: the receiver must forget what it has; `records` is everything. */
  readonly whole: boolean;
  readonly records: readonly RecordChange[];
  readonly facts: readonly Fact[];
  /** While a lesson's script is played: how far it is. */
  readonly script?: ScriptProgress;
}

/** What a chart may ask for, of each half: levels, as they were at each moment. Counts are told by facts. */
export type SeriesName =
  /** Instances or nodes that are paid for. */
  | 'instances'
  /** Instances or nodes that Auto Scaling groups want. */
  | 'machinesAsked'
  /** Messages that wait in queues. */
  | 'queued'
  /** Thousandths of a vCPU in use, and asked for by what runs. */
  | 'cpuMilli'
  | 'cpuAskedMilli'
  /** MiB in use, and asked for. */
  | 'memoryMiB'
  | 'memoryAskedMiB'
  /** Thousandths of a request per second: what comes, what is served, what is lost. */
  | 'offeredMilli'
  | 'servedMilli'
  | 'lostMilli'
  /** ms */
  | 'latencyMs'
  | 'p95Ms'
  /** USD an hour at the present rate, and since the start. */
  | 'costPerHour'
  | 'costTotal';

/** `{ api: 'quayside', action: 'series', input }`: a read; what lies ahead of the present is left out. */
export interface SeriesInput {
  /** Absent: all. */
  readonly names?: readonly SeriesName[];
  readonly fromMs: number;
  readonly toMs: number;
  /** A multiple of 1,000; made longer where the answer would have more than 2,000 points. */
  readonly stepMs: number;
}

/** Aligned: value i of every list is of `atMs[i]`. */
export interface SeriesAnswer {
  readonly atMs: readonly number[];
  readonly stepMs: number;
  readonly halves: Readonly<
    Record<'ecs' | 'kubernetes', Readonly<Partial<Record<SeriesName, readonly number[]>>>>
  >;
}

/** The machine that runs, as plain data for the inspector to draw. */
export interface MachineDescription {
  readonly lifecycle: string;
  readonly initial: string;
  readonly states: readonly { readonly name: string; readonly final: boolean }[];
  readonly transitions: readonly {
    readonly from: string;
    readonly to: string;
    /** Event type, or the delay's name for `after`. */
    readonly on: string;
    readonly after: boolean;
    readonly guard: string | null;
  }[];
}

export interface LifecycleView {
  readonly lifecycle: string;
  readonly key: string;
  readonly state: LifecycleState;
}

/** Page -> worker. Every message has an id; exactly one answer carries the same id. */
export type ToWorld =
  | {
      readonly id: number;
      readonly do: 'open';
      readonly scenario: unknown;
      readonly seed: number;
      /** What a lesson watches in this run. */
      readonly rules?: Rules;
      /** As of `advance`: an answer from before the scenario's opening asks to be advanced to there. */
      readonly budgetMs?: number;
    }
  | {
      readonly id: number;
      readonly do: 'advance';
      readonly toMs: number;
      /** Stop earlier, at the first agenda entry that leaves a fact. */
      readonly untilNextFact?: boolean;
      /** Stop earlier, when one of these goals of the lesson is met. */
      readonly untilMet?: readonly string[];
      /** Wall milliseconds that this call may take before it answers with less. */
      readonly budgetMs?: number;
    }
  | { readonly id: number; readonly do: 'submit'; readonly by: By; readonly request: Request }
  | { readonly id: number; readonly do: 'query'; readonly request: Request }
  | { readonly id: number; readonly do: 'seek'; readonly toMs: number }
  | { readonly id: number; readonly do: 'fork' }
  | {
      readonly id: number;
      /** Plays a lesson's script from now on, `at` counted from `baseMs` (default: where the lesson opens). */
      readonly do: 'play';
      readonly steps: readonly ScriptStep[];
      readonly baseMs?: number;
    }
  | { readonly id: number; readonly do: 'stopPlaying' }
  | {
      readonly id: number;
      readonly do: 'lifecycles';
      readonly of: { readonly kind: Kind; readonly key: string };
    }
  | { readonly id: number; readonly do: 'describeMachine'; readonly lifecycle: string }
  | { readonly id: number; readonly do: 'causes'; readonly serial: number }
  | { readonly id: number; readonly do: 'agenda'; readonly limit: number }
  | { readonly id: number; readonly do: 'journal' }
  | { readonly id: number; readonly do: 'digest' };

export interface AgendaEntry {
  readonly dueAtMs: number;
  readonly what: string;
  readonly about: { readonly kind: Kind; readonly key: string } | null;
}

export type FromWorld =
  | {
      readonly id: number;
      readonly ok: true;
      readonly changes?: Changes;
      readonly result?: unknown;
    }
  | { readonly id: number; readonly ok: false; readonly error: string };

export interface Digest {
  /** Rolling digest of each model's facts, by model name, and of all records. */
  readonly [model: string]: string;
}

export interface WorldFigures {
  readonly nowMs: number;
  readonly work: Work;
}
