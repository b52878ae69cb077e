/** Gathers what is needed to try preemption: the pods of nodes, and disruption budgets, as the API has them now. */
import type { Context } from '../../../engine/model';
import { isPodFinished } from '../api/indexes';
import type { Pod, StoredObject } from '../types';
import type { SchedulingInput } from './filterNodes';
import type { Diagnosis } from './fitError';
import type { DisruptionBudget } from './preemption/disruptionBudget';
import { runPostFilters, type PostFilterResult } from './preemption/postFilter';
import type { RunningPod } from './preemption/victims';

export function postFilter(
  input: SchedulingInput,
  diagnosis: Diagnosis,
  ctx: Context,
): PostFilterResult {
  const podsOn = (nodeName: string): readonly Pod[] =>
    ctx.by('kubernetes/Pod', 'node', nodeName).filter((pod) => !isPodFinished(pod));
  return runPostFilters(
    {
      ...input,
      diagnosis,
      budgets: ctx
        .by('kubernetes/Object', 'resource', 'poddisruptionbudgets.policy')
        .flatMap(budgetOf),
      runningOn: (nodeName) => podsOn(nodeName).flatMap((pod) => runningPod(pod, input, ctx.nowMs)),
      draw: (n) => ctx.random('kubernetes/preemption').integer(n),
    },
    input.pod.nominatedNodeName ? podsOn(input.pod.nominatedNodeName) : [],
  );
}

function runningPod(
  { metadata, status }: Pod,
  { cluster }: SchedulingInput,
  nowMs: number,
): readonly RunningPod[] {
  const pod = cluster.pods.get(`${metadata.namespace ?? 'default'}/${metadata.name}`);
  return pod ? [{ pod, startTimeMs: status.startTime ?? nowMs }] : [];
}

/** A budget without a status counts for nothing: its controller has not spoken yet. */
function budgetOf(object: StoredObject): readonly DisruptionBudget[] {
  const { metadata, spec, status } = object as StoredObject & {
    readonly spec?: { readonly selector?: DisruptionBudget['selector'] };
    readonly status?: {
      readonly disruptionsAllowed?: number;
      readonly disruptedPods?: Readonly<Record<string, unknown>>;
    };
  };
  if (status?.disruptionsAllowed === undefined) return [];
  return [
    {
      namespace: metadata.namespace ?? 'default',
      selector: spec?.selector,
      disruptionsAllowed: status.disruptionsAllowed,
      disruptedPods: Object.keys(status.disruptedPods ?? {}),
    },
  ];
}
