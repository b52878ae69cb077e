/** Which pods back a Service, and with which endpoint conditions. */
import {
  podToEndpoint,
  shouldPodBeInEndpoints,
} from '../../models/kubernetes/controllers/endpoints';
import type { Pod } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

interface Input {
  readonly operation: 'endpointConditions' | 'shouldPodBeInEndpoints';
  readonly pod: Pod;
  readonly publishNotReadyAddresses?: boolean;
  readonly nodeZone?: string;
  readonly includeTerminating?: boolean;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'endpoints',
  check({ input, expect }) {
    const { operation, pod, ...asked } = input as unknown as Input;
    // Cases leave out metadata that every stored pod has.
    const stored = { ...pod, metadata: pod.metadata ?? {} };
    if (operation === 'shouldPodBeInEndpoints') {
      const included = shouldPodBeInEndpoints(stored, asked.includeTerminating ?? false);
      return differences(expect, { included });
    }
    const endpoint = podToEndpoint(stored, asked.publishNotReadyAddresses ?? false, asked.nodeZone);
    const { addresses, conditions, zone } = endpoint;
    return differences(expect, { addresses, ...conditions, zone });
  },
};
