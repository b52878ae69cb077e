/**
 * Which instance a scale-in takes: the default termination policy (EC2 Auto Scaling User Guide, "Default termination
 * policy"). The zone with the most instances that has one without scale-in protection; in it, of a group of mixed instances
 * those of the purchase option that has more than its share; those of the oldest launch
 * template version; of these, the one closest to its next billing hour; of equals, one by chance.
 * Simplified: within a purchase option the allocation strategy is not asked; custom policies are refused.
 */
import type { ChosenBy } from './facts';
import type { AutoScalingInstance } from './types';
import { countByZone } from './zones';

export interface Candidate {
  readonly member: AutoScalingInstance;
  /** Virtual ms; decides the billing hour. */
  readonly launchedAtMs: number;
  /** Of the purchase option that has more than its share. */
  readonly inExcess?: boolean;
}

/** `pick` chooses among equals: an index below its argument. undefined: every instance is protected. */
export function selectForTermination(
  zones: readonly string[],
  candidates: readonly Candidate[],
  nowMs: number,
  pick: (among: number) => number,
): { readonly member: AutoScalingInstance; readonly chosenBy: ChosenBy } | undefined {
  let left: readonly Candidate[] = candidates.filter(({ member }) => !member.ProtectedFromScaleIn);
  const counts = countByZone(
    { AvailabilityZones: zones },
    candidates.map(({ member }) => member),
  );
  const steps: readonly (readonly [ChosenBy, (c: Candidate) => number])[] = [
    ['zone', ({ member }) => -(counts.get(member.AvailabilityZone) ?? 0)],
    ['allocation', ({ inExcess }) => (inExcess === true ? 0 : 1)],
    ['launchTemplate', ({ member }) => Number(member.LaunchTemplate.Version)],
    ['billingHour', ({ launchedAtMs }) => untilBillingHourMs(launchedAtMs, nowMs)],
  ];
  for (const [chosenBy, rank] of steps) {
    left = lowest(left, rank);
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
