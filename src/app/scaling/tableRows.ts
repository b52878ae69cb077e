/**
 * What the needles of a half show, as rows of text: for each group of machines, provider of capacity and loop over tasks or
 * pods what is asked, what is true, between what bounds, of what type, and what it costs by the hour.
 */
import type { Ref } from '../../engine/model';
import { HPA } from '../../stage/read/limits';
import { capacityOf } from '../../stage/read/capacity';
import type { Records } from '../../stage/records';
import type { Half, MachineGroup, ResourceLimit } from '../../stage/view';

export interface ScalingRow {
  readonly ref: Ref;
  /** As it is called in the row's head. */
  readonly kind:
    MachineGroup['kind'] | 'provider' | 'scalableTarget' | 'autoscaler' | 'fargateProfile';
  readonly name: string;
  /** null: it asks for no number. */
  readonly asked: number | null;
  readonly true: number;
  readonly min: number | null;
  /** null: none in machines; a NodePool may have others. */
  readonly max: number | null;
  readonly limits: readonly ResourceLimit[];
  /** Of its machines: `m5.large`, `m5.large spot`. */
  readonly types: readonly string[];
  /** What is running of it costs; null: it costs nothing itself. */
  readonly nanoUsdPerHour: number | null;
}

export function scalingRows(half: Half, records: Records): readonly ScalingRow[] {
  return half.platform === 'ecs' ? ecsRows(half, records) : kubernetesRows(half, records);
}

function ecsRows(half: Half, records: Records): readonly ScalingRow[] {
  const groups = capacityOf(half, records)?.groups ?? [];
  return [
    ...groups.map((group) => groupRow(group, records)),
    ...providerRows(half.cluster, groups, records),
    ...scalableTargetRows(half.cluster, records),
  ];
}

function kubernetesRows(half: Half, records: Records): readonly ScalingRow[] {
  const groups = capacityOf(half, records)?.groups ?? [];
  return [
    ...groups.map((group) => groupRow(group, records)),
    ...fargateProfileRows(half.cluster, records),
    ...autoscalerRows(records),
  ];
}

const NOTHING = { min: null, max: null, limits: [], types: [], nanoUsdPerHour: null } as const;

function groupRow(group: MachineGroup, records: Records): ScalingRow {
  const { kind, ref, name, asked, have, min, max, limits = [] } = group;
  const ids = machinesOf(group, records);
  const bounds = { asked, true: have, min, max, limits };
  const types = ids.length > 0 ? typesOf(ids, records) : typesToCome(group, records);
  return { ref, kind, name, ...bounds, types, ...priceOf(ids, records) };
}

/** Ids of the instances that there are of a group. */
function machinesOf({ kind, ref, name }: MachineGroup, records: Records): readonly string[] {
  if (kind === 'nodepool') return machinesOfPool(name, records);
  const owned = records.get('eks/Nodegroup', ref.key)?.resources.autoScalingGroups ?? [];
  const groups = new Set(kind === 'group' ? [ref.key] : owned.map((each) => each.name));
  return [...records.all('autoscaling/AutoScalingInstance')]
    .filter(([, each]) => groups.has(each.AutoScalingGroupName))
    .map(([id]) => id);
}

const machinesOfPool = (pool: string, records: Records): readonly string[] =>
  [...records.all('kubernetes/Node').values()]
    .filter(({ metadata }) => metadata.labels?.['karpenter.sh/nodepool'] === pool)
    .flatMap(({ spec }) => /i-[0-9a-f]+$/.exec(spec.providerID ?? '')?.[0] ?? []);

function typesOf(ids: readonly string[], records: Records): readonly string[] {
  const types = new Set<string>();
  for (const id of ids) {
    const instance = records.get('ec2/Instance', id);
    if (!instance) continue;
    const spot = instance.InstanceLifecycle === 'spot' ? ' spot' : '';
    types.add(`${instance.InstanceType}${spot}`);
  }
  return [...types].sort();
}

/** What a group without machines would start. */
function typesToCome({ kind, ref }: MachineGroup, records: Records): readonly string[] {
  if (kind === 'nodegroup') return records.get('eks/Nodegroup', ref.key)?.instanceTypes ?? [];
  const template = records.get('autoscaling/AutoScalingGroup', ref.key)?.LaunchTemplate;
  const versions = records.get('ec2/LaunchTemplate', template?.LaunchTemplateName ?? '')?.versions;
  const newest = versions?.at(-1);
  if (!newest) return [];
  return [newest.InstanceType + (newest.InstanceMarketOptions ? ' spot' : '')];
}

const priceOf = (
  metered: readonly string[],
  records: Records,
): Pick<ScalingRow, 'nanoUsdPerHour'> => ({
  nanoUsdPerHour: metered.reduce(
    (sum, key) => sum + (records.get('pricing/Metered', key)?.nanoUsdPerHour ?? 0),
    0,
  ),
});

/** Providers of the cluster; those of groups repeat the group's bounds, those of Fargate have none. */
function providerRows(
  cluster: string,
  groups: readonly MachineGroup[],
  records: Records,
): readonly ScalingRow[] {
  const names = records.get('ecs/Cluster', cluster)?.capacityProviders ?? [];
  return names.map((name): ScalingRow => {
    const ref: Ref = { kind: 'ecs/CapacityProvider', key: name };
    const behind = records.get('ecs/ManagedScaling', `${cluster}/${name}`)?.autoScalingGroupName;
    const group = groups.find((each) => each.name === behind);
    if (group) return { ...groupRow(group, records), ref, kind: 'provider', name };
    const tasks = [...records.all('ecs/Task')].filter(
      ([key, task]) => key.startsWith(`${cluster}/`) && task.capacityProviderName === name,
    );
    const running = tasks.filter(([, { lastStatus }]) => lastStatus === 'RUNNING').length;
    const wanted = tasks.filter(([, { desiredStatus }]) => desiredStatus === 'RUNNING').length;
    const price = priceOf(
      tasks.map(([key]) => key),
      records,
    );
    return { ref, kind: 'provider', name, ...NOTHING, asked: wanted, true: running, ...price };
  });
}

function scalableTargetRows(cluster: string, records: Records): readonly ScalingRow[] {
  return [...records.all('applicationautoscaling/ScalableTarget')].flatMap(([key, target]) => {
    const service = records.get('ecs/Service', key.replace(/^service\//, ''));
    if (!service || !key.startsWith(`service/${cluster}/`)) return [];
    const { desiredCount: asked, runningCount, serviceName: name } = service;
    const ref: Ref = { kind: 'applicationautoscaling/ScalableTarget', key };
    const { MinCapacity: min, MaxCapacity: max } = target;
    return [{ ...NOTHING, ref, kind: 'scalableTarget', name, asked, true: runningCount, min, max }];
  });
}

/** One node for each of its pods, and no number that anybody keeps. */
function fargateProfileRows(cluster: string, records: Records): readonly ScalingRow[] {
  return [...records.all('eks/FargateProfile')]
    .filter(([, profile]) => profile.clusterName === cluster)
    .map(([key, { fargateProfileName: name }]) => {
      const pods = [...records.all('kubernetes/Pod')].filter(
        ([, { metadata }]) => metadata.labels?.['eks.amazonaws.com/fargate-profile'] === name,
      );
      const running = pods.filter(([, { status }]) => status.phase === 'Running').length;
      const ref: Ref = { kind: 'eks/FargateProfile', key };
      return { ...NOTHING, ref, kind: 'fargateProfile', name, asked: pods.length, true: running };
    });
}

function autoscalerRows(records: Records): readonly ScalingRow[] {
  return [...records.all(HPA)].map(([key, { metadata, spec, status }]) => ({
    ...NOTHING,
    ref: { kind: HPA, key },
    kind: 'autoscaler',
    name: `${metadata.name} (${spec.scaleTargetRef.kind} ${spec.scaleTargetRef.name})`,
    asked: status?.desiredReplicas ?? null,
    true: status?.currentReplicas ?? 0,
    min: spec.minReplicas ?? 1,
    max: spec.maxReplicas,
  }));
}
