/** What belongs together with a thing: owners above it, what it stands on, what it holds, and its like on the other half. */
import type { Kind, Ref } from '../../engine/model';
import { sameRef, type View } from '../../stage/view';
import { counterpartOf } from '../counterpart';
import type { RecordMaps } from '../recordMaps';
import { scaledBy, SCALING_RELATIONS, scalingCounterpart } from '../scaling/relations';

export type Relation = 'owner' | 'scaledBy' | 'standsOn' | 'holds' | 'reachedBy' | 'counterpart';
export interface Related {
  readonly relation: Relation;
  readonly refs: readonly Ref[];
}

export function relatedTo(ref: Ref, view: View, records: RecordMaps): readonly Related[] {
  const found: Record<Relation, Ref[]> = {
    owner: [],
    scaledBy: [...scaledBy(ref, records)],
    standsOn: [],
    holds: [],
    reachedBy: [],
    counterpart: counterpart(ref, view, records),
  };
  RELATIONS[ref.kind]?.(ref.key, found, records);
  return (Object.entries(found) as [Relation, Ref[]][]).flatMap(([relation, refs]) => {
    const there = refs.filter((each) => records.has(each) && !sameRef(each, ref));
    return there.length === 0 ? [] : { relation, refs: there };
  });
}

export type Found = Record<Relation, Ref[]>;
export type Tell = (key: string, found: Found, records: RecordMaps) => void;

const to = (kind: Kind, key: string): Ref => ({ kind, key });
const clusterOf = (key: string): string => key.slice(0, key.indexOf('/'));
const lastOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Keys of a kind whose record passes, in key order as the records came. */
function keysWhere<K extends Kind>(
  records: RecordMaps,
  kind: K,
  passes: (
    record: Parameters<Parameters<ReturnType<typeof records.all<K>>['forEach']>[0]>[0],
  ) => boolean,
): Ref[] {
  const found: Ref[] = [];
  for (const [key, record] of records.all(kind)) if (passes(record)) found.push(to(kind, key));
  return found;
}

const taskRelations: Tell = (key, found, records) => {
  const task = records.get('ecs/Task', key);
  if (!task) return;
  const cluster = clusterOf(key);
  if (task.group.startsWith('service:'))
    found.owner.push(to('ecs/Service', `${cluster}/${task.group.slice('service:'.length)}`));
  found.owner.push(to('ecs/TaskDefinition', lastOf(task.taskDefinitionArn)));
  if (task.containerInstanceArn) {
    const instance = `${cluster}/${lastOf(task.containerInstanceArn)}`;
    found.standsOn.push(to('ecs/ContainerInstance', instance));
    const id = records.get('ecs/ContainerInstance', instance)?.ec2InstanceId;
    if (id) found.standsOn.push(to('ec2/Instance', id));
  }
  if (task.availabilityZone) found.standsOn.push(to('ec2/AvailabilityZone', task.availabilityZone));
  const targets = records.get('ecs/ServiceTask', key)?.targets ?? [];
  const keys = new Set(
    targets.map(({ targetGroupArn, Id, Port }) => `${targetGroupArn}|${Id}:${Port}`),
  );
  found.reachedBy.push(...[...keys].map((each) => to('elasticloadbalancing/TargetHealth', each)));
};

const podRelations: Tell = (key, found, records) => {
  const pod = records.get('kubernetes/Pod', key);
  if (!pod) return;
  const namespace = clusterOf(key);
  for (const { kind, name } of pod.metadata.ownerReferences ?? []) {
    const owner = to(`kubernetes/${kind}` as Kind, `${namespace}/${name}`);
    found.owner.push(owner);
    const above = records.get(owner.kind as 'kubernetes/ReplicaSet', owner.key);
    for (const each of above?.metadata.ownerReferences ?? [])
      found.owner.push(to(`kubernetes/${each.kind}` as Kind, `${namespace}/${each.name}`));
  }
  const node = pod.spec.nodeName;
  if (node) nodeRelations(node, { ...found, holds: [] }, records);
  if (node) found.standsOn.unshift(to('kubernetes/Node', node));
  const ip = pod.status.podIP;
  if (ip === undefined) return;
  found.reachedBy.push(
    ...keysWhere(records, 'elasticloadbalancing/TargetHealth', ({ Target }) => Target.Id === ip),
  );
};

const nodeRelations: Tell = (key, found, records) => {
  const node = records.get('kubernetes/Node', key);
  const id = /i-[0-9a-f]+$/.exec(node?.spec.providerID ?? '')?.[0];
  if (id) found.standsOn.push(to('ec2/Instance', id));
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  if (zone) found.standsOn.push(to('ec2/AvailabilityZone', zone));
  found.holds.push(...keysWhere(records, 'kubernetes/Pod', ({ spec }) => spec.nodeName === key));
};

const containerInstanceRelations: Tell = (key, found, records) => {
  const instance = records.get('ecs/ContainerInstance', key);
  if (!instance) return;
  found.owner.push(to('ecs/Cluster', clusterOf(key)));
  found.standsOn.push(to('ec2/Instance', instance.ec2InstanceId));
  const zone = records.get('ec2/Instance', instance.ec2InstanceId)?.Placement.AvailabilityZone;
  if (zone) found.standsOn.push(to('ec2/AvailabilityZone', zone));
  const { containerInstanceArn } = instance;
  found.holds.push(
    ...keysWhere(
      records,
      'ecs/Task',
      (task) => task.containerInstanceArn === containerInstanceArn && task.lastStatus !== 'STOPPED',
    ),
  );
};

const serviceRelations: Tell = (key, found, records) => {
  const service = records.get('ecs/Service', key);
  if (!service) return;
  found.owner.push(to('ecs/Cluster', clusterOf(key)));
  found.owner.push(to('ecs/TaskDefinition', lastOf(service.taskDefinition)));
  const group = `service:${service.serviceName}`;
  found.holds.push(
    ...keysWhere(
      records,
      'ecs/Task',
      (task) =>
        task.group === group &&
        task.clusterArn === service.clusterArn &&
        task.lastStatus !== 'STOPPED',
    ),
  );
  for (const { targetGroupArn } of service.loadBalancers) {
    if (targetGroupArn === undefined) continue;
    found.reachedBy.push(to('elasticloadbalancing/TargetGroup', targetGroupArn));
    found.reachedBy.push(
      ...keysWhere(
        records,
        'elasticloadbalancing/LoadBalancer',
        ({ forwardsTo }) => forwardsTo === targetGroupArn,
      ),
    );
  }
};

const ownedBy =
  (kind: Kind): Tell =>
  (key, found, records) => {
    const namespace = clusterOf(key);
    const [owner, name] = [to(kind, key), lastOf(key)];
    const below = kind === 'kubernetes/Deployment' ? 'kubernetes/ReplicaSet' : 'kubernetes/Pod';
    const above = records.get(owner.kind as 'kubernetes/ReplicaSet', key)?.metadata.ownerReferences;
    for (const each of above ?? [])
      found.owner.push(to(`kubernetes/${each.kind}` as Kind, `${namespace}/${each.name}`));
    const kindOfOwner = kind.slice(kind.indexOf('/') + 1);
    found.holds.push(
      ...keysWhere(records, below, ({ metadata }) =>
        (metadata.ownerReferences ?? []).some(
          (each) =>
            each.kind === kindOfOwner && each.name === name && metadata.namespace === namespace,
        ),
      ),
    );
  };

const instanceRelations: Tell = (key, found, records) => {
  const instance = records.get('ec2/Instance', key);
  if (!instance) return;
  found.standsOn.push(to('ec2/AvailabilityZone', instance.Placement.AvailabilityZone));
  found.holds.push(
    ...keysWhere(records, 'ecs/ContainerInstance', ({ ec2InstanceId }) => ec2InstanceId === key),
    to('kubernetes/Node', instance.PrivateDnsName),
  );
};

const loadBalancerRelations: Tell = (key, found, records) => {
  const group = records.get('elasticloadbalancing/LoadBalancer', key)?.forwardsTo;
  if (group === null || group === undefined) return;
  found.holds.push(to('elasticloadbalancing/TargetGroup', group));
  targetGroupRelations(group, found, records);
};

const targetGroupRelations: Tell = (key, found, records) => {
  found.owner.push(
    ...keysWhere(records, 'ecs/Service', ({ loadBalancers }) =>
      loadBalancers.some(({ targetGroupArn }) => targetGroupArn === key),
    ),
  );
  found.reachedBy.push(
    ...keysWhere(
      records,
      'elasticloadbalancing/LoadBalancer',
      ({ forwardsTo }) => forwardsTo === key,
    ),
  );
  found.holds.push(
    ...keysWhere(
      records,
      'elasticloadbalancing/TargetHealth',
      ({ TargetGroupArn }) => TargetGroupArn === key,
    ),
  );
};

const RELATIONS: Readonly<Partial<Record<string, Tell>>> = {
  ...SCALING_RELATIONS,
  'ecs/Task': taskRelations,
  'ecs/Service': serviceRelations,
  'ecs/ContainerInstance': containerInstanceRelations,
  'kubernetes/Pod': podRelations,
  'kubernetes/Node': nodeRelations,
  'kubernetes/Deployment': ownedBy('kubernetes/Deployment'),
  'kubernetes/ReplicaSet': ownedBy('kubernetes/ReplicaSet'),
  'ec2/Instance': instanceRelations,
  'ec2/AvailabilityZone': (key, found, records) =>
    void found.holds.push(
      ...keysWhere(records, 'ec2/Instance', ({ Placement }) => Placement.AvailabilityZone === key),
    ),
  'elasticloadbalancing/LoadBalancer': loadBalancerRelations,
  'elasticloadbalancing/TargetGroup': targetGroupRelations,
  'elasticloadbalancing/TargetHealth': (key, found) =>
    void found.owner.push(to('elasticloadbalancing/TargetGroup', key.slice(0, key.indexOf('|')))),
};

/** Tiles and boxes by their place; a service answers to the Deployment of its name, and one load balancer to the other. */
function counterpart(ref: Ref, view: View, records: RecordMaps): Ref[] {
  const pair = counterpartOf(ref, view);
  if (pair) return [pair.ref];
  const loop = scalingCounterpart(ref, view, records);
  if (loop.length > 0) return loop;
  const name = lastOf(ref.key);
  if (ref.kind === 'ecs/Service')
    return [...records.all('kubernetes/Deployment').keys()]
      .filter((key) => lastOf(key) === name)
      .map((key) => to('kubernetes/Deployment', key));
  if (ref.kind === 'kubernetes/Deployment')
    return [...records.all('ecs/Service').keys()]
      .filter((key) => lastOf(key) === name)
      .map((key) => to('ecs/Service', key));
  const balancers = [view.ecs?.loadBalancer?.ref, view.kubernetes?.loadBalancer?.ref];
  const at = balancers.findIndex((each) => each !== undefined && sameRef(each, ref));
  const other = at === -1 ? undefined : balancers[1 - at];
  return other ? [other] : [];
}
