/** Starts a batch of a deployment's tasks, and says what could not be placed. */
import type { Context, Effect } from '../../../engine/model';
import { taskDefinitionKey } from '../arn';
import { providersForNext } from '../capacityProviders/shares';
import { clusterOfKey } from '../placement/clusterView';
import { unableToPlace } from '../placement/failures';
import {
  EMPTY_CAPACITY_PROVIDER,
  launchTasks,
  type Launched,
  type TaskLaunch,
} from '../placement/launch';
import { taskKeyOf } from '../placement/newTask';
import { timings } from '../timings';
import type { Deployment, Service, TaskDefinition } from '../types';
import { putScheduling, schedulingOf, type ServiceScheduling } from './scheduling';
import { messages, putWithEvents, withEvent } from './serviceEvents';

interface StartTasks {
  readonly service: string;
  readonly deployment: string;
  readonly count: number;
  readonly on?: readonly string[];
}

export function startServiceTasks(command: StartTasks, ctx: Context): Effect[] {
  const { service: key, count } = command;
  const service = ctx.get('ecs/Service', key);
  const deployment = service?.deployments.find((d) => d.id === command.deployment);
  const definition =
    deployment && ctx.get('ecs/TaskDefinition', taskDefinitionKey(deployment.taskDefinition));
  if (!service || !deployment || !definition) return [];
  const launched = launchTasks(ctx, launchOf(key, service, deployment, definition, command, ctx));
  const { tasks, failures, overLimit, effects } = launched;
  const keys = tasks.map((task) => taskKeyOf(clusterOfKey(key), task));
  const before = schedulingOf(ctx, key);
  const unable = failures.length > 0 || overLimit ? unableMessage(service, launched) : null;
  const started =
    keys.length > 0 ? withEvent(service, messages.started(service, keys), ctx.nowMs) : service;
  const isNews = unable !== null && (keys.length > 0 || before.saidUnable !== unable);
  const after = isNews ? withEvent(started, unable, ctx.nowMs) : started;
  const scheduling: ServiceScheduling = {
    ...before,
    nextLaunchMs: ctx.nowMs + timings.launchBatchMs,
    waiting: unable === null ? null : { deployment: deployment.id, message: unable },
    saidUnable: unable,
  };
  return [
    ...effects,
    putScheduling(key, scheduling),
    ...(after === service ? [] : putWithEvents(key, service, after)),
    ...(isNews ? [placementFailed(key, deployment.id, count, launched)] : []),
  ];
}

export function launchOf(
  key: string,
  service: Service,
  deployment: Deployment,
  taskDefinition: TaskDefinition,
  { count, on }: Pick<StartTasks, 'count' | 'on'>,
  ctx: Context,
): TaskLaunch {
  const { launchType, platformVersion, networkConfiguration } = deployment;
  const strategy = deployment.capacityProviderStrategy ?? [];
  const of = { read: ctx, deployment: deployment.id };
  return {
    cluster: clusterOfKey(key),
    taskDefinition,
    count,
    group: `service:${service.serviceName}`,
    startedBy: deployment.id,
    launchType: launchType ?? service.launchType ?? 'EC2',
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    tags: tagsOf(service, taskDefinition),
    ...(on === undefined ? {} : { containerInstances: on }),
    ...(on !== undefined || strategy.length === 0
      ? {}
      : { capacityProviders: providersForNext(strategy, count, of) }),
    service: {
      key,
      loadBalanced: service.loadBalancers.some((lb) => lb.targetGroupArn !== undefined),
    },
  };
}

const tagsOf = ({ propagateTags, tags }: Service, definition: TaskDefinition) =>
  propagateTags === 'SERVICE' ? tags : propagateTags === 'TASK_DEFINITION' ? definition.tags : [];

function unableMessage(service: Service, { failures, refusals, overLimit }: Launched): string {
  if (overLimit) return messages.overWaitingLimit(service);
  const [first] = failures;
  if (first?.reason === 'RESOURCE:FARGATE') return messages.noCapacity(service, first.detail ?? '');
  const where = first?.reason === EMPTY_CAPACITY_PROVIDER ? 'capacity provider' : 'cluster';
  return unableToPlace(service.serviceName, refusals, where);
}

function placementFailed(
  key: string,
  deployment: string,
  wanted: number,
  { tasks, failures }: Launched,
): Effect {
  const reasons: Record<string, number> = {};
  for (const { reason } of failures) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const about = { kind: 'ecs/Service', key } as const;
  const data = { deployment, wanted, placed: tasks.length, reasons };
  return { do: 'note', fact: { model: 'ecs', type: 'placementFailed', about, data } };
}

/** Room may have come: the next look tries again. */
export function retryPlacement(
  { service: key }: { readonly service: string },
  ctx: Context,
): Effect[] {
  const scheduling = schedulingOf(ctx, key);
  if (!scheduling.waiting) return [];
  return [
    putScheduling(key, { ...scheduling, waiting: null }),
    { do: 'wake', controller: 'ecs/service', key },
  ];
}
