/** Apply on a scaling file: the one call that it stands for, or none where everything is as it asks. */
import type { Read, Rejection } from '../../../../engine/model';
import { keyIn } from '../names';
import { Refused } from '../../refusal';
import { inputOf, textOf, type Input } from '../../requestInput';
import { readScalingDocument } from '../validation/document';
import { shapeErrors, type ShapedAction } from '../validation/shapes';
import { isRegisteredAs } from './scalableTargets';
import { isPolicyAs } from './scalingPolicies';
import { isScheduledAs } from './scheduledActions';

export interface ScalingCall {
  readonly api: 'application-autoscaling';
  readonly action: ShapedAction;
  readonly input: Input;
}

export type ScalingRequests =
  { readonly ok: true; readonly requests: readonly ScalingCall[] } | Rejection;

/** undefined: not a scaling file. */
export function requestsForScaling(value: unknown, read: Read): ScalingRequests | undefined {
  const file = readScalingDocument(value);
  if (!file) return undefined;
  if (!file.ok) {
    const [first] = file.errors;
    const { reason = '', message = '' } = first ?? {};
    return { ok: false, status: 400, error: { name: reason, message, causes: file.errors } };
  }
  const { action, input } = file;
  if (isLive(action, input, read)) return { ok: true, requests: [] };
  return { ok: true, requests: [{ api: 'application-autoscaling', action, input }] };
}

/** What is not valid is left to the API to refuse. */
function isLive(action: ShapedAction, value: unknown, read: Read): boolean {
  if (shapeErrors(action, value).length > 0) return false;
  const input = inputOf(value);
  const ResourceId = textOf(input, 'ResourceId') ?? '';
  try {
    switch (action) {
      case 'RegisterScalableTarget':
        return isRegisteredAs(input, read.get('applicationautoscaling/ScalableTarget', ResourceId));
      case 'PutScalingPolicy': {
        const key = keyIn(ResourceId, textOf(input, 'PolicyName') ?? '');
        return isPolicyAs(input, read.get('applicationautoscaling/ScalingPolicy', key));
      }
      case 'PutScheduledAction': {
        const key = keyIn(ResourceId, textOf(input, 'ScheduledActionName') ?? '');
        return isScheduledAs(input, read.get('applicationautoscaling/ScheduledAction', key));
      }
    }
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
