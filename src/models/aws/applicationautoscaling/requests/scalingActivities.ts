/** Application Auto Scaling DescribeScalingActivities: newest first; those that did not scale only when asked for. */
import type { Admission, Read } from '../../../../engine/model';
import { answer } from '../../refusal';
import { inputOf } from '../../requestInput';
import { without } from '../../without';
import { asked, epochOf, page } from './pages';

export const describeScalingActivities = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const ResourceId = asked(given);
    const all = given['IncludeNotScaledActivities'] === true;
    const activities = read
      .list('applicationautoscaling/ScalingActivity')
      .filter((activity) => ResourceId === undefined || activity.ResourceId === ResourceId)
      .filter((activity) => all || activity.NotScaledReasons === undefined)
      .toReversed();
    return page(given, 'ScalingActivities', activities, (activity) => ({
      ...without(activity, 'from', 'to', 'decidedOn'),
      StartTime: epochOf(activity.StartTime),
      ...(activity.EndTime === undefined ? {} : { EndTime: epochOf(activity.EndTime) }),
    }));
  });
