/** Suite `kubernetes/daemonset`: whether a DaemonSet pod belongs on a node. */
import { nodeShouldRunDaemonPod } from '../../models/kubernetes/controllers/daemonSet/nodeShouldRun';
import type { Node, PodSpec } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'daemonset',
  check: ({ input, expect }) => {
    const { metadata, spec = {} } = input['node'] as Pick<Node, 'metadata'> & Partial<Node>;
    const node = { metadata, spec, status: { allocatable: {} } } as unknown as Node;
    const { spec: template } = input['template'] as { readonly spec: PodSpec };
    return differences(expect, { ...nodeShouldRunDaemonPod(node, template) });
  },
};
