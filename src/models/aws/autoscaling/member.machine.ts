/**
 * An instance as its Auto Scaling group sees it (EC2 Auto Scaling User Guide, instance lifecycle). What moves it are EC2's
 * own states, the group's decisions and its lifecycle hooks; nothing here takes time of its own. `Warmed:` is the warm pool.
 * Simplified: standby and detaching are left out; hooks hold an instance of the pool when it comes into the group.
 */
import { setup } from 'xstate';

export type MemberEvent =
  /** It has stood there since the scenario began. */
  | { readonly type: 'adopted' }
  | { readonly type: 'running' }
  /** It runs, or is to go, but lifecycle hooks hold it. */
  | { readonly type: 'runningHeld' }
  | { readonly type: 'terminateHeld' }
  /** The hooks are done. */
  | { readonly type: 'proceed' }
  | { readonly type: 'terminate' }
  | { readonly type: 'terminated' }
  /** Into the warm pool, and out of it. */
  | { readonly type: 'warm' }
  | { readonly type: 'warmed' }
  | { readonly type: 'stopped' }
  | { readonly type: 'take' };

const leaving = { terminate: 'Terminating', terminateHeld: 'Terminating:Wait' } as const;

export const memberMachine = setup({
  types: { context: {}, events: {} as MemberEvent },
  actions: { leave: () => undefined, terminateInstance: () => undefined },
}).createMachine({
  id: 'member',
  context: {},
  initial: 'Pending',
  states: {
    Pending: {
      on: {
        running: 'InService',
        runningHeld: 'Pending:Wait',
        adopted: 'InService',
        warm: 'Warmed:Pending',
        ...leaving,
      },
    },
    'Pending:Wait': { on: { proceed: 'Pending:Proceed', ...leaving } },
    'Pending:Proceed': { always: 'InService' },
    InService: { on: { warm: 'Warmed:Pending', ...leaving } },
    Terminating: { on: { terminated: 'Terminated' } },
    'Terminating:Wait': {
      on: { proceed: 'Terminating:Proceed', terminate: 'Terminating', terminated: 'Terminated' },
    },
    'Terminating:Proceed': {
      entry: 'terminateInstance',
      on: { warm: 'Warmed:Pending', terminated: 'Terminated' },
    },
    'Warmed:Pending': {
      on: {
        warmed: 'Warmed:Running',
        stopped: 'Warmed:Stopped',
        terminate: 'Warmed:Terminating',
        terminated: 'Terminated',
      },
    },
    'Warmed:Running': {
      on: {
        take: 'Pending',
        stopped: 'Warmed:Stopped',
        terminate: 'Warmed:Terminating',
        terminated: 'Terminated',
      },
    },
    'Warmed:Stopped': {
      on: { take: 'Pending', terminate: 'Warmed:Terminating', terminated: 'Terminated' },
    },
    'Warmed:Terminating': { on: { terminated: 'Terminated' } },
    Terminated: { type: 'final', entry: 'leave' },
  },
});
