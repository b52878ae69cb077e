/**
 * EKS UpdateNodegroupConfig (eks 2017-11-01): sizes, labels, taints and how many nodes may be away during an update. Sizes
 * go to the Auto Scaling group; labels and taints to the nodes that are there, and to the launch template of those to come.
 */
import type { Admission, Context, Effect } from '../../../engine/model';
import { updateAutoScalingGroup } from '../../aws/autoscaling/requests/changeGroup';
import { isoInstant } from '../../aws/calendar';
import { answer } from '../../aws/refusal';
import { inputOf, textsOf, type Input } from '../../aws/requestInput';
import type { EksTaint, Nodegroup } from '../types';
import { timings } from '../timings';
import {
  checkChangedSizes,
  labelsField,
  maxUnavailableField,
  scalingConfigField,
  taintsField,
} from './nodegroupFields';
import { invalidParameter, nodegroupNamed, onlyKnown, refuseEks } from './refusals';

const PARAMETERS = [
  'clusterName',
  'nodegroupName',
  'labels',
  'taints',
  'scalingConfig',
  'updateConfig',
  'nodeRepairConfig',
  'clientRequestToken',
];

export const updateNodegroupConfig = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    onlyKnown(given, PARAMETERS);
    const before = nodegroupNamed(given, ctx);
    if (before.status !== 'ACTIVE' && before.status !== 'DEGRADED')
      refuseEks(
        'ResourceInUseException',
        'Nodegroup cannot be updated as it is currently not in Active State',
        ['nodegroupName'],
      );
    const changes = changesIn(given, before);
    const random = ctx.random(`eks/nodegroup/${keyOf(before)}/update`);
    const { from, to } = timings.nodegroupUpdateMs;
    const after: Nodegroup = {
      ...before,
      ...changes,
      status: 'UPDATING',
      modifiedAt: ctx.nowMs,
      updatedAtMs: ctx.nowMs + random.between(from, to),
    };
    const id = [8, 4, 4, 4, 12].map((n) => random.text(n, '0123456789abcdef')).join('-');
    return {
      ok: true,
      output: { update: wireUpdate(id, given, ctx.nowMs) },
      effects: [
        { do: 'put', kind: 'eks/Nodegroup', key: keyOf(after), value: after },
        ...scalingEffects(before, after, ctx),
        ...nodeEffects(before, after),
      ],
    };
  });

export const keyOf = ({ clusterName, nodegroupName }: Nodegroup): string =>
  `${clusterName}/${nodegroupName}`;

type Changes = Pick<Nodegroup, 'scalingConfig' | 'labels' | 'taints' | 'updateConfig'>;

function changesIn(given: Input, before: Nodegroup): Changes {
  const scalingConfig = scalingConfigField(given, before.scalingConfig);
  if (given['scalingConfig'] !== undefined) checkChangedSizes(scalingConfig);
  return {
    scalingConfig,
    labels: changedLabels(inputOf(given['labels']), before.labels),
    taints: changedTaints(inputOf(given['taints']), before.taints),
    updateConfig:
      given['updateConfig'] === undefined
        ? before.updateConfig
        : { maxUnavailable: maxUnavailableField(given, scalingConfig.maxSize) },
  };
}

function changedLabels(given: Input, before: Nodegroup['labels']): Nodegroup['labels'] {
  const set = labelsField(given, 'addOrUpdateLabels', ['labels']);
  const removed = textsOf(given, 'removeLabels');
  const both = removed.find((key) => key in set);
  if (both !== undefined)
    invalidParameter(
      `The label key ${both} cannot be added and removed in the same request`,
      'labels',
      'removeLabels',
    );
  const kept = Object.entries(before).filter(([key]) => !removed.includes(key));
  return { ...Object.fromEntries(kept), ...set };
}

const sameTaint = (a: EksTaint, b: EksTaint): boolean => a.key === b.key && a.effect === b.effect;

function changedTaints(given: Input, before: readonly EksTaint[]): readonly EksTaint[] {
  const set = taintsField(given, 'addOrUpdateTaints', ['taints']);
  const removed = taintsField(given, 'removeTaints', ['taints']);
  if (set.length === 0 && removed.length === 0) return before;
  const kept = before.filter((taint) => ![...set, ...removed].some((t) => sameTaint(t, taint)));
  return [...kept, ...set];
}

function scalingEffects(before: Nodegroup, after: Nodegroup, ctx: Context): readonly Effect[] {
  const { minSize, maxSize, desiredSize } = after.scalingConfig;
  const was = before.scalingConfig;
  if (was.minSize === minSize && was.maxSize === maxSize && was.desiredSize === desiredSize)
    return [];
  const [group] = after.resources.autoScalingGroups;
  const update = updateAutoScalingGroup(
    {
      AutoScalingGroupName: group?.name,
      MinSize: minSize,
      MaxSize: maxSize,
      DesiredCapacity: desiredSize,
    },
    ctx,
  );
  const about = { kind: 'eks/Nodegroup', key: keyOf(after) } as const;
  const data = { ...after.scalingConfig, from: was.desiredSize };
  return [
    { do: 'note', fact: { model: 'eks', type: 'nodegroupScalingUpdated', about, data } },
    ...(update.ok ? update.effects : []),
  ];
}

/** The nodes read the group again when the command is carried out, after this record is written. */
function nodeEffects(before: Nodegroup, after: Nodegroup): readonly Effect[] {
  const setLabels = Object.entries(after.labels)
    .filter(([key, value]) => before.labels[key] !== value)
    .map(([key]) => key);
  const removedLabels = Object.keys(before.labels).filter((key) => !(key in after.labels));
  const removedTaints = before.taints.filter((t) => !after.taints.some((u) => sameTaint(t, u)));
  const same =
    JSON.stringify([before.labels, before.taints]) === JSON.stringify([after.labels, after.taints]);
  if (same) return [];
  const nodegroup = keyOf(after);
  return [
    {
      do: 'command',
      command: {
        model: 'eks',
        type: 'configureNodegroupNodes',
        nodegroup,
        setLabels,
        removedLabels,
        removedTaints,
      },
    },
  ];
}

function wireUpdate(id: string, given: Input, nowMs: number) {
  const scaling = Object.entries(inputOf(given['scalingConfig']));
  const name = (field: string): string => `${field[0]?.toUpperCase() ?? ''}${field.slice(1)}`;
  return {
    id,
    status: 'InProgress',
    type: 'ConfigUpdate',
    params: [
      ...scaling.map(([field, value]) => ({ type: name(field), value: String(value) })),
      ...(given['labels'] === undefined
        ? []
        : [{ type: 'LabelsToAdd', value: JSON.stringify(given['labels']) }]),
      ...(given['taints'] === undefined
        ? []
        : [{ type: 'TaintsToAdd', value: JSON.stringify(given['taints']) }]),
    ],
    createdAt: isoInstant(nowMs),
    errors: [],
  };
}
