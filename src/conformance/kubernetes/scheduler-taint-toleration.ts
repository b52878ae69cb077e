/** Suite scheduler-taint-toleration: filter and normalised score, with and without the comparison operators. */
import type { FeatureGates } from '../../models/kubernetes/scheduler/configuration';
import { taintToleration as filter } from '../../models/kubernetes/scheduler/filters/taintToleration';
import { taintToleration as score } from '../../models/kubernetes/scheduler/scores/taintToleration';
import { differences, type Suite } from '../suite';
import { cluster, info, options, sortedReasons, type Manifest } from './schedulerFixtures';
import { filterAll, scoreAll } from './schedulerPlugins';

interface Input {
  readonly operation: 'filter' | 'score';
  readonly features?: Partial<FeatureGates>;
  readonly node?: Manifest;
  readonly nodes?: readonly Manifest[];
  readonly pod: Manifest;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-taint-toleration',
  check({ input, expect }) {
    const { operation, features, node = {}, nodes = [node], pod } = input as unknown as Input;
    const world = cluster({ nodes });
    if (operation === 'score')
      return differences(expect, {
        scores: scoreAll(score(options({}, features)), info(pod), world),
      });
    const verdicts = filterAll(filter(options({}, features)), info(pod), world);
    return differences(sortedReasons(expect), { ...Object.values(verdicts)[0] });
  },
};
