/** Suite scheduler-inter-pod-affinity: filter over all nodes, and normalised score (0 where the score skips the pod). */
import { interPodAffinity as filter } from '../../models/kubernetes/scheduler/filters/interPodAffinity';
import { interPodAffinity as score } from '../../models/kubernetes/scheduler/scores/interPodAffinity';
import { differences, type Suite } from '../suite';
import { cluster, info, options, type Manifest } from './schedulerFixtures';
import { filterAll, scoreAll } from './schedulerPlugins';
import { sameVerdicts } from './schedulerVerdicts';

interface Input {
  readonly operation: 'filter' | 'score';
  readonly nodes: readonly Manifest[];
  readonly existingPods: readonly Manifest[];
  readonly namespaces?: readonly Manifest[];
  readonly pod: Manifest;
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-inter-pod-affinity',
  check({ input, expect }) {
    const { operation, pod, ...rest } = input as unknown as Input;
    const { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods, ...objects } = rest;
    const world = cluster(objects);
    if (operation === 'filter')
      return sameVerdicts(expect, filterAll(filter(options()), info(pod), world));
    const args = {
      ...(hardPodAffinityWeight !== undefined && { hardPodAffinityWeight }),
      ...(ignorePreferredTermsOfExistingPods !== undefined && {
        ignorePreferredTermsOfExistingPods,
      }),
    };
    const scores = scoreAll(score(options(args)), info(pod), world);
    const none = Object.fromEntries(world.nodes.toArray().map(({ name }) => [name, 0]));
    return differences(expect, {
      scores: typeof scores === 'string' ? none : scores,
      status: scores,
    });
  },
};
