/**
 * Fargate bills what a task asks for, from the start of its image pull until it has stopped (Fargate pricing page). Key: that
 * of the task.
 */
import { defineWatch, type Controller, type Read } from '../../../engine/model';
import { fargateNanoUsdPerHour } from '../../aws/pricing/meter';
import { FARGATE_SPOT } from '../capacityProviders/lookups';
import { taskDefinitionKey } from '../arn';
import type { Task } from '../types';

const FARGATE_METER = 'ecs/fargateMeter';

export const fargateMeter: Controller = {
  name: FARGATE_METER,
  latencyMs: 0,
  sync(key, read) {
    const task = read.get('ecs/Task', key);
    const costs = task !== undefined && isBilled(task);
    if (costs === read.has('pricing/Metered', key)) return undefined;
    const of = costs
      ? ({ half: 'ecs', what: 'fargate', nanoUsdPerHour: priceOf(task, read) } as const)
      : null;
    // The agent reports its pull some seconds late.
    const since = costs && task.pullStartedAt !== undefined ? { sinceMs: task.pullStartedAt } : {};
    return { commands: [{ model: 'aws', type: 'meter', key, of, ...since }] };
  },
};

export const fargateMeterWatch = defineWatch({
  kind: 'ecs/Task',
  wakes: FARGATE_METER,
  keys: (after, before, key) => {
    const billed = (task: Task | undefined) => task !== undefined && isBilled(task);
    return billed(after) === billed(before) ? [] : [key];
  },
});

const isBilled = ({ launchType, lastStatus, pullStartedAt }: Task): boolean =>
  launchType === 'FARGATE' && pullStartedAt !== undefined && lastStatus !== 'STOPPED';

function priceOf(task: Task, read: Pick<Read, 'get'>): number {
  const definition = read.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  return fargateNanoUsdPerHour(Number(task.cpu) / 1024, Number(task.memory) / 1024, {
    spot: task.capacityProviderName === FARGATE_SPOT,
    arm: definition?.runtimePlatform?.cpuArchitecture === 'ARM64',
  });
}
