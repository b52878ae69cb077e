/** Which queue a worker finds: the image's own behaviour says it, or QUEUE_URL in the container's environment. */
import type { ImageBehaviour, Process } from './types';

interface Variable {
  readonly name: string;
  readonly value?: string;
}

/** What goes into the process's record. Nothing: it is no worker, or nobody has told it its queue. */
export function workerFields(
  { consumes, protectsTask }: ImageBehaviour,
  environment: readonly Variable[] = [],
): Pick<Process, 'consumes' | 'protectsTask'> {
  if (!consumes) return {};
  // As everywhere, the last of two variables with one name holds.
  const url = environment.findLast(({ name }) => name === 'QUEUE_URL')?.value;
  const queue = url === undefined ? consumes.queue : url.slice(url.lastIndexOf('/') + 1);
  if (queue === null || queue === '') return {};
  return {
    consumes: { ...consumes, queue },
    ...(protectsTask === true ? { protectsTask } : {}),
  };
}
