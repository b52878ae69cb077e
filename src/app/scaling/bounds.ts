/**
 * The bounds of both loops by hand: which fields each thing has, what a change of them is as the platform's own request, and
 * the line that does the same from a shell. Only what is changed is sent.
 */
import type { Ref } from '../../engine/model';
import type { Request } from '../../host/protocol';
import type { NodePool } from '../../models/eks/karpenter/types';
import { capacityOf } from '../../stage/read/capacity';
import { HPA } from '../../stage/read/limits';
import type { Half, MachineGroup } from '../../stage/view';
import type { RecordMaps } from '../recordMaps';

export type BoundName = 'min' | 'max' | 'desired' | 'cpu' | 'memory';

export interface BoundField {
  readonly label: BoundName;
  /** As the request calls it; a refusal names it too. */
  readonly wire: string;
  /** '' where nothing bounds it. */
  readonly value: string;
}

export interface Bounds {
  readonly ref: Ref;
  readonly name: string;
  readonly fields: readonly BoundField[];
}

/** What was typed, by the wire's name; fields that are left alone are absent. */
export type Drafts = Readonly<Record<string, string>>;

export interface Change {
  readonly request: Request;
  readonly command: string;
}

/** Of what is moved first, then of the machines beneath it. */
export function boundsOf(half: Half, records: RecordMaps): readonly Bounds[] {
  const groups = capacityOf(half, records)?.groups ?? [];
  const machines = groups.flatMap((group) =>
    group.kind === 'nodepool' ? [] : [ofGroup(group, records)],
  );
  return half.platform === 'ecs'
    ? [...ofTargets(records), ...machines]
    : [...ofAutoscalers(records), ...machines, ...ofPools(records)];
}

const field = (label: BoundName, wire: string, value: number | string): BoundField => ({
  label,
  wire,
  value: String(value),
});

const ofTargets = (records: RecordMaps): Bounds[] =>
  [...records.all('applicationautoscaling/ScalableTarget')].map(([key, target]) => ({
    ref: { kind: 'applicationautoscaling/ScalableTarget', key },
    name: key.slice(key.lastIndexOf('/') + 1),
    fields: [
      field('min', 'MinCapacity', target.MinCapacity),
      field('max', 'MaxCapacity', target.MaxCapacity),
    ],
  }));

const ofAutoscalers = (records: RecordMaps): Bounds[] =>
  [...records.all(HPA)].map(([key, { spec }]) => ({
    ref: { kind: HPA, key },
    name: key.replace(/^default\//, ''),
    fields: [
      field('min', 'minReplicas', spec.minReplicas ?? 1),
      field('max', 'maxReplicas', spec.maxReplicas),
    ],
  }));

function ofGroup({ ref, kind, name, min, max, asked }: MachineGroup, records: RecordMaps): Bounds {
  if (kind === 'group')
    return {
      ref,
      name,
      fields: [
        field('min', 'MinSize', min),
        field('desired', 'DesiredCapacity', asked),
        field('max', 'MaxSize', max ?? ''),
      ],
    };
  const sizes = records.get('eks/Nodegroup', ref.key)?.scalingConfig;
  return {
    ref,
    name,
    fields: [
      field('min', 'minSize', sizes?.minSize ?? min),
      field('desired', 'desiredSize', sizes?.desiredSize ?? asked),
      field('max', 'maxSize', sizes?.maxSize ?? max ?? ''),
    ],
  };
}

const POOLS = 'nodepools.karpenter.sh/';

/** A NodePool has no minimum: it only says how much all its nodes may add up to. */
function ofPools(records: RecordMaps): Bounds[] {
  const found: Bounds[] = [];
  for (const [key, record] of records.all('kubernetes/Object')) {
    if (!key.startsWith(POOLS)) continue;
    const { limits = {} } = (record as unknown as NodePool).spec;
    found.push({
      ref: { kind: 'kubernetes/Object', key },
      name: key.slice(POOLS.length),
      fields: [
        field('cpu', 'cpu', limits['cpu'] ?? ''),
        field('memory', 'memory', limits['memory'] ?? ''),
      ],
    });
  }
  return found;
}

export const isAmount = ({ label }: BoundField): boolean => label === 'cpu' || label === 'memory';

/** The fields that ask for something else than what is; a number that is not one yet asks for nothing. */
export const changed = ({ fields }: Bounds, drafts: Drafts): readonly BoundField[] =>
  fields.flatMap((each) => {
    const draft = drafts[each.wire]?.trim();
    if (draft === undefined || draft === each.value) return [];
    if (!isAmount(each) && !/^-?\d+$/.test(draft)) return [];
    return [{ ...each, value: draft }];
  });

/** null: nothing is changed. */
export function boundsChange(bounds: Bounds, drafts: Drafts): Change | null {
  const fields = changed(bounds, drafts);
  return fields.length === 0 ? null : (CHANGES[bounds.ref.kind]?.(bounds.ref.key, fields) ?? null);
}

const numbers = (fields: readonly BoundField[]): Readonly<Record<string, number>> =>
  Object.fromEntries(fields.map(({ wire, value }) => [wire, Number(value)]));
const flags = (fields: readonly BoundField[]): string =>
  fields
    .map(({ wire, value }) => `--${wire.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase()} ${value}`)
    .join(' ');

type ChangeOf = (key: string, fields: readonly BoundField[]) => Change;

const CHANGES: Readonly<Partial<Record<string, ChangeOf>>> = {
  'applicationautoscaling/ScalableTarget'(ResourceId, fields) {
    const of = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;
    const input = { ...of, ResourceId, ...numbers(fields) };
    return {
      request: { api: 'application-autoscaling', action: 'RegisterScalableTarget', input },
      command: [
        'aws application-autoscaling register-scalable-target --service-namespace ecs',
        `--scalable-dimension ${of.ScalableDimension} --resource-id ${ResourceId} ${flags(fields)}`,
      ].join(' '),
    };
  },
  'autoscaling/AutoScalingGroup': (AutoScalingGroupName, fields) => ({
    request: {
      api: 'autoscaling',
      action: 'UpdateAutoScalingGroup',
      input: { AutoScalingGroupName, ...numbers(fields) },
    },
    command: `aws autoscaling update-auto-scaling-group --auto-scaling-group-name ${AutoScalingGroupName} ${flags(fields)}`,
  }),
  'eks/Nodegroup'(key, fields) {
    const [clusterName = '', nodegroupName = ''] = key.split('/');
    const sizes = fields.map(({ wire, value }) => `${wire}=${value}`).join(',');
    return {
      request: {
        api: 'eks',
        action: 'UpdateNodegroupConfig',
        input: { clusterName, nodegroupName, scalingConfig: numbers(fields) },
      },
      command: `aws eks update-nodegroup-config --cluster-name ${clusterName} --nodegroup-name ${nodegroupName} --scaling-config ${sizes}`,
    };
  },
  [HPA](key, fields) {
    const [namespace = '', name = ''] = key.split('/');
    const body = { spec: numbers(fields) };
    const where = namespace === 'default' ? '' : ` -n ${namespace}`;
    return {
      request: {
        ...{ api: 'kubernetes', verb: 'patch', group: 'autoscaling', version: 'v2' },
        ...{ resource: 'horizontalpodautoscalers', namespace, name, body },
      },
      command: `kubectl patch hpa ${name}${where} --patch '${JSON.stringify(body)}'`,
    };
  },
  // A custom resource takes no strategic merge; an amount that is taken away is null.
  'kubernetes/Object'(key, fields) {
    const name = key.slice(POOLS.length);
    const limits = Object.fromEntries(fields.map(({ wire, value }) => [wire, value || null]));
    const body = { spec: { limits } };
    return {
      request: {
        ...{ api: 'kubernetes', verb: 'patch', group: 'karpenter.sh', version: 'v1' },
        ...{ resource: 'nodepools', name, body, query: { patchType: 'merge' } },
      },
      command: `kubectl patch nodepool ${name} --type merge --patch '${JSON.stringify(body)}'`,
    };
  },
};
