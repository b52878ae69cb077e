/** StopTask: the task is told to stop; a stopped one is answered as it is. Services replace what is stopped in them. */
import type { Admission, Context } from '../../../engine/model';
import { nameOf } from '../arn';
import { wireTask } from '../printers/wire';
import { accepted } from './answers';
import { clusterNamed, taskNamed } from './lookups';

export interface StopTaskRequest {
  readonly cluster?: string;
  readonly task: string;
  readonly reason?: string;
}

export function stopTask(input: StopTaskRequest, ctx: Context): Admission {
  const { clusterName } = clusterNamed(ctx, input.cluster);
  const task = taskNamed(ctx, clusterName, input.task);
  if (task.desiredStatus === 'STOPPED') return accepted({ task: wireTask(task) });
  const reason = input.reason ?? 'Task stopped by user';
  const stopped = {
    ...task,
    desiredStatus: 'STOPPED',
    stopCode: 'UserInitiated',
    stoppedReason: reason,
  } as const;
  return accepted({ task: wireTask(stopped) }, [
    {
      do: 'command',
      command: {
        model: 'ecs',
        type: 'stopTask',
        task: `${clusterName}/${nameOf(input.task)}`,
        stopCode: 'UserInitiated',
        reason,
      },
    },
  ]);
}
