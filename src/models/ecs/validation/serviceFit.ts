/**
 * Whether a service goes with the task definition that it names: containers and ports behind the load balancer, network
 * configuration, named ports. Messages as the service answers (observed 2026).
 */
import type { FieldError } from '../../../engine/model';
import type { TaskDefinition } from '../types';
import { invalidParameter } from './exceptions';
import { taskDefinitionFitErrors } from './launchParameters';
import { portsOf } from './network';
import type { CreateServiceRequest } from './requestTypes';

type ServiceRules = Omit<CreateServiceRequest, 'serviceName'>;

export function serviceFitErrors(
  request: ServiceRules,
  taskDefinition: TaskDefinition,
  launchType: string | undefined,
): FieldError[] {
  return [
    ...taskDefinitionFitErrors(request, taskDefinition, launchType),
    ...loadBalancerErrors(request, taskDefinition),
    ...volumeErrors(request, taskDefinition),
    ...serviceConnectErrors(request, taskDefinition),
  ];
}

function loadBalancerErrors(request: ServiceRules, taskDefinition: TaskDefinition): FieldError[] {
  return (request.loadBalancers ?? []).flatMap(({ containerName = '', containerPort = 0 }, i) => {
    const container = taskDefinition.containerDefinitions.find((c) => c.name === containerName);
    if (!container)
      return [
        invalidParameter(
          ['loadBalancers', i, 'containerName'],
          `The container ${containerName} does not exist in the task definition.`,
        ),
      ];
    const mapped = (container.portMappings ?? []).some((mapping) => {
      const [from, to] = portsOf(mapping) ?? [0, -1];
      return containerPort >= from && containerPort <= to;
    });
    const message = `The container ${containerName} did not have a container port ${containerPort} defined.`;
    return mapped ? [] : [invalidParameter(['loadBalancers', i, 'containerPort'], message)];
  });
}

function volumeErrors(request: ServiceRules, taskDefinition: TaskDefinition): FieldError[] {
  return (request.volumeConfigurations ?? []).flatMap(({ name }, i) => {
    const volume = taskDefinition.volumes.find((v) => v.name === name);
    return volume?.['configuredAtLaunch'] === true
      ? []
      : [
          invalidParameter(
            ['volumeConfigurations', i, 'name'],
            `The volume name '${name}' in your request does not have a matching volume in your Task Definition that is configurable at launch.`,
          ),
        ];
  });
}

function serviceConnectErrors(request: ServiceRules, taskDefinition: TaskDefinition): FieldError[] {
  const portNames = taskDefinition.containerDefinitions
    .flatMap((container) => container.portMappings ?? [])
    .map((mapping) => mapping.name);
  return (request.serviceConnectConfiguration?.services ?? []).flatMap(({ portName }, i) =>
    portNames.includes(portName)
      ? []
      : [
          invalidParameter(
            ['serviceConnectConfiguration', 'services', i, 'portName'],
            `The portName ${portName} does not match any named port mapping in the task definition.`,
          ),
        ],
  );
}
