/** Suite `kubernetes/pod-qos-class`: the class of a pod. */
import { podQosClass } from '../../models/kubernetes/qos';
import type { Pod } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'pod-qos-class',
  check: ({ input, expect }) =>
    differences(expect, { qosClass: podQosClass((input['pod'] as Pod).spec) }),
};
