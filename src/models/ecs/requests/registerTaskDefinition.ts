/**
 * RegisterTaskDefinition: the next revision of the family, with the defaults that the service fills in. Nothing starts
 * or changes because of it. Source: API reference, RegisterTaskDefinition and TaskDefinition.
 */
import type { Admission, Context } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { taskDefinitionArn } from '../arn';
import { parseCpu, parseMemory } from '../fargateSizes';
import { wireTaskDefinition } from '../printers/wire';
import type { ContainerDefinition, NetworkMode, PortMapping, TaskDefinition, Time } from '../types';
import type { ContainerRequest, RegisterTaskDefinitionRequest } from '../validation/requestTypes';
import { taskDefinitionErrors } from '../validation/taskDefinition';
import { accepted, refuseErrors } from './answers';
import { compatibilitiesOf } from './compatibilities';
import { note } from './facts';
import { newestRevision } from './lookups';
import { requiresAttributesOf } from './requiresAttributes';

export function registerTaskDefinition(
  input: RegisterTaskDefinitionRequest,
  ctx: Context,
): Admission {
  refuseErrors(taskDefinitionErrors(input));
  const { family } = input;
  const revision = newestRevision(ctx, family) + 1;
  const arn = taskDefinitionArn(regionOf(ctx), family, revision);
  const registered = newRevision(input, arn, revision, ctx.nowMs);
  const key = `${family}:${revision}`;
  const containers = registered.containerDefinitions.map(({ name, image }) => ({ name, image }));
  return accepted({ taskDefinition: wireTaskDefinition(registered), tags: registered.tags }, [
    { do: 'put', kind: 'ecs/TaskDefinition', key, value: registered },
    note(
      { kind: 'ecs/TaskDefinition', key },
      { type: 'taskDefinitionRegistered', data: { family, revision, containers } },
    ),
  ]);
}

/** The revision that a valid request becomes. */
export function newRevision(
  request: RegisterTaskDefinitionRequest,
  arn: string,
  revision: number,
  registeredAt: Time,
): TaskDefinition {
  const { cpu, memory, requiresCompatibilities, ...rest } = request;
  return {
    ...rest,
    ...(cpu === undefined ? {} : { cpu: String(parseCpu(cpu) ?? cpu) }),
    ...(memory === undefined ? {} : { memory: String(parseMemory(memory) ?? memory) }),
    ...(requiresCompatibilities
      ? {
          requiresCompatibilities:
            requiresCompatibilities as TaskDefinition['requiresCompatibilities'] & object,
        }
      : {}),
    taskDefinitionArn: arn,
    revision,
    status: 'ACTIVE',
    containerDefinitions: request.containerDefinitions.map((container) =>
      withDefaults(container, request.networkMode),
    ),
    volumes: (request.volumes ?? []) as TaskDefinition['volumes'],
    placementConstraints: request.placementConstraints ?? [],
    compatibilities: compatibilitiesOf(request),
    requiresAttributes: requiresAttributesOf(request),
    registeredAt,
    tags: request.tags ?? [],
  };
}

function withDefaults(
  container: ContainerRequest,
  networkMode: NetworkMode | undefined,
): ContainerDefinition {
  const { name = '', image = '', healthCheck, restartPolicy, portMappings = [] } = container;
  return {
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    cpu: 0,
    essential: true,
    ...container,
    name,
    image,
    portMappings: portMappings.map((mapping) => withHostPort(mapping, networkMode)),
    ...(healthCheck
      ? { healthCheck: { interval: 30, timeout: 5, retries: 3, ...healthCheck } }
      : {}),
    ...(restartPolicy ? { restartPolicy: { restartAttemptPeriod: 300, ...restartPolicy } } : {}),
  };
}

/** awsvpc and host: the container's own port. bridge: 0, a port of the agent's choice. */
function withHostPort(mapping: PortMapping, networkMode: NetworkMode | undefined): PortMapping {
  const { containerPort } = mapping;
  if (containerPort === undefined) return { protocol: 'tcp', ...mapping };
  const own = networkMode === 'awsvpc' || networkMode === 'host';
  return { protocol: 'tcp', hostPort: own ? containerPort : 0, ...mapping };
}
