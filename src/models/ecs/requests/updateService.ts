/**
 * UpdateService: the service with what the request changes. A change of what tasks are made of begins a new deployment,
 * as `forceNewDeployment` does; a change of their number, of percentages or of placement does not.
 * Source: API reference, UpdateService; Developer Guide, "Updating an Amazon ECS service".
 */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { launchTypeOf } from '../capacityProviders/lookups';
import { withNewDeployment } from '../controllers/deployments';
import { wireService } from '../printers/wire';
import type { CapacityProviderStrategyItem, Cluster, Service, TaskDefinition } from '../types';
import type { CreateServiceRequest, UpdateServiceRequest } from '../validation/requestTypes';
import { serviceRuleErrors, updateServiceErrors } from '../validation/service';
import { serviceFitErrors } from '../validation/serviceFit';
import { without } from '../without';
import { accepted, refuseErrors } from './answers';
import { note } from './facts';
import { resolveLaunch } from './launchType';
import { targetGroupErrors } from './loadBalancers';
import {
  clusterNamed,
  findTaskDefinition,
  runnableTaskDefinition,
  serviceKey,
  serviceNamed,
} from './lookups';
import { sameValue } from './sameValue';

/** Parameters that running tasks are made of: another value means other tasks. */
const BEGIN_A_DEPLOYMENT = [
  'taskDefinition',
  'capacityProviderStrategy',
  'platformVersion',
  'networkConfiguration',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
];

export function updateService(input: UpdateServiceRequest, ctx: Context): Admission {
  refuseErrors(updateServiceErrors(input));
  const cluster = clusterNamed(ctx, input.cluster);
  const service = serviceNamed(ctx, cluster.clusterName, input.service);
  if (service.status !== 'ACTIVE')
    refuse('ServiceNotActiveException', 'Service was not ACTIVE.', ['service']);
  const definition = definitionFor(input, service, ctx);
  refuseOtherKind(service, input.capacityProviderStrategy ?? []);
  const updates = updatesOf(input, service, definition, cluster);
  const changed = Object.entries(updates).flatMap(([field, value]) =>
    sameValue(service[field], value) ? [] : [field],
  );
  const updated: Service = { ...service, ...updates };
  refuseUnfit(updated, input, definition, ctx);
  const { forceNewDeployment = false } = input;
  const begins = forceNewDeployment || changed.some((field) => BEGIN_A_DEPLOYMENT.includes(field));
  refuseCodeDeploy(service, begins, forceNewDeployment);
  if (changed.length === 0 && !begins) return accepted({ service: wireService(service) });
  const result = begins ? withNewDeployment(updated, ctx) : updated;
  const key = serviceKey(cluster.clusterName, input.service);
  const data = {
    changed,
    desiredCount: { from: service.desiredCount, to: result.desiredCount },
    taskDefinition: { from: service.taskDefinition, to: result.taskDefinition },
    deployment: begins ? (result.deployments[0]?.id ?? null) : null,
  };
  return accepted({ service: wireService(result) }, [
    { do: 'put', kind: 'ecs/Service', key, value: result },
    note({ kind: 'ecs/Service', key }, { type: 'serviceUpdated', data }),
  ]);
}

/** What the request asks for, in the form in which a service holds it. */
function updatesOf(
  input: UpdateServiceRequest,
  service: Service,
  definition: TaskDefinition,
  cluster: Cluster,
): Readonly<Record<string, unknown>> {
  const asked = without(input, 'forceNewDeployment', 'cluster', 'service');
  const { deploymentConfiguration } = asked;
  return {
    ...asked,
    ...(asked.taskDefinition === undefined ? {} : { taskDefinition: definition.taskDefinitionArn }),
    ...(asked.capacityProviderStrategy ? resolveLaunch(asked, cluster) : {}),
    ...(deploymentConfiguration
      ? {
          deploymentConfiguration: {
            ...service.deploymentConfiguration,
            ...deploymentConfiguration,
          },
        }
      : {}),
  };
}

/** "You can't update a service using an Auto Scaling group capacity provider to use a Fargate capacity provider." */
function refuseOtherKind(
  { capacityProviderStrategy: before = [] }: Service,
  asked: readonly CapacityProviderStrategyItem[],
): void {
  if (before.length === 0 || asked.length === 0) return;
  if (launchTypeOf(before) === launchTypeOf(asked)) return;
  refuse(
    'InvalidParameterException',
    'A service that uses Auto Scaling group capacity providers cannot be updated to use Fargate capacity providers, nor the other way round.',
    ['capacityProviderStrategy'],
  );
}

/** A service may stay with a revision that has become INACTIVE; it may not be moved to one. */
function definitionFor(
  input: UpdateServiceRequest,
  service: Service,
  ctx: Context,
): TaskDefinition {
  if (input.taskDefinition !== undefined) return runnableTaskDefinition(ctx, input.taskDefinition);
  return (
    findTaskDefinition(ctx, service.taskDefinition) ??
    runnableTaskDefinition(ctx, service.taskDefinition)
  );
}

/** The service as it would be obeys the same rules as one that is created. */
function refuseUnfit(
  updated: Service,
  input: UpdateServiceRequest,
  definition: TaskDefinition,
  ctx: Context,
): void {
  const { launchType, capacityProviderStrategy } = updated;
  const byStrategy = (capacityProviderStrategy?.length ?? 0) > 0;
  const daemon = updated.schedulingStrategy === 'DAEMON';
  // What the request does not ask for is not held against it: a count that DAEMON keeps, a default of rebalancing.
  const asIfCreated = definedOf({
    ...updated,
    launchType: byStrategy ? undefined : launchType,
    desiredCount: daemon ? input.desiredCount : updated.desiredCount,
    availabilityZoneRebalancing: input.availabilityZoneRebalancing,
  }) as unknown as CreateServiceRequest;
  refuseErrors([
    ...serviceRuleErrors(asIfCreated),
    ...serviceFitErrors(asIfCreated, definition, launchType),
    ...(input.loadBalancers ? targetGroupErrors(input.loadBalancers, definition, ctx) : []),
  ]);
}

const definedOf = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function refuseCodeDeploy(service: Service, begins: boolean, forced: boolean): void {
  if (service.deploymentController.type !== 'CODE_DEPLOY' || !begins) return;
  refuse(
    'InvalidParameterException',
    forced
      ? 'Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.'
      : 'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Please use Code Deploy to trigger a new deployment.',
  );
}
