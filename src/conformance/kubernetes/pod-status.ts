/** Phase and conditions of a pod, as the kubelet reports them. */
import {
  generateContainersReadyCondition,
  generatePodInitializedCondition,
  generatePodReadyCondition,
} from '../../models/kubernetes/kubelet/podConditions';
import { getPhase } from '../../models/kubernetes/kubelet/podPhase';
import type {
  Condition,
  ContainerStatus,
  Pod,
  PodPhase,
  PodSpec,
} from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

interface ConditionInput {
  readonly spec: PodSpec;
  readonly phase: PodPhase;
  readonly containerStatuses?: readonly ContainerStatus[] | null;
  readonly conditions?: readonly Condition[];
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'pod-status',
  check({ input, expect }) {
    return differences(expect, { ...answer(input) });
  },
};

function answer(input: Readonly<Record<string, unknown>>): object {
  if (input['operation'] === 'phase') {
    const { spec, status } = input['pod'] as Pod;
    const { initContainerStatuses = [], containerStatuses = [] } = status;
    return { phase: getPhase(spec, [...containerStatuses, ...initContainerStatuses]) };
  }
  const { spec, phase, containerStatuses, conditions = [] } = input as unknown as ConditionInput;
  const statuses = containerStatuses ?? undefined;
  switch (input['operation']) {
    case 'containersReady':
      return generateContainersReadyCondition(spec, statuses, phase);
    case 'podReady':
      return generatePodReadyCondition(spec, conditions, statuses, phase);
    case 'initialized':
      return generatePodInitializedCondition(spec, statuses, phase);
    default:
      throw new Error(`unknown operation ${String(input['operation'])}`);
  }
}
