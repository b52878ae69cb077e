/**
 * What becomes of all policies of a target together, on what they were looked at: one function for the running world and for
 * whoever asks why (Application Auto Scaling user guide, "How policies work together", "Cooldown period"; ECS Developer
 * Guide, "Automatically scale your Amazon ECS service").
 */
import { combineProposals, mayScale, withinLimits } from './capacityDecision';
import type { Formula, HeldBack } from './table';
import type { DecisionInput, PolicyInput } from './types';
import { wishOf, type Wish } from './wish';

export interface Decision {
  readonly to: number;
  /** What the winner wants, before the limits; null: nobody asks for a change. */
  readonly wanted: number | null;
  readonly winner: { readonly policy: PolicyInput; readonly wish: Wish } | null;
  readonly heldBackBy: HeldBack;
}

/** Is told each policy's wish as the decision is made. */
export interface DecisionRecorder {
  policy(policy: PolicyInput, wish: Wish): void;
}

export type { Formula, Wish };

export function decideCapacity(input: DecisionInput, recorder?: DecisionRecorder): Decision {
  const wishes = input.policies.map((policy) => {
    const wish = wishOf(policy, input);
    recorder?.policy(policy, wish);
    return { policy, wish };
  });
  const out = wishes.filter(({ wish }) => wish.wants > input.capacity);
  if (out.length > 0) return scaleOut(input, out);
  const asking = wishes.filter(({ wish }) => wish.wants < input.capacity);
  if (asking.length > 0) return scaleIn(input, wishes);
  return { to: input.capacity, wanted: null, winner: null, heldBackBy: idleReason(wishes) };
}

type Wishes = readonly { readonly policy: PolicyInput; readonly wish: Wish }[];

/** Any policy may scale out; what is above the maximum already stays (Developer Guide). */
function scaleOut(input: DecisionInput, asking: Wishes): Decision {
  const { capacity } = input;
  const wanted = combineProposals(
    capacity,
    asking.map(({ wish }) => wish.wants),
  );
  const winner = asking.find(({ wish }) => wish.wants === wanted) ?? null;
  const limited = Math.max(capacity, withinLimits(wanted, input));
  if (input.scaleOutSuspended) return { to: capacity, wanted, winner, heldBackBy: 'suspended' };
  return { to: limited, wanted, winner, heldBackBy: limited < wanted ? 'maxCapacity' : 'nothing' };
}

/** All that may scale in must agree, so the largest wish counts; what is below the minimum already stays. */
function scaleIn(input: DecisionInput, wishes: Wishes): Decision {
  const { capacity, deploymentInProgress, deploymentController } = input;
  const voting = wishes.filter(({ wish }) => wish.votes);
  const wanted = combineProposals(
    capacity,
    voting.map(({ wish }) => wish.wants),
  );
  const winner = voting.find(({ wish }) => wish.wants === wanted) ?? null;
  const kept = (heldBackBy: HeldBack): Decision => ({ to: capacity, wanted, winner, heldBackBy });
  if (wanted >= capacity) {
    const asking = wishes.find(({ wish }) => wish.wants < capacity) ?? null;
    return { ...kept('otherPolicy'), wanted: asking?.wish.wants ?? wanted, winner: asking };
  }
  if (input.scaleInSuspended) return kept('suspended');
  const state = { deploymentInProgress, deploymentController, hasData: true };
  if (!mayScale('IN', state)) return kept('deployment');
  const limited = Math.min(capacity, withinLimits(wanted, input));
  return { to: limited, wanted, winner, heldBackBy: limited > wanted ? 'minCapacity' : 'nothing' };
}

/** The most telling of what holds the policies: one that would act if it could, before those that are content. */
function idleReason(wishes: Wishes): HeldBack {
  if (wishes.length === 0) return 'noPolicy';
  const order: readonly HeldBack[] = [
    'cooldown',
    'warmUp',
    'scaleInDisabled',
    'onTarget',
    'noData',
  ];
  const reasons = wishes.map(({ wish }) => wish.heldBackBy);
  return order.find((reason) => reasons.includes(reason)) ?? 'onTarget';
}
