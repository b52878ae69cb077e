/** What can be done with a thing on the stage: each is one request, in the API's own words where there is one. */
import { crashRequest } from './crashRequest';
import type { RecordKinds, Ref, Kind } from '../engine/model';
import type { Request } from '../host/protocol';

export type ActionName =
  | 'crash'
  | 'stopTask'
  | 'deletePod'
  | 'evictPod'
  | 'disconnect'
  | 'reconnect'
  | 'drainInstance'
  | 'activateInstance'
  | 'cordon'
  | 'uncordon'
  | 'drainNode'
  | 'undoRollout'
  | 'stopInstance'
  | 'startInstance'
  | 'terminate'
  | 'loseZone'
  | 'restoreZone'
  | 'groupSize'
  | 'interruptSpot'
  | 'recommendRebalance'
  | 'stopMetrics'
  | 'startMetrics'
  | 'traffic';

export interface Action {
  readonly name: ActionName;
  readonly request: Request;
  /** Requests a second, for `traffic`; instances, for `groupSize`. */
  readonly amount?: number;
  /** The Auto Scaling group, for `groupSize`. */
  readonly group?: string;
}

const REVISION = 'deployment.kubernetes.io/revision';

export interface Records {
  get<K extends Kind>(kind: K, key: string): RecordKinds[K] | undefined;
}

export function actionsOf(ref: Ref, records: Records): readonly Action[] {
  switch (ref.kind) {
    case 'ecs/Task':
      return taskActions(ref.key, records);
    case 'kubernetes/Pod':
      return podActions(ref.key, records);
    case 'ecs/ContainerInstance':
      return containerInstanceActions(ref.key, records);
    case 'kubernetes/Node':
      return nodeActions(ref.key, records);
    case 'kubernetes/Deployment':
      return deploymentActions(ref.key, records);
    case 'ec2/Instance':
      return instanceActions(ref.key, records);
    case 'ec2/AvailabilityZone':
      return zoneActions(ref.key, records);
    case 'kubernetes/HorizontalPodAutoscaler':
      return metricsActions(records);
    case 'autoscaling/AutoScalingGroup':
      return sizesOf(ref.key, records);
    case 'elasticloadbalancing/LoadBalancer':
      return trafficActions(ref.key, records);
    default:
      return [];
  }
}

const quayside = (action: string, input: unknown): Request => ({ api: 'quayside', action, input });
const ec2 = (action: string, instanceId: string): Request => ({
  api: 'ec2',
  action,
  input: { InstanceIds: [instanceId] },
});

function taskActions(key: string, records: Records): Action[] {
  const task = records.get('ecs/Task', key);
  if (!task || task.lastStatus === 'STOPPED') return [];
  const cluster = key.slice(0, key.indexOf('/'));
  const input = { cluster, task: task.taskArn, reason: 'Task stopped by user' };
  const stop: Action = { name: 'stopTask', request: { api: 'ecs', action: 'StopTask', input } };
  if (task.desiredStatus === 'STOPPED') return [];
  if (task.lastStatus !== 'RUNNING') return [stop];
  const crash: Action = { name: 'crash', request: crashRequest({ kind: 'ecs/Task', key }) };
  if (task.capacityProviderName !== 'FARGATE_SPOT') return [stop, crash];
  const taken = quayside('interruptSpot', { kind: 'ecs/Task', key });
  return [stop, crash, { name: 'interruptSpot', request: taken }];
}

function podActions(key: string, records: Records): Action[] {
  const pod = records.get('kubernetes/Pod', key);
  if (!pod || pod.metadata.deletionTimestamp !== undefined) return [];
  const { name, namespace = 'default' } = pod.metadata;
  const at = {
    api: 'kubernetes',
    group: '',
    version: 'v1',
    resource: 'pods',
    namespace,
    name,
  } as const;
  const remove: Action = { name: 'deletePod', request: { ...at, verb: 'delete' } };
  if (pod.status.phase !== 'Running') return [remove];
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  return [
    remove,
    { name: 'crash', request: crashRequest({ kind: 'kubernetes/Pod', key }) },
    { name: 'evictPod', request: { ...at, verb: 'create', subresource: 'eviction', body } },
  ];
}

function containerInstanceActions(key: string, records: Records): Action[] {
  const record = records.get('ecs/ContainerInstance', key);
  if (!record) return [];
  const cluster = key.slice(0, key.indexOf('/'));
  const status = record.status === 'DRAINING' ? 'ACTIVE' : 'DRAINING';
  const input = { cluster, containerInstances: [record.containerInstanceArn], status };
  return [
    {
      name: status === 'DRAINING' ? 'drainInstance' : 'activateInstance',
      request: { api: 'ecs', action: 'UpdateContainerInstancesState', input },
    },
    ...instanceActions(record.ec2InstanceId, records),
  ];
}

function nodeActions(key: string, records: Records): Action[] {
  const node = records.get('kubernetes/Node', key);
  if (!node) return [];
  const { name } = node.metadata;
  const unschedulable = node.spec.unschedulable === true;
  const instanceId = /i-[0-9a-f]+$/.exec(node.spec.providerID ?? '')?.[0];
  return [
    {
      name: unschedulable ? 'uncordon' : 'cordon',
      request: {
        api: 'kubernetes',
        verb: 'patch',
        group: '',
        version: 'v1',
        resource: 'nodes',
        name,
        body: { spec: { unschedulable: !unschedulable } },
      },
    },
    { name: 'drainNode', request: quayside('drainNode', { node: name }) },
    ...(instanceId ? instanceActions(instanceId, records) : []),
  ];
}

/** Only where an older ReplicaSet is kept: `kubectl rollout undo` needs a revision to go back to. */
function deploymentActions(key: string, records: Records): Action[] {
  const deployment = records.get('kubernetes/Deployment', key);
  const revision = Number(deployment?.metadata.annotations?.[REVISION] ?? 0);
  if (!deployment || revision < 2) return [];
  const { name, namespace = 'default' } = deployment.metadata;
  return [{ name: 'undoRollout', request: quayside('undoRollout', { namespace, name }) }];
}

function instanceActions(instanceId: string, records: Records): Action[] {
  const instance = records.get('ec2/Instance', instanceId);
  if (!instance) return [];
  const state = instance.State.Name;
  const sizes = groupSizes(instanceId, records);
  const terminate: Action = { name: 'terminate', request: ec2('TerminateInstances', instanceId) };
  if (state === 'stopped')
    return [
      { name: 'startInstance', request: ec2('StartInstances', instanceId) },
      terminate,
      ...sizes,
    ];
  if (state !== 'running') return sizes;
  const network: Action = instance.reachable
    ? { name: 'disconnect', request: quayside('disconnectInstance', { instanceId }) }
    : { name: 'reconnect', request: quayside('reconnectInstance', { instanceId }) };
  const stop: Action = { name: 'stopInstance', request: ec2('StopInstances', instanceId) };
  return [network, stop, terminate, ...spotActions(instance), ...sizes];
}

/** What EC2 may say of a spot instance, each of them once. */
function spotActions(instance: RecordKinds['ec2/Instance']): Action[] {
  const { InstanceId: instanceId, InstanceLifecycle } = instance;
  if (InstanceLifecycle !== 'spot' || instance.interruptedAtMs !== undefined) return [];
  const names: ActionName[] =
    instance.rebalanceRecommendedAtMs === undefined
      ? ['recommendRebalance', 'interruptSpot']
      : ['interruptSpot'];
  return names.map((name) => ({ name, request: quayside(name, { instanceId }) }));
}

/** The metrics API falls silent, or answers again. */
function metricsActions(records: Records): Action[] {
  const name = records.get('kube-metrics/Outage', 'metrics.k8s.io')
    ? 'startMetrics'
    : 'stopMetrics';
  return [{ name, request: quayside(name, {}) }];
}

/** One instance more or fewer in the group that it belongs to, within the group's bounds. */
function groupSizes(instanceId: string, records: Records): Action[] {
  const name = records.get('autoscaling/AutoScalingInstance', instanceId)?.AutoScalingGroupName;
  return name === undefined ? [] : sizesOf(name, records);
}

function sizesOf(name: string, records: Records): Action[] {
  const group = records.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  const { AutoScalingGroupName, DesiredCapacity, MinSize, MaxSize } = group;
  return [DesiredCapacity + 1, DesiredCapacity - 1]
    .filter((size) => size >= MinSize && size <= MaxSize)
    .map((size) => ({
      name: 'groupSize',
      amount: size,
      ...(managedSize(group, size) ?? {
        group: AutoScalingGroupName,
        request: {
          api: 'autoscaling',
          action: 'SetDesiredCapacity',
          input: { AutoScalingGroupName, DesiredCapacity: size },
        },
      }),
    }));
}

/** The group of an EKS managed node group is EKS's to change. */
function managedSize(
  { Tags }: RecordKinds['autoscaling/AutoScalingGroup'],
  desiredSize: number,
): Pick<Action, 'group' | 'request'> | undefined {
  const tag = (key: string) => Tags?.find(({ Key }) => Key === key)?.Value;
  const clusterName = tag('eks:cluster-name');
  const nodegroupName = tag('eks:nodegroup-name');
  if (clusterName === undefined || nodegroupName === undefined) return undefined;
  const input = { clusterName, nodegroupName, scalingConfig: { desiredSize } };
  return {
    group: nodegroupName,
    request: { api: 'eks', action: 'UpdateNodegroupConfig', input },
  };
}

function zoneActions(zone: string, records: Records): Action[] {
  const record = records.get('ec2/AvailabilityZone', zone);
  if (!record) return [];
  return record.State === 'impaired'
    ? [{ name: 'restoreZone', request: quayside('restoreZone', { zone }) }]
    : [{ name: 'loseZone', request: quayside('loseZone', { zone }) }];
}

/** None, half, as now, double and triple. */
function trafficActions(loadBalancer: string, records: Records): Action[] {
  const flow = records.get('elasticloadbalancing/Flow', loadBalancer);
  const now = Math.round((flow?.offeredRate ?? 0) / 1000);
  const amounts = now === 0 ? [100, 300] : [0, Math.round(now / 2), now * 2, now * 3];
  return amounts.map((requestsPerSecond) => ({
    name: 'traffic',
    amount: requestsPerSecond,
    request: quayside('setTraffic', { loadBalancer, requestsPerSecond }),
  }));
}
