/** What the scheduler writes into a service about itself: counts, completion, steady state, and its end. */
import type { Context, Effect } from '../../../engine/model';
import type { Service } from '../types';
import { isSteady } from './decideService';
import { completed, primaryOf } from './deployments';
import { observeService } from './observeService';
import { putScheduling, schedulingOf } from './scheduling';
import { messages, putWithEvents, withEvent } from './serviceEvents';

interface About {
  readonly service: string;
}

export function completeDeployment(
  command: About & { readonly deployment: string },
  ctx: Context,
): Effect[] {
  const { service: key, deployment: id } = command;
  const service = ctx.get('ecs/Service', key);
  const primary = service && primaryOf(service);
  if (!service || primary?.id !== id) return [];
  const done = completed(service, ctx.nowMs);
  const after = withEvent(done, messages.completed(service, id), ctx.nowMs);
  const about = { kind: 'ecs/Service', key } as const;
  const data = { deployment: id, tookMs: ctx.nowMs - primary.createdAt };
  return [
    ...putWithEvents(key, service, after),
    putScheduling(key, { ...schedulingOf(ctx, key), lastCompleted: primaryOf(done) ?? null }),
    { do: 'note', fact: { model: 'ecs', type: 'deploymentCompleted', about, data } },
  ];
}

export function reportSteadyState({ service: key }: About, ctx: Context): Effect[] {
  const service = ctx.get('ecs/Service', key);
  if (!service) return [];
  return [
    ...putWithEvents(key, service, withEvent(service, messages.steady(service), ctx.nowMs)),
    putScheduling(key, { ...schedulingOf(ctx, key), steadySaidMs: ctx.nowMs }),
  ];
}

export function reportBlockedDeployment({ service: key }: About, ctx: Context): Effect[] {
  const service = ctx.get('ecs/Service', key);
  const primary = service && primaryOf(service);
  if (!primary) return [];
  return [
    ...putWithEvents(key, service, withEvent(service, messages.blocked(service), ctx.nowMs)),
    putScheduling(key, { ...schedulingOf(ctx, key), saidBlocked: primary.id }),
  ];
}

/** Counts as they are now; a service that is no longer as wanted is no longer steady. */
export function reportService({ service: key }: About, ctx: Context): Effect[] {
  const observed = observeService(key, ctx);
  if (!observed) return [];
  const { service, primary, others, desired, presentRunning, presentPending, scheduling } =
    observed;
  const tasks = new Map([primary, ...others].map((d) => [d.deployment.id, d]));
  const deployments = service.deployments.map((deployment) => {
    const { pending = 0, running = 0 } = tasks.get(deployment.id) ?? {};
    const desiredCount = deployment.status === 'PRIMARY' ? desired : pending + running;
    return { ...deployment, desiredCount, pendingCount: pending, runningCount: running };
  });
  const value: Service = {
    ...service,
    desiredCount: desired,
    runningCount: presentRunning,
    pendingCount: presentPending,
    deployments,
  };
  return [
    { do: 'put', kind: 'ecs/Service', key, value },
    ...(!isSteady(observed) && scheduling.steadySaidMs !== null
      ? [putScheduling(key, { ...scheduling, steadySaidMs: null })]
      : []),
  ];
}

/** A deleted service keeps its record, INACTIVE. */
export function closeService({ service: key }: About, ctx: Context): Effect[] {
  const service = ctx.get('ecs/Service', key);
  if (service?.status !== 'DRAINING') return [];
  const about = { kind: 'ecs/Service', key } as const;
  const counts = { runningCount: 0, pendingCount: 0, deployments: [] };
  return [
    { do: 'put', ...about, value: { ...service, ...counts, status: 'INACTIVE' } },
    { do: 'remove', kind: 'ecs/ServiceScheduling', key },
    { do: 'note', fact: { model: 'ecs', type: 'serviceClosed', about, data: {} } },
  ];
}
