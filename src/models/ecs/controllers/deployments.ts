/** Deployments of a service: how one begins, completes, fails and is rolled back (API, Deployment). */
import type { Context } from '../../../engine/model';
import { keyOfArn } from '../arn';
import type { Deployment, Service, Time } from '../types';

/** The service with a fresh PRIMARY deployment of what it now asks for; what was PRIMARY becomes ACTIVE. */
export function withNewDeployment(service: Service, ctx: Context): Service {
  const random = ctx.random(`ecs/deployments/${keyOfArn(service.serviceArn)}`);
  const id = `ecs-svc/${random.between(1, 9)}${random.text(18, '0123456789')}`;
  const { launchType, capacityProviderStrategy, platformVersion, networkConfiguration } = service;
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    pendingCount: 0,
    runningCount: 0,
    failedTasks: 0,
    createdAt: ctx.nowMs,
    updatedAt: ctx.nowMs,
    ...(launchType === undefined ? {} : { launchType }),
    ...(capacityProviderStrategy === undefined ? {} : { capacityProviderStrategy }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
  };
  return { ...service, deployments: [deployment, ...service.deployments.map(asActive)] };
}

const asActive = (deployment: Deployment): Deployment =>
  deployment.status === 'PRIMARY' ? { ...deployment, status: 'ACTIVE' } : deployment;

export const primaryOf = (service: Service): Deployment | undefined =>
  service.deployments.find((d) => d.status === 'PRIMARY');

export const withDeployment = (service: Service, changed: Deployment): Service => ({
  ...service,
  deployments: service.deployments.map((d) => (d.id === changed.id ? changed : d)),
});

/** A completed rollout leaves only its own deployment. */
export function completed(service: Service, nowMs: Time): Service {
  const primary = primaryOf(service);
  if (!primary) return service;
  const done: Deployment = {
    ...primary,
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${primary.id} completed.`,
    updatedAt: nowMs,
  };
  return { ...service, deployments: [done] };
}

export function failed(service: Service, deployment: Deployment, nowMs: Time): Service {
  return withDeployment(service, {
    ...deployment,
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    updatedAt: nowMs,
  });
}

/** The target becomes PRIMARY again and the service asks for what it asked for; it must complete once more. */
export function rolledBack(service: Service, target: Deployment, nowMs: Time): Service {
  const primary: Deployment = {
    ...target,
    status: 'PRIMARY',
    desiredCount: service.desiredCount,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${target.id}.`,
    updatedAt: nowMs,
  };
  const others = service.deployments.filter((d) => d.id !== target.id).map(asActive);
  const { launchType, capacityProviderStrategy, platformVersion, networkConfiguration } = target;
  return {
    ...service,
    taskDefinition: target.taskDefinition,
    ...(launchType === undefined ? {} : { launchType }),
    ...(capacityProviderStrategy === undefined ? {} : { capacityProviderStrategy }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    deployments: [primary, ...others],
  };
}
