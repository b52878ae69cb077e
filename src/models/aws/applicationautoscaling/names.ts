/** Keys and ARNs of what belongs to a scalable target. */
import type { Read } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import { nameHash } from '../nameHash';
import type { OfTarget } from './types';

/** Of a policy or a scheduled action. */
export const keyIn = (ResourceId: string, name: string): string => `${ResourceId}|${name}`;

export const ofService = (ResourceId: string): OfTarget => ({
  ServiceNamespace: 'ecs',
  ResourceId,
  ScalableDimension: 'ecs:service:DesiredCount',
});

/** `service/<cluster>/<service>` to the key of the service; undefined: not of that form. */
export const serviceKeyOf = (ResourceId: string): string | undefined =>
  /^service\/([^/]+\/[^/]+)$/.exec(ResourceId)?.[1];

export const resourceIdOf = (serviceKey: string): string => `service/${serviceKey}`;

/** The same name always gives the same UUID, so that nothing else moves where it is used. */
export function uuidOf(name: string): string {
  const digits = nameHash(name, 32);
  return [0, 8, 12, 16, 20].map((from, i) => digits.slice(from, [8, 12, 16, 20, 32][i])).join('-');
}

export const targetArn = (ResourceId: string, read: Read): string =>
  `arn:aws:application-autoscaling:${regionOf(read)}:${ACCOUNT_ID}:scalable-target/` +
  uuidOf(ResourceId).replaceAll('-', '');

export const policyArn = (ResourceId: string, PolicyName: string, read: Read): string =>
  `arn:aws:autoscaling:${regionOf(read)}:${ACCOUNT_ID}:scalingPolicy:${uuidOf(ResourceId)}:` +
  `resource/ecs/${ResourceId}:policyName/${PolicyName}`;

export const scheduledActionArn = (ResourceId: string, name: string, read: Read): string =>
  `arn:aws:autoscaling:${regionOf(read)}:${ACCOUNT_ID}:scheduledAction:${uuidOf(ResourceId)}:` +
  `resource/ecs/${ResourceId}:scheduledActionName/${name}`;

/** The target that a policy's ARN names; undefined: it is not one of Application Auto Scaling. */
export const targetOfPolicy = (arn: string): string | undefined =>
  /:scalingPolicy:[^:]*:resource\/ecs\/(service\/[^:]+):policyName\//.exec(arn)?.[1];
