/** Asked and true of things that are neither tile nor box: services, Deployments, instances, zones, load balancers. */
import type { Ref } from '../../engine/model';
import { figure } from '../../stage/clock';
import { sameRef, type View } from '../../stage/view';
import type { RecordMaps } from '../recordMaps';
import { shapeOfKind } from '../sentences/say';
import { hostName, lastPart } from '../sentences/shortName';
import { SCALING_TOLD } from '../scaling/told';
import { nameIn } from './nameIn';
import type { Thing, ThingWords } from './thing';

type Told = Pick<Thing, 'asked' | 'truth' | 'belongs' | 'state'>;
const NOTHING: Told = { asked: '', truth: '', belongs: [], state: null };

export function recordThing(
  ref: Ref,
  view: View,
  records: RecordMaps,
  words: ThingWords,
): Omit<Thing, 'kind'> {
  const tell = TOLD[ref.kind];
  const told = tell ? tell(ref.key, records, words) : NOTHING;
  const balancer = ref.kind === 'elasticloadbalancing/LoadBalancer' ? flowOf(ref, view, words) : {};
  return {
    shape: shapeOfKind(ref.kind),
    name: nameIn(ref, records),
    restarts: 0,
    ...told,
    ...balancer,
  };
}

export type Tell = (key: string, records: RecordMaps, words: ThingWords) => Told;

const TOLD: Readonly<Partial<Record<string, Tell>>> = {
  ...SCALING_TOLD,
  'ecs/Service'(key, records, { kinds }) {
    const service = records.get('ecs/Service', key);
    if (!service) return NOTHING;
    const { desiredCount, runningCount, pendingCount, status, deployments } = service;
    const primary = deployments.find((each) => each.status === 'PRIMARY');
    return {
      state: status,
      belongs: [
        `${kinds['ecs/Cluster']} ${lastPart(service.clusterArn)}`,
        lastPart(service.taskDefinition),
        ...(service.launchType ? [service.launchType] : []),
        ...(primary?.rolloutState ? [primary.rolloutState] : []),
      ],
      asked: `${desiredCount} desiredCount`,
      truth: `${runningCount} RUNNING${pendingCount > 0 ? ` + ${pendingCount} PENDING` : ''}`,
    };
  },
  'kubernetes/Deployment'(key, records, { kinds }) {
    const deployment = records.get('kubernetes/Deployment', key);
    if (!deployment) return NOTHING;
    const { metadata, spec, status } = deployment;
    const { readyReplicas = 0, updatedReplicas = 0 } = status;
    return {
      state: null,
      belongs: [
        `${kinds['kubernetes/Namespace']} ${metadata.namespace ?? 'default'}`,
        `generation ${metadata.generation ?? 1}`,
        ...(spec.strategy.type === undefined ? [] : [spec.strategy.type]),
      ],
      asked: `${spec.replicas} replicas`,
      truth: `${readyReplicas} Ready, ${updatedReplicas} updated`,
    };
  },
  'kubernetes/ReplicaSet'(key, records, { kinds }) {
    const set = records.get('kubernetes/ReplicaSet', key);
    if (!set) return NOTHING;
    const [owner] = set.metadata.ownerReferences ?? [];
    const revision = set.metadata.annotations?.['deployment.kubernetes.io/revision'];
    return {
      state: null,
      belongs: [
        ...(owner ? [`${kinds[`kubernetes/${owner.kind}`] ?? owner.kind} ${owner.name}`] : []),
        ...(revision === undefined ? [] : [`revision ${revision}`]),
      ],
      asked: `${set.spec.replicas} replicas`,
      truth: `${set.status.readyReplicas ?? 0} Ready`,
    };
  },
  'ec2/Instance'(key, records) {
    const instance = records.get('ec2/Instance', key);
    if (!instance) return NOTHING;
    return {
      state: instance.State.Name,
      belongs: [instance.Placement.AvailabilityZone, hostName(instance.PrivateDnsName)],
      asked: instance.InstanceType,
      truth: instance.State.Name,
    };
  },
  'ec2/AvailabilityZone'(key, records) {
    const zone = records.get('ec2/AvailabilityZone', key);
    if (!zone) return NOTHING;
    return { state: zone.State, belongs: [zone.RegionName], asked: 'available', truth: zone.State };
  },
  'elasticloadbalancing/LoadBalancer'(key, records) {
    const balancer = records.get('elasticloadbalancing/LoadBalancer', key);
    if (!balancer) return NOTHING;
    const { State, Type, DNSName } = balancer;
    return { state: State.Code, belongs: [Type, DNSName], asked: '', truth: State.Code };
  },
  'elasticloadbalancing/TargetHealth'(key, records) {
    const target = records.get('elasticloadbalancing/TargetHealth', key);
    if (!target) return NOTHING;
    const { State, Reason } = target.TargetHealth;
    const truth = Reason === undefined ? State : `${State}, ${Reason}`;
    return { state: State, belongs: [target.Target.AvailabilityZone], asked: 'healthy', truth };
  },
};

/** What clients send, and what comes through. */
function flowOf(ref: Ref, view: View, words: ThingWords): Partial<Told> {
  const balancer = [view.ecs, view.kubernetes]
    .map((half) => half?.loadBalancer)
    .find((each) => each && sameRef(each.ref, ref));
  if (!balancer?.flow) return {};
  const { targets, flow } = balancer;
  const all = Object.values(targets).reduce((sum, count) => sum + count, 0);
  return {
    asked: words.askedNow(figure(flow.offered)),
    truth: words.servedNow(figure(flow.served), targets.healthy, all),
  };
}
