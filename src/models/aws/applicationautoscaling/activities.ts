/** Scaling activities, in the words that DescribeScalingActivities prints (user guide, "Scaling activities"). */
import type { Effect, Read } from '../../../engine/model';
import { ofService, uuidOf } from './names';
import type { DecisionInput, KeptBack, ScalingActivity } from './types';

/** The API keeps six weeks; here the newest of each target. */
const KEPT = 100;

interface Change {
  readonly from: number;
  readonly to: number;
  readonly Cause: string;
  readonly decidedOn: DecisionInput | null;
}

export const successMessage = (to: number): string =>
  `Successfully set desired count to ${to}. Waiting for change to be fulfilled by ecs.`;

/** Under way until as many tasks run. One that was under way before is overridden. */
export function newActivity(ResourceId: string, change: Change, read: Read): readonly Effect[] {
  const { to } = change;
  const unfinished = activitiesOf(ResourceId, read).filter((a) => a.StatusCode === 'InProgress');
  return [
    ...unfinished.map((activity) =>
      put({
        ...activity,
        EndTime: read.nowMs,
        StatusCode: 'Overridden',
        StatusMessage: `Successfully set desired count to ${activity.to}. Change was overridden by another scaling activity.`,
      }),
    ),
    ...store(
      {
        ...ofService(ResourceId),
        ActivityId: activityId(ResourceId, read),
        Description: `Setting desired count to ${to}.`,
        StartTime: read.nowMs,
        StatusCode: 'InProgress',
        StatusMessage: successMessage(to),
        ...change,
      },
      read,
    ),
  ];
}

const CODES = {
  maxCapacity: 'AlreadyAtMaxCapacity',
  minCapacity: 'AlreadyAtMinCapacity',
} as const;

/** Not scaled, where the API has a code for it: at a limit already. */
export function notScaled(
  ResourceId: string,
  kept: KeptBack,
  decided: { readonly Cause: string; readonly decidedOn: DecisionInput },
  read: Read,
): readonly Effect[] {
  const { because } = kept;
  if (because !== 'maxCapacity' && because !== 'minCapacity') return [];
  const { capacity, maxCapacity, minCapacity } = decided.decidedOn;
  const limit =
    because === 'maxCapacity' ? { MaxCapacity: maxCapacity } : { MinCapacity: minCapacity };
  const value: ScalingActivity = {
    ...ofService(ResourceId),
    ActivityId: activityId(ResourceId, read),
    Description: 'Attempting to scale due to alarm triggered',
    StartTime: read.nowMs,
    EndTime: read.nowMs,
    StatusCode: 'Unfulfilled',
    NotScaledReasons: [{ Code: CODES[because], ...limit, CurrentCapacity: capacity }],
    from: capacity,
    to: capacity,
    ...decided,
  };
  return store(value, read);
}

/** As many run as were asked for. */
export function fulfilActivities(ResourceId: string, read: Read): readonly Effect[] {
  return activitiesOf(ResourceId, read)
    .filter((activity) => activity.StatusCode === 'InProgress')
    .map((activity) =>
      put({
        ...activity,
        EndTime: read.nowMs,
        StatusCode: 'Successful',
        StatusMessage: `Successfully set desired count to ${activity.to}. Change successfully fulfilled by ecs.`,
      }),
    );
}

export const activitiesOf = (ResourceId: string, read: Pick<Read, 'by'>) =>
  read.by('applicationautoscaling/ScalingActivity', 'target', ResourceId);

const put = (value: ScalingActivity): Effect => ({
  do: 'put',
  kind: 'applicationautoscaling/ScalingActivity',
  key: value.ActivityId,
  value,
});

function store(activity: ScalingActivity, read: Read): readonly Effect[] {
  const kind = 'applicationautoscaling/ScalingActivity';
  const keys = read.keysBy(kind, 'target', activity.ResourceId);
  const [oldest] = keys;
  const forgotten: readonly Effect[] =
    keys.length >= KEPT && oldest !== undefined ? [{ do: 'remove', kind, key: oldest }] : [];
  return [put(activity), ...forgotten];
}

/** At most one of each kind in a millisecond. */
const activityId = (ResourceId: string, read: Read): string =>
  uuidOf(
    `${ResourceId} ${read.nowMs} ${read.count('applicationautoscaling/ScalingActivity', 'target', ResourceId)}`,
  );
