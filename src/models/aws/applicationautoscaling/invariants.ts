/** What must hold whatever happens: policies leave a capacity within the limits that they had, and alarms go with them. */
import type { Read } from '../../../engine/model';
import { serviceKeyOf } from './names';

export function applicationAutoScalingInvariants(read: Read): readonly string[] {
  return [...outsideLimits(read), ...wrongAlarms(read), ...ownerless(read)];
}

const outsideLimits = (read: Read): readonly string[] =>
  read
    .list('applicationautoscaling/ScalingActivity')
    .filter(({ decidedOn, from, to }) => {
      if (!decidedOn || from === to) return false;
      return to < decidedOn.minCapacity || to > decidedOn.maxCapacity;
    })
    .map(({ ResourceId, to }) => `${ResourceId}: a policy set ${to}, outside its limits`);

/** Those that it made are on its record even when somebody has deleted them; then it is blind, as in reality. */
const wrongAlarms = (read: Read): readonly string[] =>
  read
    .list('applicationautoscaling/ScalingPolicy')
    .filter(({ Alarms, PolicyType }) => (PolicyType === 'StepScaling') !== (Alarms.length === 0))
    .map(({ PolicyName }) => `policy ${PolicyName} has the wrong alarms`);

const ownerless = (read: Read): readonly string[] =>
  (['ScalingPolicy', 'ScheduledAction'] as const).flatMap((noun) =>
    read
      .list(`applicationautoscaling/${noun}`)
      .filter(({ ResourceId }) => !read.has('applicationautoscaling/ScalableTarget', ResourceId))
      .map(({ ResourceId }) => `${noun} of ${serviceKeyOf(ResourceId) ?? ''} without its target`),
  );
