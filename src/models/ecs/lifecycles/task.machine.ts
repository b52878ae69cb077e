/**
 * A task as the control plane knows it (Developer Guide, "Amazon ECS task lifecycle").
 *
 * PROVISIONING and DEPROVISIONING are the network interface's time and are passed at once without one. ACTIVATING lasts
 * from the agent taking the task until its containers run and, behind a load balancer, its targets are registered.
 * DEACTIVATING is the draining of those targets. Whatever ends the containers first ends the task. `waiting` and
 * `abandoned` are PROVISIONING to the API: the task of a capacity provider without room, and one that found none in time.
 * Simplified: DELETED is passed when the task is forgotten, an hour after it stopped.
 */
import { assign, setup } from 'xstate';
import type {
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  StopCode,
} from '../types';

export interface TaskLife {
  /** awsvpc: a network interface comes first and goes last. */
  readonly networkInterface: boolean;
  readonly attachMs: number;
  readonly detachMs: number;
  readonly keptMs: number;
  readonly loadBalanced: boolean;
  /** It begins without a place, and gives up after so long; null: it has one. */
  readonly waitsMs: number | null;
  /** What the placement was asked, kept to explain it: the call's or service's own words, and what chance said. */
  readonly placement: {
    readonly constraints: readonly PlacementConstraint[];
    readonly strategies: readonly PlacementStrategy[];
    readonly draws: readonly number[];
    readonly networkConfiguration: NetworkConfiguration | null;
  };
}

export interface TaskEnd {
  readonly stopCode: StopCode;
  readonly reason: string;
}

export type TaskEvent =
  | { readonly type: 'capacityFound'; readonly draws: readonly number[] }
  | { readonly type: 'agentAccepted' }
  | { readonly type: 'containersRunning' }
  | { readonly type: 'targetsRegistered' }
  | ({ readonly type: 'stop' } & TaskEnd)
  /** Its capacity is taken back: it stops at once, its targets drain meanwhile. */
  | ({ readonly type: 'interrupt' } & TaskEnd)
  | { readonly type: 'targetsDrained' }
  /** Every container has stopped, says the agent. */
  | ({ readonly type: 'containersStopped' } & TaskEnd)
  /** The instance is gone and with it whatever ran on it. */
  | ({ readonly type: 'hostLost' } & TaskEnd);

export interface TaskContext extends TaskLife {
  readonly end: TaskEnd | null;
}

const ended = { target: 'DEPROVISIONING', actions: 'rememberEnd' } as const;
const stopping = { target: 'STOPPING', actions: 'rememberEnd' } as const;
const endedServing = {
  target: 'DEPROVISIONING',
  actions: ['rememberEnd', 'deregisterTargets'],
} as const;

export const taskMachine = setup({
  types: {
    context: {} as TaskContext,
    events: {} as TaskEvent,
    input: {} as TaskLife,
  },
  delays: {
    networkInterfaceAttached: ({ context }) => context.attachMs,
    networkInterfaceDetached: ({ context }) => context.detachMs,
    forgotten: ({ context }) => context.keptMs,
    waitedTooLong: ({ context }) => context.waitsMs ?? 0,
  },
  guards: {
    waitsForCapacity: ({ context }) => context.waitsMs !== null,
    needsNoNetworkInterface: ({ context }) => !context.networkInterface,
    behindLoadBalancer: ({ context }) => context.loadBalanced,
  },
  actions: {
    /** The first reason stands: a stop that was asked for is not renamed by the exit that follows. */
    rememberEnd: assign(({ context, event }) => {
      if (context.end || !('stopCode' in event)) return {};
      return { end: { stopCode: event.stopCode, reason: event.reason } };
    }),
    rememberPlacement: assign(({ context, event }) =>
      event.type === 'capacityFound'
        ? { waitsMs: null, placement: { ...context.placement, draws: event.draws } }
        : {},
    ),
    giveUp: () => undefined,
    deregisterTargets: () => undefined,
    tellScheduler: () => undefined,
    forgetTask: () => undefined,
  },
}).createMachine({
  id: 'task',
  context: ({ input }) => ({ ...input, end: null }),
  initial: 'PROVISIONING',
  states: {
    PROVISIONING: {
      always: [
        { guard: 'waitsForCapacity', target: 'waiting' },
        { guard: 'needsNoNetworkInterface', target: 'PENDING' },
      ],
      after: { networkInterfaceAttached: 'PENDING' },
      on: { stop: ended, interrupt: ended, hostLost: ended },
    },
    waiting: {
      after: { waitedTooLong: 'abandoned' },
      on: {
        capacityFound: { target: 'PROVISIONING', actions: 'rememberPlacement' },
        stop: ended,
      },
    },
    abandoned: { entry: 'giveUp', on: { stop: ended } },
    PENDING: {
      on: {
        agentAccepted: 'ACTIVATING',
        stop: stopping,
        interrupt: stopping,
        hostLost: ended,
      },
    },
    ACTIVATING: {
      on: {
        containersRunning: [{ guard: 'behindLoadBalancer' }, { target: 'RUNNING' }],
        targetsRegistered: 'RUNNING',
        stop: stopping,
        interrupt: stopping,
        containersStopped: ended,
        hostLost: ended,
      },
    },
    RUNNING: {
      on: {
        stop: [
          { guard: 'behindLoadBalancer', target: 'DEACTIVATING', actions: 'rememberEnd' },
          stopping,
        ],
        interrupt: { target: 'STOPPING', actions: ['rememberEnd', 'deregisterTargets'] },
        containersStopped: endedServing,
        hostLost: endedServing,
      },
    },
    DEACTIVATING: {
      entry: 'deregisterTargets',
      on: { targetsDrained: 'STOPPING', containersStopped: ended, hostLost: ended },
    },
    STOPPING: { on: { containersStopped: ended, hostLost: ended } },
    DEPROVISIONING: {
      always: { guard: 'needsNoNetworkInterface', target: 'STOPPED' },
      after: { networkInterfaceDetached: 'STOPPED' },
    },
    STOPPED: { entry: 'tellScheduler', after: { forgotten: 'DELETED' } },
    DELETED: { type: 'final', entry: 'forgetTask' },
  },
});
