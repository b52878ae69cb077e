/**
 * CreateService: the service as asked for, with the API's defaults and its first deployment. The service scheduler sees
 * it and starts the tasks. Source: API reference, CreateService.
 */
import type { Admission, Context, FieldError } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { serviceArn } from '../arn';
import { withNewDeployment } from '../controllers/deployments';
import { wireService } from '../printers/wire';
import type { Cluster, LaunchType, Service, TaskDefinition, Time } from '../types';
import type { CreateServiceRequest } from '../validation/requestTypes';
import { canRebalance, createServiceErrors, deploymentDefaults } from '../validation/service';
import { serviceFitErrors } from '../validation/serviceFit';
import { without } from '../without';
import { accepted, refuseErrors } from './answers';
import { note } from './facts';
import { resolveLaunch } from './launchType';
import { targetGroupErrors } from './loadBalancers';
import { clusterNamed, runnableTaskDefinition, serviceKey } from './lookups';

export function createService(input: CreateServiceRequest, ctx: Context): Admission {
  refuseErrors(createServiceErrors(input));
  const cluster = clusterNamed(ctx, input.cluster);
  const key = serviceKey(cluster.clusterName, input.serviceName);
  refuseTakenName(ctx.get('ecs/Service', key));
  const launch = resolveLaunch(input, cluster);
  const definition = runnableTaskDefinition(ctx, input.taskDefinition ?? '');
  refuseErrors([
    ...serviceFitErrors(input, definition, launch.launchType),
    ...targetGroupErrors(input.loadBalancers ?? [], definition, ctx),
    ...namespaceErrors(input, cluster),
  ]);
  const asked = { ...input, ...launch };
  const service = withNewDeployment(newService(asked, definition, cluster, ctx.nowMs), ctx);
  return accepted({ service: wireService(service) }, [
    { do: 'put', kind: 'ecs/Service', key, value: service },
    note(
      { kind: 'ecs/Service', key },
      {
        type: 'serviceCreated',
        data: {
          taskDefinition: service.taskDefinition,
          desiredCount: service.desiredCount,
          schedulingStrategy: service.schedulingStrategy,
          launchType: launch.launchType,
        },
      },
    ),
  ]);
}

/** A name is free again once its service is INACTIVE. Clients' tokens are not kept, so no call is a repetition. */
function refuseTakenName(existing: Service | undefined): void {
  if (existing?.status === 'ACTIVE')
    refuse('InvalidParameterException', 'Creation of service was not idempotent.', ['serviceName']);
  if (existing?.status === 'DRAINING')
    refuse('InvalidParameterException', 'Unable to Start a service that is still Draining.', [
      'serviceName',
    ]);
}

function namespaceErrors(input: CreateServiceRequest, cluster: Cluster): FieldError[] {
  const connect = input.serviceConnectConfiguration;
  if (!connect?.enabled || connect.namespace || cluster['serviceConnectDefaults']) return [];
  const path = ['serviceConnectConfiguration'];
  return [{ path, reason: 'InvalidParameterException', message: 'Namespace is missing' }];
}

function newService(
  request: CreateServiceRequest & { readonly launchType: LaunchType },
  definition: TaskDefinition,
  cluster: Cluster,
  createdAt: Time,
): Service {
  const { role, platformVersion } = request;
  const asked = without(request, 'cluster', 'clientToken', 'role', 'platformVersion');
  const schedulingStrategy = asked.schedulingStrategy ?? 'REPLICA';
  const onFargate = asked.launchType === 'FARGATE';
  return {
    ...asked,
    serviceArn: serviceArn(cluster.clusterArn, request.serviceName),
    clusterArn: cluster.clusterArn,
    status: 'ACTIVE',
    desiredCount: asked.desiredCount ?? 0,
    runningCount: 0,
    pendingCount: 0,
    ...(onFargate ? { platformVersion: platformVersion || 'LATEST', platformFamily: 'Linux' } : {}),
    taskDefinition: definition.taskDefinitionArn,
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: false, rollback: false },
      ...deploymentDefaults(schedulingStrategy),
      ...asked.deploymentConfiguration,
    },
    deployments: [],
    loadBalancers: asked.loadBalancers ?? [],
    serviceRegistries: asked.serviceRegistries ?? [],
    ...(role === undefined ? {} : { roleArn: role }),
    events: [],
    createdAt,
    placementConstraints: asked.placementConstraints ?? [],
    placementStrategy: asked.placementStrategy ?? [],
    schedulingStrategy,
    deploymentController: asked.deploymentController ?? { type: 'ECS' },
    availabilityZoneRebalancing:
      asked.availabilityZoneRebalancing ?? (canRebalance(request) ? 'ENABLED' : 'DISABLED'),
    enableECSManagedTags: asked.enableECSManagedTags ?? false,
    propagateTags: asked.propagateTags ?? 'NONE',
    enableExecuteCommand: asked.enableExecuteCommand ?? false,
    tags: asked.tags ?? [],
  };
}
