/** Suite scheduler-simple-filters: NodeName, NodeUnschedulable, NodePorts, and the host port rule by itself. */
import { nodeName } from '../../models/kubernetes/scheduler/filters/nodeName';
import { nodePorts, portConflicts } from '../../models/kubernetes/scheduler/filters/nodePorts';
import { nodeUnschedulable } from '../../models/kubernetes/scheduler/filters/nodeUnschedulable';
import { hostPort } from '../../models/kubernetes/scheduler/podInfo';
import { differences, type Suite } from '../suite';
import { cluster, info, onNode, options, sortedReasons, type Manifest } from './schedulerFixtures';
import { filterAll } from './schedulerPlugins';

const PLUGINS = { NodeName: nodeName, NodeUnschedulable: nodeUnschedulable, NodePorts: nodePorts };

interface Port {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}
interface Input {
  readonly plugin: keyof typeof PLUGINS;
  readonly node: Manifest;
  readonly existingPods: readonly Manifest[];
  readonly pod: Manifest;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-simple-filters',
  check({ input, expect }) {
    if (input['plugin'] === 'HostPortConflict') {
      const used = (input['inUse'] as Port[]).map(asHostPort);
      return differences(expect, {
        conflict: portConflicts(asHostPort(input['check'] as Port), used),
      });
    }
    const { plugin, node, existingPods, pod } = input as unknown as Input;
    const nodes = [{ ...node, metadata: { name: 'node', ...node.metadata } }];
    const world = cluster({
      nodes,
      existingPods: onNode(existingPods, nodes[0]?.metadata.name ?? ''),
    });
    const verdicts = filterAll(PLUGINS[plugin](options()), info(pod), world);
    return differences(sortedReasons(expect), { ...Object.values(verdicts)[0] });
  },
};

const asHostPort = ({ ip, protocol, port }: Port) => hostPort(ip, protocol, port);
