/** Suite scheduler-pod-topology-spread: filter over all nodes, and normalised score. */
import type { PluginArgs } from '../../models/kubernetes/scheduler/configuration';
import { podTopologySpread as filter } from '../../models/kubernetes/scheduler/filters/podTopologySpread';
import { podTopologySpread as score } from '../../models/kubernetes/scheduler/scores/podTopologySpread';
import { differences, type Suite } from '../suite';
import { cluster, info, options, type Manifest } from './schedulerFixtures';
import { filterAll, scoreAll } from './schedulerPlugins';
import { sameVerdicts } from './schedulerVerdicts';

interface Input {
  readonly operation: 'filter' | 'score';
  readonly nodes: readonly Manifest[];
  readonly infeasibleNodes?: readonly Manifest[];
  readonly existingPods: readonly Manifest[];
  readonly objects?: readonly Manifest[];
  readonly pod: Manifest;
  readonly defaulting?: 'System' | 'List';
  readonly defaultConstraints?: PluginArgs['defaultConstraints'];
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-pod-topology-spread',
  check({ input, expect }) {
    const { operation, nodes, infeasibleNodes = [], pod, ...rest } = input as unknown as Input;
    const { defaulting, defaultConstraints, ...objects } = rest;
    const world = cluster({ ...objects, nodes: [...nodes, ...infeasibleNodes] });
    const args: PluginArgs = {
      ...(defaulting && { defaultingType: defaulting }),
      ...(defaultConstraints && { defaultConstraints }),
    };
    if (operation === 'filter')
      return sameVerdicts(expect, filterAll(filter(options(args)), info(pod), world));
    const infeasible = infeasibleNodes.map((n) => n.metadata?.name ?? '');
    const scores = scoreAll(score(options(args)), info(pod), world, infeasible);
    return differences(expect, typeof scores === 'string' ? { status: scores } : { scores });
  },
};
