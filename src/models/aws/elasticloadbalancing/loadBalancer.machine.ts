/** A load balancer from CreateLoadBalancer to `active` (elbv2 API, LoadBalancerState). Impairment is not modelled. */
import { setup } from 'xstate';

export interface LoadBalancerLife {
  readonly provisionMs: number;
}

export const loadBalancerMachine = setup({
  types: { context: {} as LoadBalancerLife, input: {} as LoadBalancerLife },
  delays: { provisioned: ({ context }) => context.provisionMs },
  guards: { readyAtOnce: ({ context }) => context.provisionMs === 0 },
}).createMachine({
  id: 'loadBalancer',
  context: ({ input }) => input,
  initial: 'requested',
  states: {
    requested: {
      always: [{ guard: 'readyAtOnce', target: 'active' }, { target: 'provisioning' }],
    },
    provisioning: { after: { provisioned: 'active' } },
    active: {},
  },
});
