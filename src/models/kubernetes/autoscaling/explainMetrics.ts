/** The row of each metric: what its arithmetic said while it ran again, beside what it came to. */
import { DEFAULT_METRICS } from './defaults';
import type { GroupedPods, HpaPod, PodSamples } from './groupPods';
import type { ScalingPass } from './history';
import type { MetricFailure, MetricProposal } from './metricProposals';
import { tolerancesOf, type Reconciled } from './reconcile';
import type { Again, CalculationRecorder } from './replicaCalculator';
import type { MetricRow, PodGroups, Recomputed } from './table';
import { TOLERANCE } from './timings';
import type { MetricSpec, MetricTarget } from './types';

export class RecordedMetric implements CalculationRecorder {
  requestsMilli: ReadonlyMap<string, number> | null = null;
  groups: { readonly grouped: GroupedPods; readonly samples: PodSamples } | null = null;
  comparison: { readonly within: boolean; readonly times: number | null } | null = null;
  again: Again | null = null;

  requests(milli: ReadonlyMap<string, number>): void {
    this.requestsMilli = milli;
  }
  grouped(grouped: GroupedPods, samples: PodSamples): void {
    this.groups = { grouped, samples };
  }
  compared(within: boolean, times: number | null): void {
    this.comparison = { within, times };
  }
  recomputed(again: Again): void {
    this.again = again;
  }
}

export function metricRows(
  pass: ScalingPass,
  { proposals, recommended }: Reconciled,
  recorded: ReadonlyMap<number, RecordedMetric>,
): readonly MetricRow[] {
  const metrics = pass.spec.metrics ?? DEFAULT_METRICS;
  const tolerance = tolerancesOf(pass.spec, TOLERANCE);
  const followed = proposals.findIndex((one) => !('error' in one) && one.replicas === recommended);
  return proposals.map((proposal, i) => {
    const spec = metrics[i] ?? { type: '' };
    const heard = recorded.get(i) ?? new RecordedMetric();
    const pods = pass.pods[resourceOf(spec)] ?? [];
    return {
      ...named(spec),
      tolerance,
      pods: groupsOf(heard, pods),
      ...valuesOf(proposal, spec),
      ...steps(heard, spec),
      chosen: i === followed,
    };
  });
}

const resourceOf = ({ resource, containerResource }: MetricSpec): string =>
  (resource ?? containerResource)?.name ?? '';

type Source = {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name: string };
  readonly describedObject?: { readonly kind: string; readonly name: string };
  readonly target: MetricTarget;
};

function sourceOf(spec: MetricSpec): Source {
  const { resource, containerResource, pods, object, external } = spec;
  return resource ?? containerResource ?? pods ?? object ?? external ?? { target: { type: '' } };
}

function named(spec: MetricSpec) {
  const { name, container = null, metric, describedObject: on, target } = sourceOf(spec);
  return {
    type: spec.type,
    metric: name ?? metric?.name ?? '',
    container,
    object: on ? { kind: on.kind, name: on.name } : null,
    targetType: target.type,
  };
}

function valuesOf(proposal: MetricProposal | MetricFailure, spec: MetricSpec) {
  if ('error' in proposal) {
    const { averageUtilization = 0 } = sourceOf(spec).target;
    const { reason, error: message } = proposal;
    return {
      name: '',
      target: averageUtilization,
      current: null,
      usageMilli: null,
      ratio: null,
      proposal: null,
      error: { reason, message },
    };
  }
  const { name, target, usageMilli, utilization, ratio, replicas } = proposal;
  return {
    name,
    target,
    current: utilization ?? usageMilli,
    usageMilli,
    ratio,
    proposal: replicas,
    error: null,
  };
}

function steps({ comparison, again }: RecordedMetric, spec: MetricSpec) {
  return {
    withinTolerance: comparison?.within ?? null,
    times: again ? (again.kept ? null : again.counted) : (comparison?.times ?? null),
    recomputed: again ? recomputed(again, spec) : null,
  };
}

function recomputed(again: Again, spec: MetricSpec): Recomputed {
  const { ratio, counted, missing, unready, kept, up } = again;
  const against = sourceOf(spec).target.averageUtilization === undefined ? 'target' : 'requests';
  return {
    ratio,
    counted,
    missingAs: missing ? (up ? 'nothing' : against) : null,
    unreadyAs: unready ? 'nothing' : null,
    kept,
  };
}

function groupsOf(
  { groups, requestsMilli }: RecordedMetric,
  pods: readonly HpaPod[],
): PodGroups | null {
  if (!groups) return null;
  const { unready, missing, ignored } = groups.grouped;
  const others = new Set([...unready, ...missing, ...ignored]);
  const ready = pods.filter(({ name }) => !others.has(name));
  return {
    ready: ready.map(({ name }) => ({
      name,
      usageMilli: groups.samples.get(name)?.valueMilli ?? 0,
      requestMilli: requestsMilli?.get(name) ?? null,
    })),
    unready,
    missing,
    ignored,
  };
}
