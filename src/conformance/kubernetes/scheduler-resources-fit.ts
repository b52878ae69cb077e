/** Suite scheduler-resources-fit: does a pod fit on a node beside the pods that are there. */
import {
  ignoredBy,
  insufficientResources,
  nodeResourcesFit,
  resourcesOf,
} from '../../models/kubernetes/scheduler/filters/nodeResourcesFit';
import { differences, type Suite } from '../suite';
import { cluster, info, onNode, options, sortedReasons, type Manifest } from './schedulerFixtures';
import { filterAll } from './schedulerPlugins';

interface Input {
  readonly node: Manifest;
  readonly existingPods: readonly Manifest[];
  readonly pod: Manifest;
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-resources-fit',
  check({ input, expect }) {
    const { node, existingPods, pod, ...args } = input as unknown as Input;
    const name = node.metadata?.name ?? 'node';
    const world = cluster({ nodes: [node], existingPods: onNode(existingPods, name) });
    const incoming = info(pod);
    const plugin = nodeResourcesFit(options(args));
    const requests = resourcesOf(incoming, ignoredBy(args));
    const insufficient = insufficientResources(requests, world.nodes.at(0)).map(
      ({ resource, requested, used, capacity }) => ({ resource, requested, used, capacity }),
    );
    const wanted = sortedReasons(expect);
    return differences(
      Array.isArray(wanted['insufficient'])
        ? { ...wanted, insufficient: byResource(wanted['insufficient'] as Named[]) }
        : wanted,
      { ...filterAll(plugin, incoming, world)[name], insufficient: byResource(insufficient) },
    );
  },
};

interface Named {
  readonly resource: string;
}
const byResource = (list: readonly Named[]): readonly Named[] =>
  [...list].sort((a, b) => (a.resource < b.resource ? -1 : 1));
