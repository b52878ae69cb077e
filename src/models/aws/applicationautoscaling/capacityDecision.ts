/**
 * What becomes of the proposals of a scalable target's policies: the largest capacity wins, cooldowns hold back, limits bind
 * (Application Auto Scaling user guide, "How policies work together", "Cooldown period", "Scheduled scaling", read 2026-11).
 */
export interface Limits {
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

export const withinLimits = (capacity: number, { minCapacity, maxCapacity }: Limits): number =>
  Math.min(Math.max(capacity, minCapacity), maxCapacity);

/** Any policy may scale out; to scale in all must agree, so the largest proposal counts. */
export const combineProposals = (current: number, proposals: readonly number[]): number =>
  proposals.length === 0 ? current : Math.max(...proposals);

/** A larger step while the cooldown runs adds only what it is larger by. */
export function changeDuringCooldown(
  wanted: number,
  last: { readonly by: number; readonly secondsAgo: number } | null,
  cooldownSeconds: number,
): number {
  if (!last || last.secondsAgo >= cooldownSeconds) return wanted;
  return Math.max(0, wanted - last.by);
}

/** A scheduled action sets the limits and knows no cooldown: the capacity moves only when it is outside them. */
export const scheduledCapacity = (current: number, limits: Limits): number =>
  withinLimits(current, limits);

export interface ScaleInState {
  readonly deploymentInProgress: boolean;
  /** `ECS`, `CODE_DEPLOY`, `EXTERNAL`. */
  readonly deploymentController: string;
  /** false: the alarm has INSUFFICIENT_DATA. */
  readonly hasData: boolean;
}

/** ECS suspends scale-in while a deployment is under way; without data nothing ever scales in. */
export function mayScale(direction: 'OUT' | 'IN', state: ScaleInState): boolean {
  if (!state.hasData) return false;
  if (direction === 'OUT') return true;
  return !state.deploymentInProgress || state.deploymentController === 'EXTERNAL';
}
