/** DescribeTasks: up to a hundred; unknown ones become failures. */
import type { Admission, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { nameOf, taskArn } from '../arn';
import { wireTask } from '../printers/wire';
import { accepted } from './answers';
import { clusterNamed } from './lookups';

const MAX_TASKS = 100;

export interface DescribeTasksRequest {
  readonly cluster?: string;
  readonly tasks: readonly string[];
  readonly include?: readonly string[];
}

export function describeTasks(input: DescribeTasksRequest, read: Read): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  if (input.tasks.length === 0)
    refuse('InvalidParameterException', 'Tasks cannot be empty.', ['tasks']);
  if (input.tasks.length > MAX_TASKS)
    refuse('InvalidParameterException', `At most ${MAX_TASKS} tasks can be described at once.`, [
      'tasks',
    ]);
  const tags = input.include?.includes('TAGS') ?? false;
  const found = input.tasks.map((task) => read.get('ecs/Task', `${clusterName}/${nameOf(task)}`));
  return accepted({
    tasks: found.flatMap((task) => (task ? [wireTask(task, { tags })] : [])),
    failures: input.tasks.flatMap((task, i) =>
      found[i] ? [] : [{ arn: taskArn(clusterArn, nameOf(task)), reason: 'MISSING' }],
    ),
  });
}
