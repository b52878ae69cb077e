/** Fargate's hosts in a zone that is lost: the platform notices by itself and ends the tasks that were on them. */
import type { Controller } from '../../../engine/model';
import { timings } from '../timings';

export const FARGATE_ZONE_CONTROLLER = 'ecs/fargateZones';

export const fargateZoneController: Controller = {
  name: FARGATE_ZONE_CONTROLLER,
  latencyMs: timings.fargateHostLostNoticedMs,
  sync(zone, ctx) {
    if (ctx.get('ec2/AvailabilityZone', zone)?.State !== 'impaired') return undefined;
    if (ctx.count('ecs/Task', 'fargateZone', zone) === 0) return undefined;
    return { commands: [{ model: 'ecs', type: 'loseFargateHosts', zone }] };
  },
};
