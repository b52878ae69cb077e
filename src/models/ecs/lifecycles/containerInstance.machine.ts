/**
 * A container instance as the cluster lists it (API, ContainerInstance.status). Whether its agent is connected is a
 * field of its own. REGISTERING is passed at once: without ENI trunking nothing is attached first. Simplified:
 * REGISTRATION_FAILED belongs to trunking as well and is left out.
 */
import { setup } from 'xstate';

export type ContainerInstanceEvent =
  { readonly type: 'drain' } | { readonly type: 'activate' } | { readonly type: 'deregister' };

export const containerInstanceMachine = setup({
  types: { events: {} as ContainerInstanceEvent },
  actions: { forgetInstance: () => undefined },
}).createMachine({
  id: 'containerInstance',
  initial: 'REGISTERING',
  states: {
    REGISTERING: { always: 'ACTIVE' },
    ACTIVE: { on: { drain: 'DRAINING', deregister: 'DEREGISTERING' } },
    DRAINING: { on: { activate: 'ACTIVE', deregister: 'DEREGISTERING' } },
    DEREGISTERING: { always: 'INACTIVE' },
    INACTIVE: { type: 'final', entry: 'forgetInstance' },
  },
});
