/**
 * Managed scaling of a capacity provider's Auto Scaling group (developer guide "Amazon ECS managed cluster auto scaling",
 * AWS Containers blog "Deep dive on Amazon ECS cluster auto scaling", read 2026-11): the metric CapacityProviderReservation
 * is M / N x 100, where N instances run and M are needed.
 */
export const MANAGED_SCALING_DEFAULTS = {
  targetCapacity: 100,
  minimumScalingStepSize: 1,
  maximumScalingStepSize: 10_000,
  /** Seconds. */
  instanceWarmupPeriod: 300,
} as const;

/** One-minute points below the target before the group shrinks. */
const SCALE_IN_POINTS = 15;

/** Percent. From nothing with something to do it is 200, which is why a group starts with two. */
export function capacityProviderReservation(needed: number, running: number): number {
  if (running > 0) return (needed / running) * 100;
  return needed > 0 ? 200 : 100;
}

export const scalingAction = (
  reservation: number,
  targetCapacity: number,
): 'OUT' | 'IN' | 'NONE' =>
  reservation > targetCapacity ? 'OUT' : reservation < targetCapacity ? 'IN' : 'NONE';

/** The size that brings the metric to its target; what lies above M is kept spare. */
export const desiredGroupSize = (needed: number, targetCapacity: number): number =>
  Math.ceil((needed * 100) / targetCapacity);

export interface TaskShape {
  readonly cpu: number;
  readonly memory: number;
  readonly awsvpc?: boolean;
}
export interface InstanceShape {
  readonly cpu: number;
  readonly memory: number;
  /** Tasks with a network interface of their own; left out: as many as fit. */
  readonly taskEnis?: number;
}

/** Instances for a group of identical waiting tasks; null when not even one fits: such tasks never cause scale-out. */
export function instancesForTasks(
  tasks: number,
  task: TaskShape,
  instance: InstanceShape,
): number | null {
  const perInstance = Math.min(
    task.cpu > 0 ? Math.floor(instance.cpu / task.cpu) : Infinity,
    task.memory > 0 ? Math.floor(instance.memory / task.memory) : Infinity,
    task.awsvpc ? (instance.taskEnis ?? Infinity) : Infinity,
  );
  return perInstance >= 1 ? Math.ceil(tasks / perInstance) : null;
}

/** At least the minimum step, at most the maximum; nothing where nothing is needed. */
export const stepOut = (
  needed: number,
  steps: { readonly minimumScalingStepSize: number; readonly maximumScalingStepSize: number },
): number =>
  needed <= 0
    ? 0
    : Math.max(steps.minimumScalingStepSize, Math.min(needed, steps.maximumScalingStepSize));

/** While any instance is inside its warm-up, the group does not grow further. */
export const mayScaleOut = (youngestAgeSeconds: number | null, warmupSeconds: number): boolean =>
  youngestAgeSeconds === null || youngestAgeSeconds >= warmupSeconds;

export const mayScaleIn = (minutesBelowTarget: number): boolean =>
  minutesBelowTarget >= SCALE_IN_POINTS;

/** Managed termination protection works only with managed scaling switched on. */
export const protectionWorks = (
  managedScaling: string,
  managedTerminationProtection: string,
): boolean => managedTerminationProtection !== 'ENABLED' || managedScaling === 'ENABLED';
