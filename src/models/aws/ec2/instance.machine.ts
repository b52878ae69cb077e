/**
 * An EC2 instance from request to oblivion (EC2 User Guide, instance lifecycle).
 *
 * The API knows six states; `booting` and `unpowered` are `running` to it: the first until the operating system and
 * its agent are up, the second while the zone has no power. Simplified: hibernation and failed
 * status checks are left out, and an interrupted spot instance is always terminated; a launch that loses its zone ends at once.
 */
import { assign, setup } from 'xstate';

export interface InstanceLife {
  /** Part of the scenario's ground: it has been running for long. */
  readonly ground: boolean;
  readonly launchMs: number;
  readonly bootMs: number;
  readonly stopMs: number;
  readonly shutDownMs: number;
  readonly terminatedVisibleMs: number;
}

export type InstanceEvent =
  | { readonly type: 'stop' }
  | { readonly type: 'start' }
  | { readonly type: 'reboot' }
  | { readonly type: 'terminate' }
  /** A spot instance: EC2 wants it back, and the notice is over. */
  | { readonly type: 'reclaim' }
  | { readonly type: 'powerLost' }
  | { readonly type: 'powerRestored' };

/** Who made the last change: becomes StateTransitionReason. */
export type Instigator = 'nobody' | 'user' | 'server' | 'spot';

export const instanceMachine = setup({
  types: {
    context: {} as InstanceLife & { readonly instigator: Instigator },
    events: {} as InstanceEvent,
    input: {} as InstanceLife,
  },
  delays: {
    launched: ({ context }) => context.launchMs,
    systemBooted: ({ context }) => context.bootMs,
    systemHalted: ({ context }) => context.stopMs,
    hardwareReleased: ({ context }) => context.shutDownMs,
    forgotten: ({ context }) => context.terminatedVisibleMs,
  },
  guards: { partOfTheGround: ({ context }) => context.ground },
  actions: {
    byUser: assign({ instigator: 'user' }),
    byServer: assign({ instigator: 'server' }),
    bySpot: assign({ instigator: 'spot' }),
    byNobody: assign({ instigator: 'nobody' }),
    forget: () => undefined,
  },
}).createMachine({
  id: 'instance',
  context: ({ input }) => ({ ...input, instigator: 'nobody' }),
  initial: 'requested',
  states: {
    requested: { always: [{ guard: 'partOfTheGround', target: 'running' }, { target: 'pending' }] },
    pending: {
      after: { launched: 'booting' },
      on: {
        terminate: { target: 'shutting-down', actions: 'byUser' },
        reclaim: { target: 'shutting-down', actions: 'bySpot' },
        powerLost: { target: 'terminated', actions: 'byServer' },
      },
    },
    booting: {
      after: { systemBooted: 'running' },
      on: {
        stop: { target: 'stopping', actions: 'byUser' },
        terminate: { target: 'shutting-down', actions: 'byUser' },
        reclaim: { target: 'shutting-down', actions: 'bySpot' },
        reboot: { target: 'booting', reenter: true },
        powerLost: 'unpowered',
      },
    },
    running: {
      on: {
        stop: { target: 'stopping', actions: 'byUser' },
        terminate: { target: 'shutting-down', actions: 'byUser' },
        reclaim: { target: 'shutting-down', actions: 'bySpot' },
        reboot: 'booting',
        powerLost: 'unpowered',
      },
    },
    unpowered: {
      on: {
        stop: { target: 'stopping', actions: 'byUser' },
        terminate: { target: 'shutting-down', actions: 'byUser' },
        reclaim: { target: 'shutting-down', actions: 'bySpot' },
        powerRestored: 'booting',
      },
    },
    stopping: {
      after: { systemHalted: 'stopped' },
      on: { terminate: { target: 'shutting-down', actions: 'byUser' } },
    },
    stopped: {
      on: {
        start: { target: 'pending', actions: 'byNobody' },
        terminate: { target: 'terminated', actions: 'byUser' },
      },
    },
    'shutting-down': { after: { hardwareReleased: 'terminated' } },
    terminated: { after: { forgotten: 'forgotten' } },
    forgotten: { type: 'final', entry: 'forget' },
  },
});
