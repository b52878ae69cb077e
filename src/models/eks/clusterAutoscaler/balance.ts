/**
 * Growing several groups at once (processors/nodegroupset): groups whose nodes are alike but for where they stand share the
 * new nodes, the smallest first.
 */
import { amountsOf } from '../../kubernetes/scheduler/simulation';
import type { Node } from '../../kubernetes/types';

export interface Growth {
  readonly group: string;
  readonly from: number;
  readonly to: number;
  readonly max: number;
}

interface Sized {
  readonly name: string;
  readonly target: number;
  readonly max: number;
}

/** BalanceScaleUpBetweenGroups. */
export function balanced(groups: readonly Sized[], nodes: number): readonly Growth[] {
  const sizes = groups.map(({ name: group, target, max }) => ({
    group,
    from: target,
    to: target,
    max,
  }));
  for (let left = nodes; left > 0; left--) {
    const open = sizes.filter(({ to, max }) => to < max);
    const least = Math.min(...open.map(({ to }) => to));
    const next = open.find(({ to }) => to === least);
    if (!next) break;
    next.to += 1;
  }
  return sizes.filter(({ from, to }) => to > from);
}

/** compare_nodegroups.go and aws_nodegroups.go: labels that say where, not what. */
const IGNORED_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/fluentd-ds-ready',
  'kops.k8s.io/instancegroup',
  'alpha.eksctl.io/instance-id',
  'alpha.eksctl.io/nodegroup-name',
  'eks.amazonaws.com/nodegroup',
  'k8s.amazonaws.com/eniConfig',
  'lifecycle',
  'topology.ebs.csi.aws.com/zone',
]);
/** MaxCapacityMemoryDifferenceRatio 0.015, MaxAllocatableDifferenceRatio 0.05. */
const MEMORY_PERMILLE = 15;
const ALLOCATABLE_PERMILLE = 50;

export function isSimilar(a: Node, b: Node): boolean {
  const [had, has] = [amountsOf(a.status.capacity), amountsOf(b.status.capacity)];
  const [may, can] = [amountsOf(a.status.allocatable), amountsOf(b.status.allocatable)];
  return (
    had.cpuMilli === has.cpuMilli &&
    isNear(had.memoryBytes, has.memoryBytes, MEMORY_PERMILLE) &&
    isNear(may.cpuMilli, can.cpuMilli, ALLOCATABLE_PERMILLE) &&
    isNear(may.memoryBytes, can.memoryBytes, ALLOCATABLE_PERMILLE) &&
    sameLabels(a, b)
  );
}

const isNear = (a: number, b: number, permille: number): boolean =>
  Math.abs(a - b) * 1000 <= Math.max(a, b) * permille;

function sameLabels(a: Node, b: Node): boolean {
  const [mine, theirs] = [labelsOf(a), labelsOf(b)];
  return mine.size === theirs.size && [...mine].every(([key, value]) => theirs.get(key) === value);
}

const labelsOf = ({ metadata }: Node): ReadonlyMap<string, string> =>
  new Map(Object.entries(metadata.labels ?? {}).filter(([key]) => !IGNORED_LABELS.has(key)));
