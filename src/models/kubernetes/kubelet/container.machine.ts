/**
 * One container of a pod as the kubelet drives the container runtime (pkg/kubelet/kuberuntime, v1.34): image, creation,
 * run, end, and the waits between runs. States carry the reasons that `kubectl get pods` shows where the platform has a
 * word for them.
 *
 * The machine knows durations only. Whatever needs the time of day, another record or a decision is an intent: when a
 * timer fires, `containerIntents.ts` looks, notes what happened and answers with an event that moves the machine on.
 */
import { assign, setup } from 'xstate';
import { ERR_IMAGE_PULL_SHOWN_MS, MINIMUM_GRACE_MS } from '../timings';
import type { BackOffEntry } from './backoff';
import type { Outcome } from './probes';

/** A run that is over. */
export interface EndedRun {
  readonly exitCode: number;
  /** Its last words, where the pod asks for them (terminationMessagePolicy). */
  readonly message?: string;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled' | 'Unknown';
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
}

export interface ContainerContext {
  /** How often it has been started after a run that ended. */
  readonly restartCount: number;
  /** Drawn once, at birth. */
  readonly createMs: number;
  readonly preStopMs: number;
  readonly pullMs: number;
  readonly imageBackOff: BackOffEntry | null;
  readonly backOff: BackOffEntry | null;
  /** Length of the back-off under way. */
  readonly waitMs: number;
  /** Why it does not run; null while it runs, or before anything went wrong. */
  readonly waiting: { readonly reason: string; readonly message: string } | null;
  readonly startedAtMs: number | null;
  /** Of the present or the last run; null before the first. */
  readonly containerID: string | null;
  readonly imageID: string | null;
  /** What lies ahead of this run, and how far it has come. */
  readonly outcomes: readonly Outcome[];
  readonly reached: Outcome | null;
  readonly started: boolean;
  readonly ready: boolean;
  readonly stopsAfterMs: number;
  /** The pod's own grace, and the one in force for the present end. */
  readonly podGraceMs: number;
  readonly graceMs: number;
  /** Told to end, not only killed by a probe: it is not started again. */
  readonly stopRequested: boolean;
  readonly lastRun: EndedRun | null;
  readonly runBefore: EndedRun | null;
}

export type ContainerInput = Pick<
  ContainerContext,
  'createMs' | 'preStopMs' | 'podGraceMs' | 'restartCount' | 'lastRun'
>;

export type ContainerEvent =
  /** Its turn has come: the image must be asked for, or is here, or never will be. */
  | { readonly type: 'pull' }
  | { readonly type: 'create' }
  | { readonly type: 'imageUnusable'; readonly reason: string; readonly message: string }
  /** The node's puller takes up this image. */
  | { readonly type: 'pullBegins'; readonly pullMs: number }
  | { readonly type: 'imagePulled' }
  | { readonly type: 'imagePullFailed'; readonly message: string }
  | {
      readonly type: 'imageBackOff';
      readonly entry: BackOffEntry;
      readonly forMs: number;
      readonly message: string;
    }
  | ({
      readonly type: 'started';
      readonly atMs: number;
      readonly containerID: string;
      readonly imageID: string;
    } & Pick<ContainerContext, 'outcomes' | 'started' | 'ready' | 'stopsAfterMs'>)
  /** The process has ended; what now. */
  | { readonly type: 'restart'; readonly run: EndedRun; readonly entry: BackOffEntry }
  | {
      readonly type: 'backOff';
      readonly run: EndedRun;
      readonly forMs: number;
      readonly message: string;
    }
  | { readonly type: 'finish'; readonly run: EndedRun }
  /** The back-off is over. */
  | { readonly type: 'retry'; readonly entry: BackOffEntry }
  /** End it: preStop, TERM, KILL when the grace is over. */
  | { readonly type: 'stop'; readonly graceMs: number };

/** preStop may use the grace up; the process still gets two seconds. */
export const termMs = ({ graceMs, preStopMs }: ContainerContext): number =>
  Math.max(graceMs - Math.min(preStopMs, graceMs), MINIMUM_GRACE_MS);

/** A container to which nothing has happened yet on this node. */
export const initialContext = (input: ContainerInput): ContainerContext => ({
  restartCount: input.restartCount,
  createMs: input.createMs,
  preStopMs: input.preStopMs,
  podGraceMs: input.podGraceMs,
  lastRun: input.lastRun,
  pullMs: 0,
  imageBackOff: null,
  backOff: null,
  waitMs: 0,
  waiting: null,
  startedAtMs: null,
  containerID: null,
  imageID: null,
  outcomes: [],
  reached: null,
  started: false,
  ready: false,
  stopsAfterMs: 0,
  graceMs: input.podGraceMs,
  stopRequested: false,
  runBefore: null,
});

const finds = ({ outcomes }: ContainerContext, what: string): boolean =>
  outcomes[0]?.findings.some((finding) => finding.what === what) ?? false;

type Args = { context: ContainerContext };

export const containerMachine = setup({
  types: {
    context: {} as ContainerContext,
    events: {} as ContainerEvent,
    input: {} as ContainerInput,
  },
  delays: {
    pullElapsed: ({ context }: Args) => context.pullMs,
    errorShown: () => ERR_IMAGE_PULL_SHOWN_MS,
    backOffElapsed: ({ context }: Args) => context.waitMs,
    containerCreated: ({ context }: Args) => context.createMs,
    nextOutcome: ({ context }: Args) =>
      (context.outcomes[0]?.afterMs ?? 0) - (context.reached?.afterMs ?? 0),
    preStopElapsed: ({ context }: Args) => Math.min(context.preStopMs, context.graceMs),
    processEnds: ({ context }: Args) => Math.min(context.stopsAfterMs, termMs(context)),
  },
  guards: {
    processExits: ({ context }: Args) => finds(context, 'exits'),
    probeKills: ({ context }: Args) => finds(context, 'probeKills'),
    probeKillsAfterPreStop: ({ context }: Args) =>
      finds(context, 'probeKills') && context.preStopMs > 0,
    moreLiesAhead: ({ context }: Args) => context.outcomes.length > 1,
    nothingLiesAhead: ({ event }) => event.type === 'started' && event.outcomes.length === 0,
    hasPreStop: ({ context }: Args) => context.preStopMs > 0,
    graceIsShorter: ({ context, event }) =>
      event.type === 'stop' && event.graceMs < context.graceMs,
  },
  actions: {
    rememberPull: assign(({ event }) =>
      event.type === 'pullBegins' ? { pullMs: event.pullMs } : {},
    ),
    rememberUnusable: assign(({ event }) =>
      event.type === 'imageUnusable'
        ? { waiting: { reason: event.reason, message: event.message } }
        : {},
    ),
    rememberRefusal: assign(({ event }) =>
      event.type === 'imagePullFailed'
        ? { waiting: { reason: 'ErrImagePull', message: event.message } }
        : {},
    ),
    rememberImageBackOff: assign(({ event }) =>
      event.type === 'imageBackOff'
        ? {
            imageBackOff: event.entry,
            waitMs: event.forMs,
            waiting: { reason: 'ImagePullBackOff', message: event.message },
          }
        : {},
    ),
    rememberStart: assign(({ context, event }) =>
      event.type === 'started'
        ? {
            restartCount: context.restartCount + (context.lastRun ? 1 : 0),
            containerID: event.containerID,
            imageID: event.imageID,
            startedAtMs: event.atMs,
            outcomes: event.outcomes,
            reached: null,
            started: event.started,
            ready: event.ready,
            stopsAfterMs: event.stopsAfterMs,
            waiting: null,
          }
        : {},
    ),
    reachOutcome: assign(({ context }) => ({
      reached: context.outcomes[0] ?? null,
      outcomes: context.outcomes.slice(1),
      started: context.started || finds(context, 'started'),
      ready: context.ready || finds(context, 'ready'),
    })),
    rememberStop: assign(({ event }) =>
      event.type === 'stop' ? { graceMs: event.graceMs, stopRequested: true } : {},
    ),
    noteStop: assign({ stopRequested: true }),
    rememberProbeGrace: assign(({ context }) => {
      const kill = context.outcomes[0]?.findings.find((finding) => finding.what === 'probeKills');
      const own = kill?.graceSeconds;
      return { graceMs: own == null ? context.podGraceMs : own * 1000 };
    }),
    rememberRun: assign(({ context, event }) =>
      'run' in event
        ? {
            lastRun: event.run,
            runBefore: context.lastRun,
            outcomes: [],
            started: false,
            ready: false,
          }
        : {},
    ),
    rememberBackOff: assign(({ event }) =>
      event.type === 'backOff'
        ? { waitMs: event.forMs, waiting: { reason: 'CrashLoopBackOff', message: event.message } }
        : {},
    ),
    rememberAttempt: assign(({ event }) =>
      event.type === 'restart' || event.type === 'retry' ? { backOff: event.entry } : {},
    ),
    // Intents: containerIntents.ts
    joinPullQueue: () => {},
    leavePullQueue: () => {},
    pullEnded: () => {},
    beginImageBackOff: () => {},
    startAgain: () => {},
    startContainer: () => {},
    tellOutcome: () => {},
    processExited: () => {},
    processStopped: () => {},
    finished: () => {},
    terminateProcess: () => {},
  },
}).createMachine({
  id: 'container',
  context: ({ input }) => initialContext(input),
  initial: 'Waiting',
  states: {
    Waiting: {
      on: {
        pull: 'PullQueued',
        create: 'Creating',
        imageUnusable: { target: 'ImageUnusable', actions: 'rememberUnusable' },
        stop: 'NeverStarted',
      },
    },
    PullQueued: {
      entry: 'joinPullQueue',
      on: {
        pullBegins: { target: 'Pulling', actions: 'rememberPull' },
        stop: { target: 'NeverStarted', actions: 'leavePullQueue' },
      },
    },
    Pulling: {
      after: { pullElapsed: { actions: 'pullEnded' } },
      on: {
        imagePulled: 'Creating',
        imagePullFailed: { target: 'ErrImagePull', actions: 'rememberRefusal' },
        stop: { target: 'NeverStarted', actions: 'leavePullQueue' },
      },
    },
    ErrImagePull: {
      after: { errorShown: { actions: 'beginImageBackOff' } },
      on: {
        imageBackOff: { target: 'ImagePullBackOff', actions: 'rememberImageBackOff' },
        stop: 'NeverStarted',
      },
    },
    ImagePullBackOff: {
      after: { backOffElapsed: { actions: 'startAgain' } },
      on: { pull: 'PullQueued', create: 'Creating', stop: 'NeverStarted' },
    },
    ImageUnusable: { on: { stop: 'NeverStarted' } },
    Creating: {
      after: { containerCreated: { actions: 'startContainer' } },
      on: {
        started: [
          { guard: 'nothingLiesAhead', target: 'Running.settled', actions: 'rememberStart' },
          { target: 'Running.expecting', actions: 'rememberStart' },
        ],
        stop: 'NeverStarted',
      },
    },
    Running: {
      initial: 'expecting',
      states: {
        expecting: {
          after: {
            nextOutcome: [
              { guard: 'processExits', actions: 'processExited' },
              {
                guard: 'probeKillsAfterPreStop',
                target: '#container.PreStop',
                actions: ['rememberProbeGrace', 'reachOutcome', 'tellOutcome'],
              },
              {
                guard: 'probeKills',
                target: '#container.Terminating',
                actions: ['rememberProbeGrace', 'reachOutcome', 'tellOutcome'],
              },
              {
                guard: 'moreLiesAhead',
                target: 'expecting',
                reenter: true,
                actions: ['reachOutcome', 'tellOutcome'],
              },
              { target: 'settled', actions: ['reachOutcome', 'tellOutcome'] },
            ],
          },
        },
        settled: {},
      },
      on: {
        restart: { target: 'Waiting', actions: ['rememberRun', 'rememberAttempt'] },
        backOff: { target: 'CrashLoopBackOff', actions: ['rememberRun', 'rememberBackOff'] },
        finish: { target: 'Terminated', actions: 'rememberRun' },
        stop: [
          { guard: 'hasPreStop', target: 'PreStop', actions: 'rememberStop' },
          { target: 'Terminating', actions: 'rememberStop' },
        ],
      },
    },
    PreStop: {
      after: { preStopElapsed: 'Terminating' },
      on: {
        restart: { target: 'Waiting', actions: ['rememberRun', 'rememberAttempt'] },
        backOff: { target: 'CrashLoopBackOff', actions: ['rememberRun', 'rememberBackOff'] },
        finish: { target: 'Terminated', actions: 'rememberRun' },
        stop: [
          { guard: 'graceIsShorter', target: 'Terminating', actions: 'rememberStop' },
          { actions: 'noteStop' },
        ],
      },
    },
    Terminating: {
      entry: 'terminateProcess',
      after: { processEnds: { actions: 'processStopped' } },
      on: {
        restart: { target: 'Waiting', actions: ['rememberRun', 'rememberAttempt'] },
        backOff: { target: 'CrashLoopBackOff', actions: ['rememberRun', 'rememberBackOff'] },
        finish: { target: 'Terminated', actions: 'rememberRun' },
        stop: [
          {
            guard: 'graceIsShorter',
            target: 'Terminating',
            reenter: true,
            actions: 'rememberStop',
          },
          { actions: 'noteStop' },
        ],
      },
    },
    CrashLoopBackOff: {
      after: { backOffElapsed: { actions: 'startAgain' } },
      on: { retry: { target: 'Waiting', actions: 'rememberAttempt' }, stop: 'Terminated' },
    },
    Terminated: { type: 'final', entry: 'finished' },
    NeverStarted: { type: 'final', entry: 'finished' },
  },
});

/** `Running` for `{ Running: 'settled' }`. */
export function topState(value: unknown): ContainerStateName {
  return (
    typeof value === 'string' ? value : Object.keys(value as object)[0]
  ) as ContainerStateName;
}
export type ContainerStateName = keyof NonNullable<(typeof containerMachine)['config']['states']>;
