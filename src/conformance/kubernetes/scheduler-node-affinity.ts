/** Suite scheduler-node-affinity: filter (with its PreFilter) and normalised score. */
import { nodeAffinity as filter } from '../../models/kubernetes/scheduler/filters/nodeAffinity';
import { nodeAffinity as score } from '../../models/kubernetes/scheduler/scores/nodeAffinity';
import type { NodeAffinity } from '../../models/kubernetes/types';
import { differences, type Case, type Suite } from '../suite';
import { cluster, info, options, sortedReasons, verdict, type Manifest } from './schedulerFixtures';
import { filterAll, scoreAll } from './schedulerPlugins';

interface Input {
  readonly operation: 'filter' | 'score';
  readonly node?: Manifest;
  readonly nodes?: readonly Manifest[];
  readonly pod: Manifest;
  readonly addedAffinity?: NodeAffinity;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-node-affinity',
  check(testCase) {
    const { operation } = testCase.input as unknown as Input;
    return operation === 'filter' ? checkFilter(testCase) : checkScore(testCase);
  },
};

function checkFilter({ input, expect }: Case): readonly string[] {
  const { node = {}, pod, addedAffinity } = input as unknown as Input;
  const plugin = filter(options(addedAffinity && { addedAffinity }));
  const world = cluster({ nodes: [node] });
  const run = plugin.preFilter(info(pod), world);
  const names = run !== 'Skip' && run.nodeNames;
  const wantedNames = expect['preFilterNodeNames'] as string[] | null | undefined;
  const wanted = {
    ...sortedReasons(expect),
    ...(wantedNames && { preFilterNodeNames: wantedNames.toSorted() }),
  };
  return differences(wanted, {
    ...Object.values(filterAll(plugin, info(pod), world))[0],
    preFilter: run === 'Skip' ? { status: 'Skip', reasons: [] } : verdict(run.reject),
    preFilterNodeNames: names ? [...names].sort() : null,
  });
}

function checkScore({ input, expect }: Case): readonly string[] {
  const { nodes = [], pod, addedAffinity } = input as unknown as Input;
  const plugin = score(options(addedAffinity && { addedAffinity }));
  const scores = scoreAll(plugin, info(pod), cluster({ nodes }));
  return differences(expect, typeof scores === 'string' ? { status: scores } : { scores });
}
