/**
 * The desired count as Application Auto Scaling sets it: UpdateService by its service-linked role, which leaves its message
 * among the service events (published event logs of scaled services).
 */
import type { Context, Effect } from '../../../engine/model';
import { note } from '../requests/facts';
import { putWithEvents, withEvent } from './serviceEvents';

export interface SetDesiredCount {
  readonly type: 'setDesiredCount';
  /** `<cluster>/<name>` */
  readonly service: string;
  readonly desiredCount: number;
  readonly message: string;
}

export function setDesiredCount(
  { service: key, desiredCount, message }: SetDesiredCount,
  ctx: Context,
): readonly Effect[] {
  const service = ctx.get('ecs/Service', key);
  if (service?.status !== 'ACTIVE' || service.desiredCount === desiredCount) return [];
  const { taskDefinition } = service;
  const data = {
    changed: ['desiredCount'],
    desiredCount: { from: service.desiredCount, to: desiredCount },
    taskDefinition: { from: taskDefinition, to: taskDefinition },
    deployment: null,
  };
  const updated = { ...service, desiredCount };
  // The update last: what the scheduler then does is because of it, not of its message.
  return [
    ...putWithEvents(key, service, withEvent(updated, message, ctx.nowMs)),
    note({ kind: 'ecs/Service', key }, { type: 'serviceUpdated', data }),
  ];
}
