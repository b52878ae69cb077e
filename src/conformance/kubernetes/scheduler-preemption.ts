/** Suite scheduler-preemption: eligibility, victims on a node, and the choice of the node. */
import { DEFAULT_CONFIGURATION } from '../../models/kubernetes/scheduler/configuration';
import type { Rejection } from '../../models/kubernetes/scheduler/framework';
import type { DisruptionBudget } from '../../models/kubernetes/scheduler/preemption/disruptionBudget';
import { preempt, whyNotEligible } from '../../models/kubernetes/scheduler/preemption/preempt';
import type { RunningPod } from '../../models/kubernetes/scheduler/preemption/victims';
import type { Cluster } from '../../models/kubernetes/scheduler/cluster';
import { createProfile } from '../../models/kubernetes/scheduler/profile';
import { podInfo } from '../../models/kubernetes/scheduler/podInfo';
import { schedulePod } from '../../models/kubernetes/scheduler/schedule';
import { differences, type Case, type Suite } from '../suite';
import { cluster, info, pod, type Manifest } from './schedulerFixtures';

interface Input {
  readonly operation: 'eligible' | 'pickOneNode' | 'preempt';
  readonly pod: Manifest;
  readonly existingPods: readonly Manifest[];
  readonly nodes?: readonly Manifest[];
  readonly pdbs?: readonly Manifest[];
  readonly nominatedNodeStatus?: Rejection['code'] | null;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-preemption',
  check(testCase) {
    return testCase.input['operation'] === 'eligible'
      ? checkEligible(testCase)
      : checkPreempt(testCase);
  },
};

function checkEligible({ input, expect }: Case): readonly string[] {
  const { pod: manifest, existingPods, nominatedNodeStatus } = input as unknown as Input;
  const incoming = info(manifest);
  const status = nominatedNodeStatus ? { code: nominatedNodeStatus, reasons: [] } : undefined;
  const there = existingPods
    .map(pod)
    .filter(
      (p) => incoming.nominatedNodeName !== '' && p.spec.nodeName === incoming.nominatedNodeName,
    );
  return differences(expect, { eligible: whyNotEligible(incoming, status, there) === undefined });
}

function checkPreempt({ input, expect }: Case): readonly string[] {
  const { pod: manifest, existingPods, nodes = [], pdbs = [] } = input as unknown as Input;
  const world = cluster({ nodes, existingPods });
  const incoming = info(manifest);
  const profile = createProfile(DEFAULT_CONFIGURATION, {});
  const decision = { pod: incoming, cluster: world, profile };
  const failed = schedulePod({ ...decision, startIndex: 0 }, () => 0);
  if (failed.nodeName !== undefined) return [`fits on ${failed.nodeName} without preemption`];
  const outcome = preempt({
    ...decision,
    diagnosis: failed.diagnosis,
    budgets: pdbs.map(budget),
    runningOn: (nodeName) => running(existingPods, world, nodeName),
    draw: () => 0,
  });
  const nodeName = 'victims' in outcome ? outcome.nodeName : null;
  const oneOf = expect['oneOf'] as readonly string[] | undefined;
  return [
    ...(oneOf && !oneOf.includes(nodeName ?? '')
      ? [`oneOf: expected ${oneOf.join(', ')}, got ${nodeName ?? 'none'}`]
      : []),
    ...differences(
      'victims' in expect ? { victims: [...(expect['victims'] as string[])].sort() } : {},
      { victims: 'victims' in outcome ? outcome.victims.map((v) => v.pod.name).sort() : [] },
    ),
  ];
}

const running = (pods: readonly Manifest[], world: Cluster, nodeName: string): RunningPod[] =>
  pods
    .map(pod)
    .filter((p) => p.spec.nodeName === nodeName)
    .map((p) => ({
      pod: world.pods.get(`${p.metadata.namespace ?? ''}/${p.metadata.name}`) ?? podInfo(p),
      startTimeMs: p.status.startTime ?? 0,
    }));

const budget = ({ metadata, spec, status }: Manifest): DisruptionBudget => ({
  namespace: metadata?.namespace ?? 'default',
  selector: spec?.['selector'] as DisruptionBudget['selector'],
  disruptionsAllowed: (status?.['disruptionsAllowed'] as number | undefined) ?? 0,
  disruptedPods: Object.keys((status?.['disruptedPods'] as object | undefined) ?? {}),
});
