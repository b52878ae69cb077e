/**
 * The kernel has killed a container's process: the kubelet finds exit code 137 and reason OOMKilled (pkg/kubelet/kuberuntime,
 * v1.34). Key of the controller: that of the process.
 */
import { defineWatch, type Command, type Context, type Controller } from '../../../engine/model';
import type { Effect } from '../../../engine/model';
import { containerEnded } from './containerEnd';
import { podView } from './podView';
import { processKey } from './processRecord';

const OUT_OF_MEMORY = 'kubernetes/outOfMemory';
const KILLED = 137;

export interface OutOfMemoryCommand {
  readonly type: 'containerOutOfMemory';
  readonly pod: string;
  readonly container: string;
}

export const outOfMemoryController: Controller = {
  name: OUT_OF_MEMORY,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    if (process?.killed !== 'OutOfMemory') return undefined;
    const { about, container } = process;
    const ip = podView(read, about.key)?.context.ip ?? null;
    // A namesake on a node that is cut off: nobody speaks of it.
    if (about.kind !== 'kubernetes/Pod' || processKey(about.key, ip, container) !== key)
      return undefined;
    const command = { type: 'containerOutOfMemory', pod: about.key, container, because: about };
    return { commands: [{ model: 'kubernetes', ...command } as unknown as Command] };
  },
};

export const outOfMemoryWatch = defineWatch({
  kind: 'workload/Process',
  wakes: OUT_OF_MEMORY,
  keys: (after, before, key) =>
    after?.killed && !before?.killed && after.about.kind === 'kubernetes/Pod' ? [key] : [],
});

export function containerOutOfMemory(
  { pod, container: name }: OutOfMemoryCommand,
  ctx: Context,
): readonly Effect[] {
  const view = podView(ctx, pod);
  const container = view?.containers.find((c) => c.container.name === name);
  if (!view || !container) return [];
  const process = ctx.get('workload/Process', processKey(pod, view.context.ip, name));
  if (!process?.killed) return [];
  return containerEnded(ctx, view, container, KILLED, 'OOMKilled');
}
