/**
 * The kernel has killed a container's process: the agent finds exit code 137 and says why (agent, dockerapi/errors.go
 * OutOfMemoryError). Key of the controller: that of the process.
 */
import { defineWatch, type Context, type Controller, type Effect } from '../../../engine/model';
import { exitContainer } from './crashContainer';
import { processKey } from './processRecord';

const OUT_OF_MEMORY = 'ecs/outOfMemory';
const KILLED = 137;
const REASON = 'OutOfMemoryError: Container killed due to memory usage';

export const outOfMemoryController: Controller = {
  name: OUT_OF_MEMORY,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    if (process?.killed !== 'OutOfMemory' || process.about.kind !== 'ecs/Task') return undefined;
    const { about, container } = process;
    const task = about.key;
    return {
      commands: [{ model: 'ecs', type: 'containerOutOfMemory', task, container, because: about }],
    };
  },
};

export const outOfMemoryWatch = defineWatch({
  kind: 'workload/Process',
  wakes: OUT_OF_MEMORY,
  keys: (after, before, key) =>
    after?.killed && !before?.killed && after.about.kind === 'ecs/Task' ? [key] : [],
});

export function containerOutOfMemory(
  { task, container: name }: { readonly task: string; readonly container: string },
  ctx: Context,
): Effect[] {
  const killed = ctx.get('workload/Process', processKey(task, name))?.killed;
  const managed = ctx.get('ecs/ManagedTask', task);
  const container = managed?.containers.find((c) => c.name === name);
  if (killed == null || !container?.process) return [];
  return exitContainer(task, container, { exitCode: KILLED, reason: REASON }, ctx);
}
