/**
 * What a provider's policy does with its group when one of its alarms calls it: arithmetic on M and N, one function for the
 * running world and for whoever asks why (Developer Guide, "Amazon ECS managed scaling behavior").
 *
 * Out: from nothing always to two instances; else to the size that brings the metric to its target, unless an instance is
 * still warming up. In: to that size, but at most by half at a time.
 */
import { desiredGroupSize, mayScaleIn, mayScaleOut, scalingAction } from './managedScaling';
import type { ManagedScaling, Need } from './types';

export interface ManagedInput {
  readonly need: Pick<Need, 'needed' | 'running' | 'reservation'>;
  readonly settings: ManagedScaling;
  readonly group: {
    readonly MinSize: number;
    readonly MaxSize: number;
    readonly DesiredCapacity: number;
  };
  /** Of the youngest instance that the group has launched; null: none. */
  readonly youngestAgeMs: number | null;
  /** Minutes in a row that the metric has been below its target. */
  readonly minutesBelow: number;
}

export type HeldBy = 'warmUp' | 'limit' | 'half';

export interface ManagedDecision {
  readonly action: 'OUT' | 'IN' | 'NONE';
  /** Before limits and holds. */
  readonly wanted: number;
  readonly to: number;
  readonly heldBy: HeldBy | null;
}

/** "When Amazon ECS scales out from 0 instances, it automatically launches 2 instances." */
const FROM_NOTHING = 2;

export function decideManagedScaling(input: ManagedInput): ManagedDecision {
  const { need, settings, group } = input;
  const action = scalingAction(need.reservation, settings.targetCapacity);
  const wanted =
    action === 'OUT' && need.running === 0 && group.DesiredCapacity === 0
      ? FROM_NOTHING
      : desiredGroupSize(need.needed, settings.targetCapacity);
  if (action === 'OUT') return scaleOut(input, wanted);
  if (action === 'IN' && mayScaleIn(input.minutesBelow)) return scaleIn(input, wanted);
  return { action: 'NONE', wanted, to: group.DesiredCapacity, heldBy: null };
}

function scaleOut(
  { settings, group, youngestAgeMs }: ManagedInput,
  wanted: number,
): ManagedDecision {
  const { DesiredCapacity: now, MaxSize } = group;
  const age = youngestAgeMs === null ? null : youngestAgeMs / 1000;
  if (!mayScaleOut(age, settings.instanceWarmupPeriod))
    return { action: 'OUT', wanted, to: now, heldBy: 'warmUp' };
  const to = Math.max(now, Math.min(wanted, MaxSize));
  return { action: 'OUT', wanted, to, heldBy: wanted > MaxSize ? 'limit' : null };
}

function scaleIn({ group }: ManagedInput, wanted: number): ManagedDecision {
  const { DesiredCapacity: now, MinSize } = group;
  const half = Math.floor(now / 2);
  const to = Math.min(now, Math.max(wanted, half, MinSize));
  const heldBy = to <= wanted ? null : to === MinSize && half <= MinSize ? 'limit' : 'half';
  return { action: 'IN', wanted, to, heldBy };
}
