/** The service scheduler: looks at one service, decides, says what is to be done (Developer Guide, "Amazon ECS services"). */
import type { Controller } from '../../../engine/model';
import { timings } from '../timings';
import { decideService } from './decideService';
import { observeService } from './observeService';

export const SERVICE_CONTROLLER = 'ecs/service';

export const serviceController: Controller = {
  name: SERVICE_CONTROLLER,
  latencyMs: timings.serviceSchedulerMs,
  sync: syncService,
};

function syncService(key: string, ctx: Parameters<Controller['sync']>[1]) {
  const observed = observeService(key, ctx);
  return observed && decideService(observed);
}
