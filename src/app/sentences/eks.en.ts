import { eksNodes } from './eksNodes.en';
import { nodeScaling } from './nodeScaling.en';
import type { ModelSentences } from './types';

export const eks: ModelSentences<'eks'> = {
  ...eksNodes,
  ...nodeScaling,
  serviceLoadBalancerBound: (d, name) => ({
    head: `Load balancer \`${d.loadBalancer}\` serves Service ${name}`,
  }),
  serviceLoadBalancerReleased: (d, name) => ({
    head: `Load balancer \`${d.loadBalancer}\` no longer serves Service ${name}`,
  }),
  targetsBound: (d) => ({
    head: `Targets follow the endpoints: ${d.registered} registered, ${d.deregistered} deregistered`,
  }),
};
