/**
 * A container as the agent manages it, in the agent's words (agent, ecs-agent/api/container/status): the states in
 * capitals are known statuses, the others the work between them (`AppliedStatus`).
 *
 * The agent gives leave for every step after the manifest (dependencies, `agent/mayStart.ts`) and says what a process's
 * end means; the machine keeps the times. The pause container of an awsvpc task has its image already and goes on to
 * RESOURCES_PROVISIONED. Simplified: volumes and other task resources take no time.
 */
import { assign, setup } from 'xstate';

export interface ContainerLife {
  readonly pause: boolean;
  readonly manifestMs: number;
  /** Why its image can never be had; null: it can. */
  readonly pullError: string | null;
  readonly createMs: number;
  readonly startMs: number;
  readonly provisionMs: number;
  /** From SIGTERM to the end, at most the stop timeout. */
  readonly stopMs: number;
  /** 0 when it ends by itself in time, 137 when it is killed. */
  readonly stopExitCode: number;
}

export type ContainerEvent =
  | { readonly type: 'pull'; readonly pullMs: number }
  | { readonly type: 'create' }
  | { readonly type: 'start' }
  /** SIGTERM, then SIGKILL; what has not started yet just ends. */
  | { readonly type: 'stop' }
  /** It can never start: a dependency failed for good. */
  | { readonly type: 'giveUp'; readonly exitCode: number; readonly reason: string }
  | {
      readonly type: 'exited';
      readonly exitCode: number;
      readonly restart: boolean;
      readonly reason?: string;
    }
  /** The host lost its power. */
  | { readonly type: 'powerLost' };

export interface ContainerContext extends ContainerLife {
  readonly pullMs: number;
  readonly exitCode: number | null;
  readonly reason: string | null;
  readonly restarts: number;
}

const beforeStart = {
  stop: 'STOPPED',
  giveUp: { target: 'STOPPED', actions: 'rememberGivingUp' },
  powerLost: 'STOPPED',
} as const;

export const containerMachine = setup({
  types: {
    context: {} as ContainerContext,
    events: {} as ContainerEvent,
    input: {} as ContainerLife,
  },
  delays: {
    manifestPulled: ({ context }) => context.manifestMs,
    imagePulled: ({ context }) => context.pullMs,
    containerCreated: ({ context }) => context.createMs,
    containerStarted: ({ context }) => context.startMs,
    networkProvisioned: ({ context }) => context.provisionMs,
    containerStopped: ({ context }) => context.stopMs,
  },
  guards: {
    imageIsPresent: ({ context }) => context.pause,
    imageCannotBePulled: ({ context }) => context.pullError !== null,
    setsUpTheNetwork: ({ context }) => context.pause,
    restartPolicyAllowsRestart: ({ event }) => event.type === 'exited' && event.restart,
  },
  actions: {
    rememberPullTime: assign(({ event }) =>
      event.type === 'pull' ? { pullMs: event.pullMs } : {},
    ),
    rememberPullError: assign(({ context }) => ({ reason: context.pullError })),
    rememberExit: assign(({ event }) =>
      event.type === 'exited'
        ? { exitCode: event.exitCode, ...(event.reason ? { reason: event.reason } : {}) }
        : {},
    ),
    rememberGivingUp: assign(({ event }) =>
      event.type === 'giveUp' ? { exitCode: event.exitCode, reason: event.reason } : {},
    ),
    rememberStop: assign(({ context }) => ({ exitCode: context.stopExitCode })),
    /** Intent: SIGTERM reaches the process. */
    terminateProcess: () => {},
    countRestart: assign(({ context }) => ({ restarts: context.restarts + 1 })),
  },
}).createMachine({
  id: 'container',
  context: ({ input }) => ({ ...input, pullMs: 0, exitCode: null, reason: null, restarts: 0 }),
  initial: 'NONE',
  states: {
    NONE: {
      always: { guard: 'imageIsPresent', target: 'PULLED' },
      after: {
        manifestPulled: [
          { guard: 'imageCannotBePulled', target: 'STOPPED', actions: 'rememberPullError' },
          { target: 'MANIFEST_PULLED' },
        ],
      },
      on: beforeStart,
    },
    MANIFEST_PULLED: {
      on: { ...beforeStart, pull: { target: 'pulling', actions: 'rememberPullTime' } },
    },
    pulling: { after: { imagePulled: 'PULLED' }, on: beforeStart },
    PULLED: { on: { ...beforeStart, create: 'creating' } },
    creating: { after: { containerCreated: 'CREATED' }, on: beforeStart },
    CREATED: { on: { ...beforeStart, start: 'starting' } },
    starting: { after: { containerStarted: 'RUNNING' }, on: beforeStart },
    RUNNING: {
      always: { guard: 'setsUpTheNetwork', target: 'provisioning' },
      on: {
        exited: [
          { guard: 'restartPolicyAllowsRestart', target: 'restarting', actions: 'countRestart' },
          { target: 'STOPPED', actions: 'rememberExit' },
        ],
        stop: 'stopping',
        powerLost: 'STOPPED',
      },
    },
    restarting: {
      after: { containerStarted: 'RUNNING' },
      on: { stop: 'STOPPED', powerLost: 'STOPPED' },
    },
    provisioning: {
      after: { networkProvisioned: 'RESOURCES_PROVISIONED' },
      on: { stop: 'STOPPED', powerLost: 'STOPPED' },
    },
    RESOURCES_PROVISIONED: { on: { stop: 'STOPPED', powerLost: 'STOPPED' } },
    stopping: {
      entry: 'terminateProcess',
      after: { containerStopped: { target: 'STOPPED', actions: 'rememberStop' } },
      on: { exited: { target: 'STOPPED', actions: 'rememberExit' }, powerLost: 'STOPPED' },
    },
    STOPPED: { type: 'final' },
  },
});
