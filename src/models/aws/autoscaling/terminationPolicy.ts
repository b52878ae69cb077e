/**
 * Which instance a scale-in takes (EC2 Auto Scaling User Guide, "Configure termination policies"). The zone with the most
 * instances that has one without scale-in protection; in it the group's policies, in their order. The default one: of a group
 * of mixed instances those of the purchase option that has more than its share; those of the oldest launch template version;
 * of these, the one closest to its next billing hour. Of equals, one by chance.
 * Simplified: within a purchase option the allocation strategy is not asked; Lambda functions are refused.
 */
import type { ChosenBy } from './facts';
import type { AutoScalingGroup, AutoScalingInstance } from './types';
import { countByZone } from './zones';

export interface Candidate {
  readonly member: AutoScalingInstance;
  /** Virtual ms; decides the billing hour. */
  readonly launchedAtMs: number;
  /** Of the purchase option that has more than its share. */
  readonly inExcess?: boolean;
}

/** Lower goes first. */
type Step = readonly [ChosenBy, (candidate: Candidate, nowMs: number) => number];

const ALLOCATION: Step = ['allocation', ({ inExcess }) => (inExcess === true ? 0 : 1)];
const TEMPLATE: Step = ['launchTemplate', ({ member }) => Number(member.LaunchTemplate.Version)];
const BILLING: Step = [
  'billingHour',
  ({ launchedAtMs }, nowMs) => untilBillingHourMs(launchedAtMs, nowMs),
];

/** There are no launch configurations here, so none of them is the oldest. */
const POLICIES: Readonly<Record<string, readonly Step[]>> = {
  Default: [ALLOCATION, TEMPLATE, BILLING],
  AllocationStrategy: [ALLOCATION],
  OldestLaunchTemplate: [TEMPLATE],
  OldestLaunchConfiguration: [],
  ClosestToNextInstanceHour: [BILLING],
  OldestInstance: [['oldest', ({ launchedAtMs }) => launchedAtMs]],
  NewestInstance: [['newest', ({ launchedAtMs }) => -launchedAtMs]],
};
export const TERMINATION_POLICIES: readonly string[] = Object.keys(POLICIES);

/** `pick` chooses among equals: an index below its argument. undefined: every instance is protected. */
export function selectForTermination(
  {
    AvailabilityZones: zones,
    TerminationPolicies: policies,
  }: Pick<AutoScalingGroup, 'AvailabilityZones' | 'TerminationPolicies'>,
  candidates: readonly Candidate[],
  nowMs: number,
  pick: (among: number) => number,
): { readonly member: AutoScalingInstance; readonly chosenBy: ChosenBy } | undefined {
  let left: readonly Candidate[] = candidates.filter(({ member }) => !member.ProtectedFromScaleIn);
  const counts = countByZone(
    { AvailabilityZones: zones },
    candidates.map(({ member }) => member),
  );
  const steps: readonly Step[] = [
    ['zone', ({ member }) => -(counts.get(member.AvailabilityZone) ?? 0)],
    ...policies.flatMap((policy) => POLICIES[policy] ?? []),
  ];
  for (const [chosenBy, rank] of steps) {
    left = lowest(left, (one) => rank(one, nowMs));
    const [only] = left;
    if (only && left.length === 1) return { member: only.member, chosenBy };
  }
  if (left.length === 0) return undefined;
  const chosen = left[pick(left.length)] as Candidate;
  return { member: chosen.member, chosenBy: 'random' };
}

const HOUR_MS = 3_600_000;
const untilBillingHourMs = (launchedAtMs: number, nowMs: number): number =>
  HOUR_MS - ((nowMs - launchedAtMs) % HOUR_MS);

function lowest<T>(of: readonly T[], rank: (one: T) => number): readonly T[] {
  const best = Math.min(...of.map(rank));
  return of.filter((one) => rank(one) === best);
}
