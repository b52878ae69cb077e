/**
 * CreateService and UpdateService: what ECS refuses in a request by itself. `serviceFit.ts` has what depends on the
 * task definition that it names. Messages as the service answers (observed 2026); rules: API reference 2014-11-13.
 */
import type { FieldError } from '../../../engine/model';
import type { DeploymentConfiguration, PlacementStrategy } from '../types';
import { invalidParameter } from './exceptions';
import { launchErrors } from './launchParameters';
import { requestShape } from './requestShape';
import type { CreateServiceRequest, UpdateServiceRequest } from './requestTypes';

export type SchedulingStrategy = 'REPLICA' | 'DAEMON';
/** Quota "tasks per service". */
export const MAX_DESIRED_COUNT = 5000;

export function createServiceErrors(value: unknown): FieldError[] {
  const shape = requestShape('CreateService', value);
  if (!shape.readable) return [...shape.errors];
  return [...shape.errors, ...createServiceRuleErrors(value as CreateServiceRequest)];
}

export function updateServiceErrors(value: unknown): FieldError[] {
  const shape = requestShape('UpdateService', value);
  if (!shape.readable) return [...shape.errors];
  const request = value as UpdateServiceRequest;
  return [...shape.errors, ...launchErrors(request), ...countErrors(request)];
}

/** What a service asks for, wherever it comes from: a CreateService request, or a service with an update on top. */
export function serviceRuleErrors(
  request: Omit<CreateServiceRequest, 'serviceName'>,
): FieldError[] {
  const scheduling = request.schedulingStrategy ?? 'REPLICA';
  return [
    ...launchErrors(request),
    ...countErrors(request),
    ...deploymentConfigurationErrors(request.deploymentConfiguration ?? {}, scheduling),
    ...(scheduling === 'DAEMON' ? daemonErrors(request) : replicaErrors(request)),
    ...controllerErrors(request),
    ...loadBalancerErrors(request),
    ...rebalancingErrors(request, scheduling),
    ...serviceConnectErrors(request),
  ];
}

function createServiceRuleErrors(request: CreateServiceRequest): FieldError[] {
  return [
    ...serviceNameErrors((request as Partial<CreateServiceRequest>).serviceName),
    ...serviceRuleErrors(request),
    ...roleErrors(request),
  ];
}

function serviceNameErrors(serviceName: string | undefined): FieldError[] {
  if (serviceName === undefined || /^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) return [];
  const message = `ServiceName must match ^[a-zA-Z0-9\\-_]{1,255}$, but was ${serviceName}`;
  return [invalidParameter(['serviceName'], message)];
}

function countErrors(request: { readonly desiredCount?: number }): FieldError[] {
  const { desiredCount = 0 } = request;
  if (desiredCount >= 0 && desiredCount <= MAX_DESIRED_COUNT) return [];
  return [
    invalidParameter(['desiredCount'], `desiredCount must be between 0 and ${MAX_DESIRED_COUNT}.`),
  ];
}

/** REPLICA keeps all running and may double; DAEMON stops before it starts. */
export function deploymentDefaults(scheduling: SchedulingStrategy): {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
} {
  return scheduling === 'DAEMON'
    ? { minimumHealthyPercent: 0, maximumPercent: 100 }
    : { minimumHealthyPercent: 100, maximumPercent: 200 };
}

export function deploymentConfigurationErrors(
  configuration: Pick<DeploymentConfiguration, 'minimumHealthyPercent' | 'maximumPercent'>,
  scheduling: SchedulingStrategy,
): FieldError[] {
  const { minimumHealthyPercent, maximumPercent } = {
    ...deploymentDefaults(scheduling),
    ...configuration,
  };
  const error = (field: string, message: string) =>
    invalidParameter(['deploymentConfiguration', field], message);
  const errors: FieldError[] = [];
  if (minimumHealthyPercent < 0)
    errors.push(error('minimumHealthyPercent', 'minimumHealthyPercent must be at least 0'));
  if (minimumHealthyPercent > 100)
    errors.push(error('minimumHealthyPercent', 'minimumHealthyPercent must be at most 100'));
  if (maximumPercent < 100)
    errors.push(error('maximumPercent', 'maximumPercent must be at least 100'));
  if (maximumPercent > 100 && scheduling === 'DAEMON')
    errors.push(
      error(
        'maximumPercent',
        'The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment ' +
          'configuration. Change the maximumPercent value to 100, and try again',
      ),
    );
  if (minimumHealthyPercent === 100 && maximumPercent === 100)
    errors.push(
      error(
        'minimumHealthyPercent',
        'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
      ),
    );
  return errors;
}

type ServiceRules = Omit<CreateServiceRequest, 'serviceName'>;

const replicaErrors = ({ desiredCount }: ServiceRules): FieldError[] =>
  desiredCount === undefined
    ? [invalidParameter([], 'desiredCount is required for the REPLICA scheduling strategy.')]
    : [];

function daemonErrors(request: ServiceRules): FieldError[] {
  const errors: FieldError[] = [];
  if (request.desiredCount !== undefined)
    errors.push(
      invalidParameter(
        ['desiredCount'],
        'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again',
      ),
    );
  if (request.placementStrategy?.length)
    errors.push(
      invalidParameter(
        ['placementStrategy'],
        'The daemon scheduling strategy does not support placement strategies. Remove the placement strategy and try again',
      ),
    );
  if (request.launchType === 'FARGATE')
    errors.push(
      invalidParameter(
        ['schedulingStrategy'],
        'The daemon scheduling strategy is not supported with FARGATE launch type.',
      ),
    );
  return errors;
}

function controllerErrors(request: ServiceRules): FieldError[] {
  const controller = request.deploymentController?.type ?? 'ECS';
  if (controller === 'EXTERNAL')
    return [
      ...(request.taskDefinition
        ? [invalidParameter(['taskDefinition'], 'TaskDefinition must be blank.')]
        : []),
      ...(request.loadBalancers?.length
        ? [invalidParameter(['loadBalancers'], 'LoadBalancers must be empty or null.')]
        : []),
    ];
  const errors: FieldError[] = [];
  if (!request.taskDefinition)
    errors.push(invalidParameter(['taskDefinition'], 'TaskDefinition can not be blank.'));
  if (controller === 'CODE_DEPLOY' && !request.loadBalancers?.length)
    errors.push(
      invalidParameter(
        ['loadBalancers'],
        'When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load ' +
          'Balancer or Network Load Balancer.',
      ),
    );
  return errors;
}

function loadBalancerErrors(request: ServiceRules): FieldError[] {
  const errors = (request.loadBalancers ?? []).flatMap((balancer, i) => {
    const path = ['loadBalancers', i];
    if (balancer.targetGroupArn && balancer.loadBalancerName)
      return [
        invalidParameter(
          path,
          'loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName ' +
            'or a targetGroupArn in all loadBalancer entries',
        ),
      ];
    return balancer.loadBalancerName && request.launchType === 'FARGATE'
      ? [invalidParameter(path, 'Classic Load Balancers are not supported with Fargate.')]
      : [];
  });
  if ((request.serviceRegistries?.length ?? 0) > 1)
    errors.push(
      invalidParameter(['serviceRegistries'], 'service registries can have at most 1 items.'),
    );
  return errors;
}

function roleErrors(request: CreateServiceRequest): FieldError[] {
  if (!request.role) return [];
  if (!request.loadBalancers?.length)
    return [
      invalidParameter(
        ['role'],
        'IAM roles are only valid for services configured to use load balancers.',
      ),
    ];
  return request.networkConfiguration?.awsvpcConfiguration
    ? [
        invalidParameter(
          ['role'],
          'You cannot specify an IAM role for services that require a service linked role.',
        ),
      ]
    : [];
}

/** Whether ECS can even out a service over zones: REPLICA, spread over zones first or no strategy, room to start. */
export function canRebalance(request: ServiceRules): boolean {
  return rebalancingObstacle(request, request.schedulingStrategy ?? 'REPLICA') === undefined;
}

function rebalancingErrors(request: ServiceRules, scheduling: SchedulingStrategy): FieldError[] {
  if (request.availabilityZoneRebalancing !== 'ENABLED') return [];
  const obstacle = rebalancingObstacle(request, scheduling);
  if (obstacle === undefined) return [];
  const message = `The service couldn't be created because Availability Zone Rebalancing does not support ${obstacle}`;
  return [invalidParameter(['availabilityZoneRebalancing'], message)];
}

const isZoneSpread = ({ type, field }: PlacementStrategy) =>
  type === 'spread' && field === 'attribute:ecs.availability-zone';

function rebalancingObstacle(
  request: ServiceRules,
  scheduling: SchedulingStrategy,
): string | undefined {
  const [first] = request.placementStrategy ?? [];
  const { maximumPercent = deploymentDefaults(scheduling).maximumPercent } =
    request.deploymentConfiguration ?? {};
  if (scheduling === 'DAEMON')
    return 'DAEMON as scheduling strategy. Update scheduling strategy and try again.';
  if (request.launchType === 'EXTERNAL')
    return 'EXTERNAL as launch type. Update launch type and try again.';
  if (first && !isZoneSpread(first))
    return 'a placement strategy that does not spread over Availability Zones first. Update placement strategy and try again.';
  if (request.loadBalancers?.some((balancer) => balancer.loadBalancerName))
    return 'Classic Load Balancers. Update load balancers and try again.';
  return maximumPercent <= 100
    ? '100 as maximumPercent. Update maximumPercent and try again.'
    : undefined;
}

function serviceConnectErrors(request: ServiceRules): FieldError[] {
  return (request.serviceConnectConfiguration?.services ?? []).flatMap(
    ({ clientAliases = [] }, i) =>
      clientAliases.length > 1
        ? [
            invalidParameter(
              ['serviceConnectConfiguration', 'services', i, 'clientAliases'],
              `${clientAliases.length} clientAliases exceeds the max limit of 1`,
            ),
          ]
        : [],
  );
}
