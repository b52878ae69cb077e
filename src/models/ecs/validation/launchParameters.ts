/**
 * What CreateService, UpdateService and RunTask have in common: launch type or capacity providers, placement, network.
 * Messages as the service answers (observed 2026).
 */
import type { FieldError } from '../../../engine/model';
import type { NetworkConfiguration, TaskDefinition } from '../types';
import { capacityProviderStrategyErrors } from './capacityProviderStrategy';
import { at, clientException, invalidParameter } from './exceptions';
import { placementConstraintErrors, placementStrategyErrors } from './placement';
import type { LaunchParameters } from './requestTypes';

const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

export function launchErrors(request: LaunchParameters): FieldError[] {
  const { launchType, placementConstraints = [], placementStrategy = [] } = request;
  return [
    ...(launchType !== undefined && request.capacityProviderStrategy?.length
      ? [
          invalidParameter(
            ['launchType'],
            'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
          ),
        ]
      : []),
    ...at(
      ['capacityProviderStrategy'],
      capacityProviderStrategyErrors(request.capacityProviderStrategy ?? []),
    ),
    ...at(
      ['placementConstraints'],
      placementConstraintErrors(placementConstraints, clientException),
    ),
    ...at(['placementStrategy'], placementStrategyErrors(placementStrategy, clientException)),
    ...(launchType === 'FARGATE' ? fargateLaunchErrors(request) : []),
    ...(launchType === 'EC2' || launchType === 'EXTERNAL' ? instanceLaunchErrors(request) : []),
    ...(launchType === 'MANAGED_INSTANCES'
      ? [
          invalidParameter(
            ['launchType'],
            'The MANAGED_INSTANCES launch type can only be used through a capacity provider strategy.',
          ),
        ]
      : []),
    ...networkConfigurationErrors(request.networkConfiguration),
  ];
}

function fargateLaunchErrors(request: LaunchParameters): FieldError[] {
  return (
    [
      ['placementConstraints', 'Placement constraints'],
      ['placementStrategy', 'Placement strategies'],
    ] as const
  ).flatMap(([field, words]) =>
    request[field]?.length
      ? [invalidParameter([field], `${words} are not supported with FARGATE launch type.`)]
      : [],
  );
}

function instanceLaunchErrors(request: LaunchParameters): FieldError[] {
  const errors: FieldError[] = [];
  if (request.platformVersion)
    errors.push(
      invalidParameter(
        ['platformVersion'],
        `The platform version must be null when specifying an ${request.launchType ?? 'EC2'} launch type.`,
      ),
    );
  if (request.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'ENABLED')
    errors.push(
      invalidParameter(
        ['networkConfiguration', 'awsvpcConfiguration', 'assignPublicIp'],
        'Assign public IP is not supported for this launch type.',
      ),
    );
  return errors;
}

function networkConfigurationErrors(network: NetworkConfiguration | undefined): FieldError[] {
  const vpc = network?.awsvpcConfiguration;
  if (!vpc) return [];
  const errors: FieldError[] = [];
  const refuse = (field: string, message: string) =>
    errors.push(invalidParameter(['networkConfiguration', 'awsvpcConfiguration', field], message));
  if (vpc.subnets.length === 0) refuse('subnets', 'subnets can not be empty.');
  if (vpc.subnets.length > MAX_SUBNETS)
    refuse('subnets', `subnets can have at most ${MAX_SUBNETS} items.`);
  if ((vpc.securityGroups?.length ?? 0) > MAX_SECURITY_GROUPS)
    refuse('securityGroups', `security groups can have at most ${MAX_SECURITY_GROUPS} items.`);
  return errors;
}

/** Whether a launch goes with its task definition: network mode and launch type. */
export function taskDefinitionFitErrors(
  request: LaunchParameters,
  taskDefinition: TaskDefinition,
  launchType: string | undefined,
): FieldError[] {
  const awsvpc = taskDefinition.networkMode === 'awsvpc';
  if (launchType !== undefined && !taskDefinition.compatibilities.includes(launchType))
    return [
      invalidParameter(
        ['taskDefinition'],
        `Task definition does not support launch_type ${launchType}.`,
      ),
    ];
  if (awsvpc && !request.networkConfiguration?.awsvpcConfiguration)
    return [
      invalidParameter(
        ['networkConfiguration'],
        "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
      ),
    ];
  if (!awsvpc && request.networkConfiguration?.awsvpcConfiguration)
    return [
      invalidParameter(
        ['networkConfiguration'],
        'Network Configuration is not valid for the given networkMode of this task definition.',
      ),
    ];
  return [];
}
