/**
 * Apply on an ECS file (DECISIONS.md 1.9): which API calls it stands for, given what there is. A task definition is
 * registered; a service is created, or updated by what differs; a cluster is created. What UpdateService does not take
 * is refused by name, and a file that changes nothing stands for no call.
 */
import type { FieldError, Read, Rejection } from '../../../engine/model';
import { DEFAULT_CLUSTER, nameOf } from '../arn';
import type { Service } from '../types';
import { activeProvider } from '../capacityProviders/lookups';
import { providerUpdate } from '../capacityProviders/providerUpdate';
import { readDocument, type DocumentAction } from '../validation/document';
import { at } from '../validation/exceptions';
import { STRUCTURES } from '../validation/parameters';
import type { Fields, RegisterTaskDefinitionRequest } from '../validation/requestTypes';
import { taskDefinitionErrors } from '../validation/taskDefinition';
import { findTaskDefinition } from './lookups';
import { newRevision } from './registerTaskDefinition';
import { sameValue } from './sameValue';

export interface EcsCall {
  readonly api: 'ecs';
  readonly action: DocumentAction | 'UpdateCapacityProvider';
  readonly input: Fields;
}

export type DocumentRequests =
  | {
      readonly ok: true;
      /** In order; none when the document asks for what already is. */
      readonly requests: readonly EcsCall[];
      readonly notices: readonly FieldError[];
    }
  | Rejection;

/** What is looked up in the records. */
export type Existing = Pick<Read, 'get' | 'count'>;

type Calls = readonly EcsCall[] | { readonly refused: readonly FieldError[] };

export function requestForDocument(value: unknown, existing: Existing): DocumentRequests {
  const file = readDocument(value);
  if (!file.ok) return refused(file.errors);
  const { action, input, path, notices } = file;
  const calls = callsFor(action, input, existing);
  return 'refused' in calls
    ? refused(at(path, calls.refused))
    : { ok: true, requests: calls, notices };
}

function callsFor(action: DocumentAction, input: Fields, existing: Existing): Calls {
  const asIs: EcsCall[] = [{ api: 'ecs', action, input }];
  switch (action) {
    case 'RegisterTaskDefinition':
      return isRegistered(input, existing) ? [] : asIs;
    case 'CreateCluster':
      return clusterExists(input, existing) ? [] : asIs;
    case 'CreateService': {
      const service = activeService(input, existing);
      return service ? updateFor(service, input, existing) : asIs;
    }
    case 'CreateCapacityProvider': {
      const provider = activeProvider(existing, textOf(input, 'name') ?? '');
      return provider ? providerUpdate(provider, input) : asIs;
    }
    case 'PutClusterCapacityProviders':
      return hasProviders(input, existing) ? [] : asIs;
    case 'UpdateService':
    case 'RunTask':
      return asIs;
  }
}

/** Whether the latest ACTIVE revision is what this text would become. What is not valid is left to the API to refuse. */
function isRegistered(input: Fields, existing: Existing): boolean {
  if (taskDefinitionErrors(input).length > 0) return false;
  const request = input as unknown as RegisterTaskDefinitionRequest;
  const latest = findTaskDefinition(existing, request.family);
  if (!latest) return false;
  const { taskDefinitionArn, revision, registeredAt } = latest;
  return sameValue(newRevision(request, taskDefinitionArn, revision, registeredAt), latest);
}

function clusterExists(input: Fields, existing: Existing): boolean {
  const name = textOf(input, 'clusterName') ?? DEFAULT_CLUSTER;
  return existing.get('ecs/Cluster', name)?.status === 'ACTIVE';
}

function hasProviders(input: Fields, existing: Existing): boolean {
  const cluster = existing.get('ecs/Cluster', nameOf(textOf(input, 'cluster') ?? DEFAULT_CLUSTER));
  return (
    cluster !== undefined &&
    sameValue(input['capacityProviders'], cluster.capacityProviders) &&
    sameValue(input['defaultCapacityProviderStrategy'], cluster.defaultCapacityProviderStrategy)
  );
}

const textOf = (input: Fields, field: string): string | undefined => {
  const value = input[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function activeService(input: Fields, existing: Existing): Service | undefined {
  const cluster = nameOf(textOf(input, 'cluster') ?? DEFAULT_CLUSTER);
  const service = existing.get('ecs/Service', `${cluster}/${textOf(input, 'serviceName') ?? ''}`);
  return service?.status === 'ACTIVE' ? service : undefined;
}

/** Parameters that name the service or the call, not what the service is. */
const NAMING = new Set(['cluster', 'serviceName', 'clientToken']);

function updateFor(service: Service, input: Fields, existing: Existing): Calls {
  const changed = Object.keys(input).filter(
    (field) =>
      !NAMING.has(field) &&
      !sameValue(asked(field, input, service, existing), service[fieldOf(field)]),
  );
  const fixed = changed.filter((field) => !(field in (STRUCTURES['UpdateServiceRequest'] ?? {})));
  if (fixed.length > 0)
    return {
      refused: fixed.map((field) => ({
        path: [field],
        reason: 'InvalidParameterException',
        message: `UpdateService does not take "${field}": it cannot be changed on an existing service. Delete the service and create it again.`,
      })),
    };
  if (changed.length === 0) return [];
  const cluster = textOf(input, 'cluster');
  const update = {
    ...(cluster === undefined ? {} : { cluster }),
    service: service.serviceName,
    ...Object.fromEntries(changed.map((field) => [field, input[field]])),
  };
  return [{ api: 'ecs', action: 'UpdateService', input: update }];
}

/** CreateService calls it `role`, the service `roleArn`. */
const fieldOf = (field: string) => (field === 'role' ? 'roleArn' : field);

/** What the document asks a field to be, in the form in which the service holds it. */
function asked(field: string, input: Fields, service: Service, existing: Existing): unknown {
  const value = input[field];
  if (field === 'taskDefinition' && typeof value === 'string')
    return findTaskDefinition(existing, value)?.taskDefinitionArn ?? value;
  if (field === 'deploymentConfiguration' && typeof value === 'object' && value !== null)
    return { ...service.deploymentConfiguration, ...value };
  return value;
}

function refused(errors: readonly FieldError[]): Rejection {
  const [first] = errors;
  return {
    ok: false,
    status: 400,
    error: { name: first?.reason ?? '', message: first?.message ?? '', causes: errors },
  };
}
