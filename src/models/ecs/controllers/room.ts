/** Wakes what waits for room in a cluster when room may have come: its waiting tasks, and services that could start none. */
import type { Command, Controller } from '../../../engine/model';

export const ROOM_CONTROLLER = 'ecs/room';

/** From a change of an instance to the next attempt; the scheduler's own wait comes on top. Chosen for teaching. */
const LATENCY_MS = 500;

export const roomController: Controller = {
  name: ROOM_CONTROLLER,
  latencyMs: LATENCY_MS,
  sync: (cluster, read) => ({
    commands: [
      ...(read.count('ecs/Task', 'waiting', cluster) > 0
        ? [{ model: 'ecs', type: 'placeWaitingTasks', cluster } satisfies Command]
        : []),
      ...read
        .keysBy('ecs/ServiceScheduling', 'waiting', cluster)
        .map((service): Command => ({ model: 'ecs', type: 'retryPlacement', service })),
    ],
  }),
};
