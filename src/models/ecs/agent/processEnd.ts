/**
 * A process that decides itself when it ends: a worker that got SIGTERM and has finished its message. Key of the controller: that
 * of the process.
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
} from '../../../engine/model';
import { exitContainer } from './crashContainer';
import { processKey } from './processRecord';

const PROCESS_END = 'ecs/processEnd';

export const processEndController: Controller = {
  name: PROCESS_END,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    if (!process?.ended || process.about.kind !== 'ecs/Task') return undefined;
    const { about, container } = process;
    const task = about.key;
    const command: Command = { model: 'ecs', type: 'processEnded', task, container };
    return { commands: [command] };
  },
};

export const processEndWatch = defineWatch({
  kind: 'workload/Process',
  wakes: PROCESS_END,
  keys: (after, before, key) =>
    after?.ended && !before?.ended && after.about.kind === 'ecs/Task' ? [key] : [],
});

export function processEnded(
  { task, container: name }: { readonly task: string; readonly container: string },
  ctx: Context,
): Effect[] {
  const ended = ctx.get('workload/Process', processKey(task, name))?.ended;
  const managed = ctx.get('ecs/ManagedTask', task);
  const container = managed?.containers.find((c) => c.name === name);
  if (!ended || !container?.process) return [];
  return exitContainer(task, container, { exitCode: ended.exitCode }, ctx);
}
