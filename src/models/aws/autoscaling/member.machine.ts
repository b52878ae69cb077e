/**
 * An instance as its Auto Scaling group sees it (EC2 Auto Scaling User Guide, instance lifecycle). What moves it are EC2's
 * own states and the group's decisions; nothing here takes time of its own. Simplified: lifecycle hooks (`Pending:Wait`,
 * `Terminating:Wait`), standby, detaching and warm pools are left out.
 */
import { setup } from 'xstate';

export type MemberEvent =
  /** It has stood there since the scenario began. */
  | { readonly type: 'adopted' }
  | { readonly type: 'running' }
  | { readonly type: 'terminate' }
  | { readonly type: 'terminated' };

export const memberMachine = setup({
  types: { context: {}, events: {} as MemberEvent },
  actions: { leave: () => undefined },
}).createMachine({
  id: 'member',
  context: {},
  initial: 'Pending',
  states: {
    Pending: { on: { running: 'InService', adopted: 'InService', terminate: 'Terminating' } },
    InService: { on: { terminate: 'Terminating' } },
    Terminating: { on: { terminated: 'Terminated' } },
    Terminated: { type: 'final', entry: 'leave' },
  },
});
