/** Which record of the world a document asks for, as it is at the shown moment. */
import { awsLive } from '../../documents/awsLive';
import { awsInput } from '../../documents/describeAws';
import type { DocumentDescription } from '../../documents';
import { resourceOf } from '../../documents/resourceOf';
import type { Kind, RecordKinds } from '../../engine/model';

export interface Records {
  get<K extends Kind>(kind: K, key: string): RecordKinds[K] | undefined;
  all<K extends Kind>(kind: K): ReadonlyMap<string, RecordKinds[K]>;
}

/** Kinds with a record kind of their own; every other one is a `kubernetes/Object`. */
const OWN_KINDS: ReadonlySet<string> = new Set([
  'Pod',
  'ReplicaSet',
  'Deployment',
  'Service',
  'EndpointSlice',
  'Node',
  'Namespace',
  'Lease',
  'Event',
  'HorizontalPodAutoscaler',
]);
const CLUSTER_SCOPED: ReadonlySet<string> = new Set(['Node', 'Namespace']);

/** undefined: nothing of that name is live. */
export function liveRecord(
  description: DocumentDescription,
  value: unknown,
  records: Records,
): unknown {
  if (description.api === 'kubernetes') return liveObject(description, records);
  if (description.api === 'aws') return liveAws(value, records);
  if (description.api === 'application-autoscaling') return liveScaling(description, records);
  if (description.api !== 'ecs') return undefined;
  const { name } = description;
  switch (description.kind) {
    case 'taskDefinition':
      return newestRevision(name, records);
    case 'service':
      return asNamed(value, records.get('ecs/Service', `${clusterOf(value)}/${name}`), records);
    case 'cluster':
    case 'clusterCapacityProviders':
      return records.get('ecs/Cluster', name);
    case 'capacityProvider':
      return records.get('ecs/CapacityProvider', name);
    default:
      return undefined;
  }
}

/** In the shape of the input, where that stands in the document. */
function liveAws(value: unknown, records: Records): unknown {
  const input = awsInput(value);
  const live = input && awsLive(input, records);
  return live && input.wrapper !== null ? { [input.wrapper]: [live] } : (live ?? undefined);
}

function liveScaling(
  { kind, name, resourceId }: Extract<DocumentDescription, { api: 'application-autoscaling' }>,
  records: Records,
): unknown {
  switch (kind) {
    case 'scalableTarget':
      return records.get('applicationautoscaling/ScalableTarget', resourceId);
    case 'scalingPolicy':
      return records.get('applicationautoscaling/ScalingPolicy', `${resourceId}|${name}`);
    case 'scheduledAction':
      return records.get('applicationautoscaling/ScheduledAction', `${resourceId}|${name}`);
  }
}

/** `cluster` is a name or an ARN; left out, it is `default`. */
export function clusterOf(value: unknown): string {
  const cluster = (value as { cluster?: unknown } | null)?.cluster;
  return typeof cluster === 'string' ? cluster.slice(cluster.lastIndexOf('/') + 1) : 'default';
}

/** A family without a revision names the newest one: a service that runs an older one is not as it asks. */
function asNamed(
  value: unknown,
  service: RecordKinds['ecs/Service'] | undefined,
  records: Records,
): RecordKinds['ecs/Service'] | undefined {
  const family = (value as { taskDefinition?: unknown } | null)?.taskDefinition;
  if (!service || typeof family !== 'string' || family.includes(':')) return service;
  const newest = newestRevision(family, records);
  const running = service.taskDefinition.slice(service.taskDefinition.lastIndexOf('/') + 1);
  const older =
    running.startsWith(`${family}:`) && running !== `${family}:${newest?.revision ?? 0}`;
  return older && newest ? { ...service, taskDefinition: running } : service;
}

function newestRevision(family: string, records: Records) {
  let newest: RecordKinds['ecs/TaskDefinition'] | undefined;
  for (const definition of records.all('ecs/TaskDefinition').values())
    if (
      definition.family === family &&
      definition.status === 'ACTIVE' &&
      definition.revision > (newest?.revision ?? 0)
    )
      newest = definition;
  return newest;
}

function liveObject(
  { kind, apiVersion, name, namespace }: Extract<DocumentDescription, { api: 'kubernetes' }>,
  records: Records,
): unknown {
  const place = CLUSTER_SCOPED.has(kind) ? name : `${namespace ?? 'default'}/${name}`;
  if (OWN_KINDS.has(kind)) return records.get(`kubernetes/${kind}` as 'kubernetes/Pod', place);
  const { group, resource } = resourceOf(apiVersion, kind);
  const kept = `${resource}.${group}`;
  return (
    records.get('kubernetes/Object', `${kept}/${place}`) ??
    records.get('kubernetes/Object', `${kept}/${name}`)
  );
}
