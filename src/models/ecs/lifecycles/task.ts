/** The task machine at work: its record, its instance's counts and resources, its targets, and what its end means. */
import type { Context, Effect, Lifecycle } from '../../../engine/model';
import { keyOfArn, taskDefinitionKey } from '../arn';
import { requirementsOf } from '../placement/requirements';
import { release } from '../placement/resources';
import type { ContainerInstance, Task, TaskLastStatus } from '../types';
import { taskMachine, type TaskContext } from './task.machine';
import { taskRecord } from './taskStatusRecord';

export const TASK_LIFECYCLE = 'ecs/task';

export const taskLifecycle: Lifecycle = {
  name: TASK_LIFECYCLE,
  machine: taskMachine,
  record: (key) => ({ kind: 'ecs/Task', key }),
  status(key, { value, context }, ctx) {
    const before = ctx.get('ecs/Task', key);
    if (!before || value === 'DELETED') return [];
    const { task, effects } = taskRecord(
      before,
      STATUSES[value as string] ?? (value as TaskLastStatus),
      context as TaskContext,
      ctx,
    );
    if (task === before) return [];
    return [
      { do: 'put', kind: 'ecs/Task', key, value: task },
      ...effects,
      ...instanceEffects(before, task, ctx),
      ...leaving(key, task, ctx),
      ...statusFact(key, before, task),
    ];
  },
  intents: {
    giveUp: ({ key: task }) => [
      { do: 'command', command: { model: 'ecs', type: 'giveUpWaiting', task } },
    ],
    deregisterTargets: ({ key, ctx }) => deregisterTargets(key, ctx),
    tellScheduler: ({ key, ctx }) => tellScheduler(key, ctx),
    forgetTask: ({ key }) => [{ do: 'remove', kind: 'ecs/Task', key }],
  },
  // Agent, load balancer and scheduler speak without knowing what the others have just said.
  ignores: [
    'capacityFound',
    'agentAccepted',
    'containersRunning',
    'targetsRegistered',
    'stop',
    'interrupt',
    'targetsDrained',
    'containersStopped',
    'hostLost',
  ],
};

/** What the API calls the states that it has no word for. */
const STATUSES: Readonly<Record<string, TaskLastStatus>> = {
  waiting: 'PROVISIONING',
  abandoned: 'PROVISIONING',
};

function statusFact(key: string, before: Task, after: Task): Effect[] {
  const { lastStatus: to, desiredStatus, stopCode, stoppedReason } = after;
  const end = desiredStatus === 'STOPPED' ? { stopCode, stoppedReason } : {};
  const data = { from: before.lastStatus, to, desiredStatus, ...end };
  const about = { kind: 'ecs/Task', key } as const;
  return [{ do: 'note', fact: { model: 'ecs', type: 'taskStatusChanged', about, data } }];
}

/** Before RUNNING a task is pending on its instance, then running; STOPPED gives everything back. */
function instanceEffects(before: Task, after: Task, ctx: Context): Effect[] {
  const was = countOf(before.lastStatus);
  const is = countOf(after.lastStatus);
  if (was === is || after.containerInstanceArn === undefined) return [];
  const key = keyOfArn(after.containerInstanceArn);
  const instance = ctx.get('ecs/ContainerInstance', key);
  if (!instance) return [];
  const moved: ContainerInstance = {
    ...instance,
    pendingTasksCount: instance.pendingTasksCount + one(is === 'pending') - one(was === 'pending'),
    runningTasksCount: instance.runningTasksCount + one(is === 'running') - one(was === 'running'),
    remainingResources:
      is === 'none' ? released(instance, after, ctx) : instance.remainingResources,
    version: instance.version + 1,
  };
  return [{ do: 'put', kind: 'ecs/ContainerInstance', key, value: moved }];
}

const one = (is: boolean): number => (is ? 1 : 0);

function countOf(status: TaskLastStatus): 'pending' | 'running' | 'none' {
  if (status === 'STOPPED') return 'none';
  return status === 'PROVISIONING' || status === 'PENDING' || status === 'ACTIVATING'
    ? 'pending'
    : 'running';
}

function released(instance: ContainerInstance, task: Task, ctx: Context) {
  const definition = ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  if (!definition) return instance.remainingResources;
  const needs = requirementsOf(definition, task.overrides);
  return release(instance.remainingResources, instance.registeredResources, needs);
}

/** The scheduler no longer counts a task that is to stop. */
function leaving(key: string, task: Task, ctx: Context): Effect[] {
  if (task.desiredStatus === 'RUNNING') return [];
  const serviceTask = ctx.get('ecs/ServiceTask', key);
  if (!serviceTask || serviceTask.leaving) return [];
  return [{ do: 'put', kind: 'ecs/ServiceTask', key, value: { ...serviceTask, leaving: true } }];
}

function tellScheduler(key: string, ctx: Context): Effect[] {
  const serviceTask = ctx.get('ecs/ServiceTask', key);
  const task = ctx.get('ecs/Task', key);
  if (!serviceTask || !task) return [];
  const { service, deployment } = serviceTask;
  const forget: Effect = { do: 'remove', kind: 'ecs/ServiceTask', key };
  if (!neverRan(task)) return [forget];
  const because = { kind: 'ecs/Task', key } as const;
  const said = {
    model: 'ecs',
    type: 'recordTaskOutcome',
    outcome: 'FAILED',
    startFailed: true,
  } as const;
  const command = { ...said, service, deployment, because };
  return [forget, { do: 'command', command }];
}

/** It did not reach RUNNING by its own fault; one that the scheduler stopped on the way has not failed. */
const neverRan = ({ startedAt, stopCode }: Task): boolean =>
  startedAt === undefined &&
  (stopCode === 'TaskFailedToStart' || stopCode === 'EssentialContainerExited');

/** Nothing registered means nothing to drain. */
function deregisterTargets(key: string, ctx: Context): Effect[] {
  const serviceTask = ctx.get('ecs/ServiceTask', key);
  if (!serviceTask || serviceTask.targets.length === 0)
    return [{ do: 'tell', lifecycle: TASK_LIFECYCLE, key, event: { type: 'targetsDrained' } }];
  const { service, deployment, targets } = serviceTask;
  return targets.flatMap(({ targetGroupArn, Id, Port }): Effect[] => [
    {
      do: 'command',
      command: { model: 'aws', type: 'deregisterTargets', targetGroupArn, targets: [{ Id, Port }] },
    },
    {
      do: 'command',
      command: { model: 'ecs', type: 'recordDraining', service, deployment, targetGroupArn },
    },
  ]);
}
