/** Keys and ARNs of what belongs to a group. */
import type { Read } from '../../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../../account';
import { uuidOf } from '../../applicationautoscaling/names';

export const keyIn = (group: string, name: string): string => `${group}|${name}`;

export const groupPolicyArn = (group: string, PolicyName: string, read: Read): string =>
  `arn:aws:autoscaling:${regionOf(read)}:${ACCOUNT_ID}:scalingPolicy:${uuidOf(`${group} ${PolicyName}`)}:` +
  `autoScalingGroupName/${group}:policyName/${PolicyName}`;

export const groupActionArn = (group: string, name: string, read: Read): string =>
  `arn:aws:autoscaling:${regionOf(read)}:${ACCOUNT_ID}:scheduledUpdateGroupAction:${uuidOf(`${group} ${name}`)}:` +
  `autoScalingGroupName/${group}:scheduledActionName/${name}`;

/** The group that a policy's ARN names; undefined: it is not the policy of a group. */
export const groupOfPolicy = (arn: string): string | undefined =>
  /:scalingPolicy:[^:]*:autoScalingGroupName\/([^:]+):policyName\//.exec(arn)?.[1];
