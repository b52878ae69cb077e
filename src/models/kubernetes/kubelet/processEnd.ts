/**
 * A process that decides itself when it ends: a worker that got SIGTERM and has finished its message, a client whose request is
 * answered. Key of the controller: that of the process.
 */
import { defineWatch, type Command, type Context, type Controller } from '../../../engine/model';
import type { Effect } from '../../../engine/model';
import { containerEnded } from './containerEnd';
import { podView } from './podView';
import { processKey } from './processRecord';

const PROCESS_END = 'kubernetes/processEnd';

export interface ProcessEndedCommand {
  readonly type: 'processEnded';
  readonly pod: string;
  readonly container: string;
}

export const processEndController: Controller = {
  name: PROCESS_END,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    if (!process?.ended) return undefined;
    const { about, container } = process;
    const ip = podView(read, about.key)?.context.ip ?? null;
    // A namesake on a node that is cut off: nobody speaks of it.
    if (about.kind !== 'kubernetes/Pod' || processKey(about.key, ip, container) !== key)
      return undefined;
    const command = { type: 'processEnded', pod: about.key, container };
    return { commands: [{ model: 'kubernetes', ...command } as unknown as Command] };
  },
};

export const processEndWatch = defineWatch({
  kind: 'workload/Process',
  wakes: PROCESS_END,
  keys: (after, before, key) =>
    after?.ended && !before?.ended && after.about.kind === 'kubernetes/Pod' ? [key] : [],
});

export function processEnded(
  { pod, container: name }: ProcessEndedCommand,
  ctx: Context,
): readonly Effect[] {
  const view = podView(ctx, pod);
  const container = view?.containers.find((c) => c.container.name === name);
  const process = view && ctx.get('workload/Process', processKey(pod, view.context.ip, name));
  if (!view || !container || !process?.ended) return [];
  const { exitCode, message } = process.ended;
  const asked = container.container['terminationMessagePolicy'] === 'FallbackToLogsOnError';
  const words = exitCode !== 0 && asked ? message : undefined;
  return containerEnded(ctx, view, container, exitCode, undefined, words);
}
