/** Suite `kubernetes/pod-effective-resources`: requests and limits of a whole pod, and `resourceFieldRef`. */
import {
  podResourceList,
  podResources,
  resourceFieldValue,
  type PodResources,
} from '../../models/kubernetes/podResources';
import type { Pod } from '../../models/kubernetes/types';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly operation: 'request' | 'requestsAndLimits' | 'resourceFieldRef';
  readonly pod: Pod;
  readonly resource: string;
  readonly container: string;
  readonly divisor: string;
  readonly includeOverhead: boolean;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'pod-effective-resources',
  check: (testCase) => differences(testCase.expect, answer(testCase)),
};

function answer(testCase: Case): Readonly<Record<string, unknown>> {
  const input = testCase.input as unknown as Input;
  const { spec } = input.pod;
  switch (input.operation) {
    case 'request': {
      const amount = amountOf(podResources(spec), input.resource);
      return input.resource === 'cpu'
        ? { milliValue: amount, value: Math.ceil(amount / 1000) }
        : { milliValue: amount * 1000, value: amount };
    }
    case 'requestsAndLimits':
      return {
        requests: podResourceList(spec, 'requests', input.includeOverhead),
        limits: podResourceList(spec, 'limits', input.includeOverhead),
      };
    case 'resourceFieldRef':
      return resourceFieldValue(spec, {
        containerName: input.container,
        resource: input.resource,
        divisor: input.divisor,
      });
  }
}

function amountOf(resources: PodResources, resource: string): number {
  if (resource === 'cpu') return resources.cpuMilli;
  if (resource === 'memory') return resources.memoryBytes;
  if (resource === 'ephemeral-storage') return resources.ephemeralBytes;
  return resources.extended[resource] ?? 0;
}
