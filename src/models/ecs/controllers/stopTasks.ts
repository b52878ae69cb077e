/** Stops tasks of a service: named ones, or as many as placement in reverse chooses. */
import type { Context, Effect } from '../../../engine/model';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import { providersToLeave } from '../capacityProviders/shares';
import { clusterOfKey, ofProvider, withTask, type ClusterView } from '../placement/clusterView';
import { clusterView } from '../placement/decision';
import { chooseToStop } from '../placement/scaleIn';
import { isProtected, possiblyProtected, PROTECTION_RETRY_MS } from './protection';
import { putScheduling, schedulingOf } from './scheduling';
import { SERVICE_CONTROLLER } from './service';
import type { Service, StopCode, Task } from '../types';
import { messages, putWithEvents, withCountedEvent, withEvent } from './serviceEvents';

/** Desired status STOPPED; whatever the task is doing follows from its machine. */
export function stopTask(
  command: { readonly task: string; readonly stopCode: StopCode; readonly reason: string },
  ctx: Context,
): Effect[] {
  const { task: key, stopCode, reason } = command;
  if (ctx.get('ecs/Task', key)?.desiredStatus !== 'RUNNING') return [];
  return [{ do: 'tell', lifecycle: TASK_LIFECYCLE, key, event: stopEvent(stopCode, reason) }];
}

const stopEvent = (stopCode: StopCode, reason: string) => ({ type: 'stop', stopCode, reason });

export const finishDraining = ({ task: key }: { readonly task: string }): Effect[] => [
  { do: 'tell', lifecycle: TASK_LIFECYCLE, key, event: { type: 'targetsDrained' } },
];

export function stopServiceTasks(
  command: {
    readonly service: string;
    readonly tasks: readonly string[];
    readonly why: 'scaling' | 'unhealthy';
  },
  ctx: Context,
): Effect[] {
  const service = ctx.get('ecs/Service', command.service);
  const unhealthy = command.why === 'unhealthy';
  const meant = command.tasks.flatMap((key) => {
    const task = ctx.get('ecs/Task', key);
    return task?.desiredStatus === 'RUNNING' ? [{ key, task }] : [];
  });
  // Protection does not keep a task that is broken.
  const stopping = unhealthy ? meant : meant.filter(({ key }) => !isProtected(ctx, key));
  if (!service || meant.length === 0) return [];
  if (stopping.length === 0) return [lookAgain(command.service)];
  const after = announce(service, stopping, ctx.nowMs);
  return [
    ...putWithEvents(command.service, service, after),
    ...stopping.flatMap(({ key, task }) => stop(key, task, unhealthy, command.service, ctx)),
    ...(stopping.length < meant.length ? [lookAgain(command.service)] : []),
  ];
}

const lookAgain = (service: string): Effect => ({
  do: 'wake',
  controller: SERVICE_CONTROLLER,
  key: service,
  afterMs: PROTECTION_RETRY_MS,
});

interface Stopping {
  readonly key: string;
  readonly task: Task;
}

function stop(
  key: string,
  task: Task,
  unhealthy: boolean,
  service: string,
  ctx: Context,
): Effect[] {
  const deployment = task.startedBy ?? '';
  const fault = unhealthy ? ctx.get('ecs/ServiceTask', key)?.unhealthy : null;
  const reason = fault?.reason ?? `Scaling activity initiated by (deployment ${deployment})`;
  const stopped: Effect = {
    do: 'command',
    command: {
      model: 'ecs',
      type: 'stopTask',
      task: key,
      stopCode: 'ServiceSchedulerInitiated',
      reason,
    },
  };
  if (!fault) return [stopped];
  const because = { kind: 'ecs/Task', key } as const;
  const outcome = { outcome: 'FAILED', startFailed: false } as const;
  return [
    stopped,
    {
      do: 'command',
      command: {
        model: 'ecs',
        type: 'recordTaskOutcome',
        service,
        deployment,
        ...outcome,
        because,
      },
    },
  ];
}

function announce(service: Service, stopping: readonly Stopping[], nowMs: number): Service {
  const running = stopping.filter(({ task }) => task.startedAt !== undefined).map((s) => s.key);
  const pending = stopping.filter(({ task }) => task.startedAt === undefined).map((s) => s.key);
  const said = (to: Service, keys: readonly string[], what: 'running' | 'pending') =>
    keys.length === 0 ? to : withEvent(to, messages.stopped(to, keys, what), nowMs);
  return said(said(service, pending, 'pending'), running, 'running');
}

/** Each choice sees the ones before it as gone. */
export function scaleInServiceTasks(
  command: { readonly service: string; readonly deployment: string; readonly count: number },
  ctx: Context,
): Effect[] {
  const { service: key, deployment: startedBy, count } = command;
  const service = ctx.get('ecs/Service', key);
  if (!service) return [];
  const group = `service:${service.serviceName}`;
  const random = ctx.random(`ecs/placement/${group}`);
  const held = protectedTasks(startedBy, ctx);
  let view = held.reduce(gone(ctx), clusterView(ctx, clusterOfKey(key)));
  const tasks: string[] = [];
  for (const starter of starters(service, startedBy, count, ctx)) {
    const input = { group, startedBy: starter, strategies: service.placementStrategy };
    const chosen = chooseToStop(view, input, (n) => random.integer(n));
    const task = chosen === undefined ? undefined : ctx.get('ecs/Task', chosen);
    if (chosen === undefined || !task) continue;
    tasks.push(chosen);
    view = withTask(view, chosen, task, { ...task, desiredStatus: 'STOPPED' });
  }
  const waits = tasks.length < count && held.length > 0;
  return [
    ...stopServiceTasks({ service: key, tasks, why: 'scaling' }, ctx),
    ...(waits ? holdBack(key, startedBy, held.length, ctx) : letGo(key, ctx)),
  ];
}

/** What may not be stopped is no choice, and weighs nothing in it. */
const gone =
  (ctx: Context) =>
  (view: ClusterView, key: string): ClusterView => {
    const task = ctx.get('ecs/Task', key);
    return task ? withTask(view, key, task, { ...task, desiredStatus: 'STOPPED' }) : view;
  };

const protectedTasks = (deployment: string, ctx: Context): readonly string[] =>
  possiblyProtected(ctx).filter((key) => {
    const task = ctx.get('ecs/Task', key);
    const runs = task?.desiredStatus === 'RUNNING' && task.startedBy === deployment;
    return runs && isProtected(ctx, key);
  });

/** It is tried again; when more are protected than wanted, that is said once. */
function holdBack(key: string, deployment: string, held: number, ctx: Context): Effect[] {
  const service = ctx.get('ecs/Service', key);
  const scheduling = schedulingOf(ctx, key);
  const before = scheduling.heldBack?.deployment === deployment ? scheduling.heldBack : null;
  const said = before?.said === true || (service !== undefined && held > service.desiredCount);
  if (!service || before?.said === said) return [lookAgain(key)];
  return [
    putScheduling(key, { ...scheduling, heldBack: { deployment, said } }),
    ...(said
      ? [
          {
            do: 'command',
            command: { model: 'ecs', type: 'reportProtected', service: key, deployment },
          } as const,
        ]
      : []),
    lookAgain(key),
  ];
}

/** After what was stopped has been said. */
export function reportProtected(
  { service: key, deployment }: { readonly service: string; readonly deployment: string },
  ctx: Context,
): Effect[] {
  const service = ctx.get('ecs/Service', key);
  if (!service) return [];
  const message = messages.protected(service, deployment);
  return putWithEvents(key, service, withEvent(service, message, ctx.nowMs));
}

function letGo(key: string, ctx: Context): Effect[] {
  const { heldBack, ...scheduling } = schedulingOf(ctx, key);
  return heldBack ? [putScheduling(key, scheduling)] : [];
}

/** Whose task goes, one after the other: the deployment's, or those that it gave to one of its capacity providers. */
function starters(
  service: Service,
  deployment: string,
  count: number,
  ctx: Context,
): readonly string[] {
  const { capacityProviderStrategy: strategy = [] } =
    service.deployments.find((d) => d.id === deployment) ?? {};
  if (strategy.length < 2) return Array.from({ length: count }, () => deployment);
  return providersToLeave(strategy, count, ctx, deployment).map((name) =>
    ofProvider(deployment, name),
  );
}

/** Targets that leave at the same instant are one event. */
export function recordDraining(
  command: {
    readonly service: string;
    readonly deployment: string;
    readonly targetGroupArn: string;
  },
  ctx: Context,
): Effect[] {
  const { service: key, deployment, targetGroupArn } = command;
  const service = ctx.get('ecs/Service', key);
  if (!service) return [];
  const { nowMs } = ctx;
  const gone = withCountedEvent(
    service,
    (n) => messages.deregistered(service, n, targetGroupArn),
    nowMs,
  );
  const draining = withCountedEvent(gone, (n) => messages.draining(service, deployment, n), nowMs);
  return [{ do: 'put', kind: 'ecs/Service', key, value: draining }];
}
