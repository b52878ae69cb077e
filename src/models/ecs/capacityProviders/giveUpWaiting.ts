/**
 * A task that has waited too long for capacity is stopped: TaskFailedToStart, with what the nearest instance lacked or that
 * there was none (Developer Guide, "API failure reasons", DescribeTasks).
 */
import type { Context, Effect } from '../../../engine/model';
import { clusterOfKey } from '../placement/clusterView';
import { clusterView } from '../placement/decision';
import { closest, failuresOf } from '../placement/failures';
import { EMPTY_CAPACITY_PROVIDER } from '../placement/launch';
import { waitingTask } from './placeWaiting';

export function giveUpWaiting(
  { task }: { readonly task: string },
  ctx: Context,
): readonly Effect[] {
  const waiting = waitingTask(task, ctx);
  const failures = waiting ? failuresOf(clusterView(ctx, clusterOfKey(task)), waiting.input) : [];
  const why = closest(failures)?.reason ?? EMPTY_CAPACITY_PROVIDER;
  const stopCode = 'TaskFailedToStart';
  const reason = `TaskFailedToStart: ${why}`;
  return [{ do: 'command', command: { model: 'ecs', type: 'stopTask', task, stopCode, reason } }];
}
