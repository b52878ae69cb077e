/**
 * One pod on its node: the kubelet's pod worker (pkg/kubelet/pod_workers.go, v1.34: sync, terminating, terminated).
 *
 * It owns what containers share: sandbox and address at the beginning, the order of ending at the end. What each
 * container does is told by its own machine; `podIntents.ts` looks at all of them and answers. The phase that users see
 * is not a state here: `podStatus.ts` computes it from the containers.
 */
import { assign, setup } from 'xstate';
import { POD_CLEANUP_MS } from '../timings';

/** Why the pod ends. */
export interface Ending {
  readonly sinceMs: number;
  readonly graceMs: number;
  /** Its object is to go as well. Otherwise it stays, as Failed, with the reason given here. */
  readonly deleted: boolean;
  readonly reason: string | null;
  readonly message: string | null;
}

export interface PodContext {
  readonly sandboxMs: number;
  /** null until the sandbox is there. */
  readonly ip: string | null;
  readonly ending: Ending | null;
}

export type PodInput = Pick<PodContext, 'sandboxMs'>;

export type PodEvent =
  | { readonly type: 'sandboxReady'; readonly ip: string }
  /** A container ended, or one that others wait for is up. */
  | { readonly type: 'containerChanged' }
  | ({ readonly type: 'terminate' } & Ending)
  /** Nothing runs any more and nothing will be started. */
  | { readonly type: 'containersGone' };

export const podMachine = setup({
  types: { context: {} as PodContext, events: {} as PodEvent, input: {} as PodInput },
  delays: {
    sandboxCreated: ({ context }) => context.sandboxMs,
    cleanedUp: () => POD_CLEANUP_MS,
  },
  guards: {
    objectStays: ({ context }) => context.ending?.deleted !== true,
  },
  actions: {
    rememberAddress: assign(({ event }) => (event.type === 'sandboxReady' ? { ip: event.ip } : {})),
    rememberEnding: assign(({ context, event }) =>
      event.type === 'terminate'
        ? {
            ending: {
              sinceMs: event.sinceMs,
              graceMs: event.graceMs,
              deleted: event.deleted || context.ending?.deleted === true,
              reason: context.ending?.reason ?? event.reason,
              message: context.ending?.message ?? event.message,
            },
          }
        : {},
    ),
    // Intents: podIntents.ts
    createSandbox: () => {},
    syncPod: () => {},
    killContainers: () => {},
    syncTerminatingPod: () => {},
    releaseSandbox: () => {},
    removePod: () => {},
  },
}).createMachine({
  id: 'pod',
  context: ({ input }) => ({ ...input, ip: null, ending: null }),
  initial: 'PodSandboxCreating',
  states: {
    PodSandboxCreating: {
      after: { sandboxCreated: { actions: 'createSandbox' } },
      on: {
        sandboxReady: { target: 'Syncing', actions: 'rememberAddress' },
        terminate: { target: 'Terminating', actions: 'rememberEnding' },
      },
    },
    Syncing: {
      on: {
        containerChanged: { actions: 'syncPod' },
        terminate: { target: 'Terminating', actions: 'rememberEnding' },
        containersGone: 'Terminated',
      },
    },
    Terminating: {
      entry: 'killContainers',
      on: {
        containerChanged: { actions: 'syncTerminatingPod' },
        terminate: { target: 'Terminating', reenter: true, actions: 'rememberEnding' },
        containersGone: [{ guard: 'objectStays', target: 'Terminated' }, { target: 'CleaningUp' }],
      },
    },
    /** Succeeded or Failed: the object stays until somebody deletes it. */
    Terminated: {
      entry: 'releaseSandbox',
      on: { terminate: { target: 'CleaningUp', actions: 'rememberEnding' } },
    },
    CleaningUp: { after: { cleanedUp: 'Removed' } },
    Removed: { type: 'final', entry: 'removePod' },
  },
});
