/** Which questions about scaling a thing has: each is a query that judges the very inputs again, with everything written down. */
import type { Fact, Ref } from '../../engine/model';
import type { Request } from '../../host/protocol';
import { autoscalerOf, HPA } from '../../stage/read/limits';
import type { RecordMaps } from '../recordMaps';

export type ScalingAsk = {
  readonly of: 'capacity' | 'pods' | 'provider' | 'nodes' | 'karpenter';
  readonly request: Request;
  /** The record whose every change is a new answer. */
  readonly about: Ref;
};

/** `fact`: the decision that is selected, if one is; otherwise what would be decided now. */
export function asksOf(
  ref: Ref,
  records: RecordMaps,
  fact: Fact | undefined,
): readonly ScalingAsk[] {
  return ASKS[ref.kind]?.(ref.key, records, fact) ?? [];
}

type Ask = (key: string, records: RecordMaps, fact: Fact | undefined) => readonly ScalingAsk[];

const query = (action: string, input: unknown): Request => ({ api: 'quayside', action, input });

function ofService(resourceId: string, records: RecordMaps, fact?: Fact): ScalingAsk[] {
  const about = { kind: 'applicationautoscaling/ScalableTarget', key: resourceId } as const;
  if (!records.has(about)) return [];
  const activityId = fact?.type === 'capacityScaled' ? activityAt(resourceId, fact, records) : null;
  const input = activityId === null ? { resourceId } : { resourceId, activityId };
  return [{ of: 'capacity', request: query('explainScaling', input), about }];
}

function activityAt(resourceId: string, { atMs }: Fact, records: RecordMaps): string | null {
  for (const [id, activity] of records.all('applicationautoscaling/ScalingActivity'))
    if (activity.ResourceId === resourceId && activity.StartTime === atMs) return id;
  return null;
}

function ofAutoscaler(key: string, fact?: Fact): ScalingAsk[] {
  const [namespace = '', name = ''] = key.split('/');
  const atMs = fact?.model === 'kubernetes' && fact.about.key === key ? { atMs: fact.atMs } : {};
  const request = query('explainScaling', { namespace, name, ...atMs });
  return [{ of: 'pods', request, about: { kind: HPA, key } }];
}

/** What an alarm calls is what it is about. */
function ofAlarm(key: string, records: RecordMaps, fact?: Fact): ScalingAsk[] {
  const calls = ({
    Alarms,
    PolicyARN,
  }: {
    Alarms: readonly { AlarmName: string }[];
    PolicyARN: string;
  }) => Alarms.some(({ AlarmName }) => AlarmName === key) || actions.includes(PolicyARN);
  const actions = records.get('cloudwatch/MetricAlarm', key)?.AlarmActions ?? [];
  for (const policy of records.all('applicationautoscaling/ScalingPolicy').values())
    if (calls(policy)) return ofService(policy.ResourceId, records, fact);
  for (const policy of records.all('autoscaling/ScalingPolicy').values())
    if (calls(policy)) return ofGroup(policy.AutoScalingGroupName, records, fact);
  return [];
}

const beforeBar = (key: string): string => key.slice(0, key.indexOf('|'));

/** A group answers with its own policies, or with those of the capacity provider that manages it. */
function ofGroup(name: string, records: RecordMaps, fact?: Fact): ScalingAsk[] {
  const about = { kind: 'autoscaling/AutoScalingGroup', key: name } as const;
  const managed = [...records.all('ecs/ManagedScaling').values()]
    .filter(({ autoScalingGroupName }) => autoScalingGroupName === name)
    .flatMap(({ cluster, capacityProvider }) => ofProvider(cluster, capacityProvider));
  if (managed.length > 0) return managed;
  const atMs = fact?.type === 'groupScaled' ? { atMs: fact.atMs } : {};
  const input = { autoScalingGroupName: name, ...atMs };
  return [{ of: 'capacity', request: query('explainScaling', input), about }];
}

const ofProvider = (cluster: string, capacityProvider: string): ScalingAsk[] => [
  {
    of: 'provider',
    request: query('explainManagedScaling', { cluster, capacityProvider }),
    about: { kind: 'ecs/ManagedScaling', key: `${cluster}/${capacityProvider}` },
  },
];

const ofNodes = (records: RecordMaps): ScalingAsk[] =>
  [...records.all('eks/ClusterAutoscaler').keys()].map((key) => ({
    of: 'nodes',
    request: query('explainClusterAutoscaler', {}),
    about: { kind: 'eks/ClusterAutoscaler', key },
  }));

const ofKarpenter = (key: string): ScalingAsk => ({
  of: 'karpenter',
  request: query('explainKarpenter', {}),
  about: { kind: 'kubernetes/Object', key },
});

const KARPENTERS = /^node(?:pools|claims)[.]karpenter[.]sh\//;

const ASKS: Readonly<Partial<Record<string, Ask>>> = {
  'ecs/Service': (key, records, fact) => ofService(`service/${key}`, records, fact),
  'applicationautoscaling/ScalableTarget': ofService,
  'applicationautoscaling/ScalingPolicy': (key, records, fact) =>
    ofService(beforeBar(key), records, fact),
  'applicationautoscaling/ScheduledAction': (key, records, fact) =>
    ofService(beforeBar(key), records, fact),
  'autoscaling/ScalingPolicy': (key, records, fact) => ofGroup(beforeBar(key), records, fact),
  'autoscaling/ScheduledUpdateGroupAction': (key, records, fact) =>
    ofGroup(beforeBar(key), records, fact),
  'cloudwatch/MetricAlarm': ofAlarm,
  'kubernetes/Deployment': (key, records, fact) => {
    const found = autoscalerOf(records, key);
    return found ? ofAutoscaler(found.key, fact) : [];
  },
  [HPA]: (key, _records, fact) => ofAutoscaler(key, fact),
  'autoscaling/AutoScalingGroup': ofGroup,
  'ecs/CapacityProvider': (key, records) =>
    [...records.all('ecs/ManagedScaling').values()]
      .filter(({ capacityProvider }) => capacityProvider === key)
      .flatMap(({ cluster, capacityProvider }) => ofProvider(cluster, capacityProvider)),
  'eks/Nodegroup': (key, records) => {
    const groups = records.get('eks/Nodegroup', key)?.resources.autoScalingGroups ?? [];
    const nodes = ofNodes(records);
    // Under the Cluster Autoscaler a group has bounds and, as a rule, no policy of its own to be judged.
    const policies = [...records.all('autoscaling/ScalingPolicy').values()];
    const own = groups.filter(
      ({ name }) =>
        nodes.length === 0 || policies.some((policy) => policy.AutoScalingGroupName === name),
    );
    return [...nodes, ...own.flatMap(({ name }) => ofGroup(name, records))];
  },
  'kubernetes/Object': (key) => (KARPENTERS.test(key) ? [ofKarpenter(key)] : []),
  'kubernetes/Node': (key, records) => {
    const pool = records.get('kubernetes/Node', key)?.metadata.labels?.['karpenter.sh/nodepool'];
    return pool === undefined ? [] : [ofKarpenter(`nodepools.karpenter.sh/${pool}`)];
  },
  'eks/ClusterAutoscaler': (_key, records) => ofNodes(records),
};
