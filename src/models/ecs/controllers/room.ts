/** Wakes the services of a cluster that wait for room, when room may have come. */
import type { Controller } from '../../../engine/model';

export const ROOM_CONTROLLER = 'ecs/room';

/** From a change of an instance to the next attempt; the scheduler's own wait comes on top. Chosen for teaching. */
const LATENCY_MS = 500;

export const roomController: Controller = {
  name: ROOM_CONTROLLER,
  latencyMs: LATENCY_MS,
  sync: (cluster, read) => ({
    commands: read
      .keysBy('ecs/ServiceScheduling', 'waiting', cluster)
      .map((service) => ({ model: 'ecs', type: 'retryPlacement', service })),
  }),
};
