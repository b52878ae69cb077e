/** `category`: the metric and its action, the size that brings it to its target, instances for waiting tasks, waits. */
import {
  capacityProviderReservation,
  desiredGroupSize,
  instancesForTasks,
  MANAGED_SCALING_DEFAULTS,
  mayScaleIn,
  mayScaleOut,
  protectionWorks,
  scalingAction,
  stepOut,
  type InstanceShape,
  type TaskShape,
} from '../../models/ecs/capacityProviders/managedScaling';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly running: number;
  readonly needed: number;
  readonly targetCapacity: number;
  readonly pendingTasks: number;
  readonly task: TaskShape;
  readonly instanceCapacity: InstanceShape;
  readonly minimumScalingStepSize: number;
  readonly maximumScalingStepSize: number;
  readonly lowMinutes?: number;
  readonly instanceWarmupPeriod?: number;
  readonly youngestInstanceAgeSeconds?: number;
  readonly managedTerminationProtection?: string;
  readonly managedScaling?: string;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'managed-scaling',
  check: ({ category, input, expect }: Case) => {
    const actual = answer(category ?? '', input as unknown as Input);
    const { reservation, ...others } = expect;
    if (typeof reservation !== 'number') return differences(expect, actual);
    // The suite compares percentages within 0.01.
    const close = Math.abs(Number(actual['reservation']) - reservation) <= 0.01;
    return [...differences(others, actual), ...(close ? [] : differences({ reservation }, actual))];
  },
};

function answer(category: string, input: Input): Record<string, unknown> {
  const { running, needed, targetCapacity } = input;
  switch (category) {
    case 'reservation': {
      const reservation = capacityProviderReservation(needed, running);
      return { reservation, action: scalingAction(reservation, targetCapacity) };
    }
    case 'desired':
      return { desiredCapacity: desiredGroupSize(needed, targetCapacity) };
    case 'needed': {
      const { pendingTasks, task, instanceCapacity } = input;
      const instances = instancesForTasks(pendingTasks, task, instanceCapacity);
      return {
        instancesNeededForPending: instances ?? 0,
        instancesToAdd: stepOut(instances ?? 0, input),
        compatible: instances !== null,
      };
    }
    case 'behaviour':
      return behaviour(input);
    default:
      throw new Error(`unknown category ${category}`);
  }
}

function behaviour(input: Input): Record<string, unknown> {
  if (input.lowMinutes !== undefined) return { scaleIn: mayScaleIn(input.lowMinutes) };
  if (input.instanceWarmupPeriod !== undefined)
    return {
      scaleOutAllowed: mayScaleOut(
        input.youngestInstanceAgeSeconds ?? null,
        input.instanceWarmupPeriod,
      ),
    };
  if (input.managedScaling !== undefined)
    return {
      works: protectionWorks(input.managedScaling, input.managedTerminationProtection ?? ''),
    };
  return { ...MANAGED_SCALING_DEFAULTS };
}
