/** What the controllers of managed node groups decide, an intent each. `nodegroup` is the key of its record. */
import type { Context, Effect } from '../../../engine/model';
import { membersOf } from '../../aws/autoscaling/observeGroup';
import { newVersion } from '../../aws/ec2/launchTemplates';
import { configureNode } from '../../kubernetes/commands';
import { nodeName } from '../nodes/nodeRegistration';
import type { EksTaint, Nodegroup, NodegroupIssue } from '../types';
import type { NodegroupFact } from './facts';
import { templateData } from './newNodegroup';
import { nodegroupLabels, nodeTaint } from './taints';

export type NodegroupCommand =
  /** Its nodes are there, or its update has ended. */
  | { readonly type: 'settleNodegroup'; readonly nodegroup: string; readonly nodes: number }
  | {
      readonly type: 'reportNodegroupHealth';
      readonly nodegroup: string;
      readonly issue: NodegroupIssue | null;
      /** It was never created. */
      readonly failed: boolean;
    }
  /** The sizes of its Auto Scaling group were changed by somebody else. */
  | { readonly type: 'followAutoScalingGroup'; readonly nodegroup: string }
  | {
      readonly type: 'configureNodegroupNodes';
      readonly nodegroup: string;
      readonly setLabels: readonly string[];
      readonly removedLabels: readonly string[];
      readonly removedTaints: readonly EksTaint[];
    }
  | { readonly type: 'forgetNodegroup'; readonly nodegroup: string };

type Of<T extends NodegroupCommand['type']> = Extract<NodegroupCommand, { readonly type: T }>;

const put = (key: string, value: Nodegroup): Effect => ({
  do: 'put',
  kind: 'eks/Nodegroup',
  key,
  value,
});
const note = (key: string, fact: NodegroupFact): Effect => ({
  do: 'note',
  fact: { model: 'eks', about: { kind: 'eks/Nodegroup', key }, ...fact },
});

export const groupOf = ({ resources }: Nodegroup): string =>
  resources.autoScalingGroups[0]?.name ?? '';

export const nodegroupCommands = {
  settleNodegroup,
  reportNodegroupHealth,
  followAutoScalingGroup,
  configureNodegroupNodes,
  forgetNodegroup,
};

function settleNodegroup(
  { nodegroup: key, nodes }: Of<'settleNodegroup'>,
  ctx: Context,
): readonly Effect[] {
  const before = ctx.get('eks/Nodegroup', key);
  if (before?.status !== 'CREATING' && before?.status !== 'UPDATING') return [];
  const tookMs = ctx.nowMs - (before.status === 'CREATING' ? before.createdAt : before.modifiedAt);
  const status = before.health.issues.length > 0 ? 'DEGRADED' : 'ACTIVE';
  return [
    put(key, { ...before, status, updatedAtMs: null }),
    note(
      key,
      before.status === 'CREATING'
        ? { type: 'nodegroupActive', data: { nodes, tookMs } }
        : { type: 'nodegroupUpdated', data: { tookMs } },
    ),
  ];
}

function reportNodegroupHealth(
  { nodegroup: key, issue, failed }: Of<'reportNodegroupHealth'>,
  ctx: Context,
): readonly Effect[] {
  const before = ctx.get('eks/Nodegroup', key);
  if (!before) return [];
  const issues = issue ? [issue] : [];
  const status = failed ? 'CREATE_FAILED' : healthStatus(before.status, issue !== null);
  const value: Nodegroup = { ...before, status, health: { issues } };
  if (!issue) return [put(key, value), note(key, { type: 'nodegroupRecovered', data: {} })];
  const { code, message } = issue;
  const type = failed ? 'nodegroupCreateFailed' : 'nodegroupDegraded';
  return [put(key, value), note(key, { type, data: { code, message } })];
}

/** While it is made or changed it says so; what is wrong stands in its health. */
function healthStatus(before: Nodegroup['status'], ill: boolean): Nodegroup['status'] {
  if (before !== 'ACTIVE' && before !== 'DEGRADED') return before;
  return ill ? 'DEGRADED' : 'ACTIVE';
}

function followAutoScalingGroup(
  { nodegroup: key }: Of<'followAutoScalingGroup'>,
  ctx: Context,
): readonly Effect[] {
  const before = ctx.get('eks/Nodegroup', key);
  const group = before && ctx.get('autoscaling/AutoScalingGroup', groupOf(before));
  if (!group) return [];
  const { MinSize: minSize, MaxSize: maxSize, DesiredCapacity: desiredSize } = group;
  return [put(key, { ...before, scalingConfig: { minSize, maxSize, desiredSize } })];
}

function configureNodegroupNodes(
  { nodegroup: key, setLabels, removedLabels, removedTaints }: Of<'configureNodegroupNodes'>,
  ctx: Context,
): readonly Effect[] {
  const nodegroup = ctx.get('eks/Nodegroup', key);
  if (!nodegroup) return [];
  const name = groupOf(nodegroup);
  const template = ctx.get('ec2/LaunchTemplate', name);
  const nodes = membersOf(name, ctx).flatMap(({ InstanceId }) => {
    const instance = ctx.get('ec2/Instance', InstanceId);
    return instance ? [nodeName(instance)] : [];
  });
  const because = { kind: 'eks/Nodegroup', key } as const;
  const labels = {
    ...Object.fromEntries(removedLabels.map((label) => [label, null])),
    ...nodegroupLabels(nodegroup),
  };
  const addTaints = nodegroup.taints.map(nodeTaint);
  const removeTaints = removedTaints.map(nodeTaint);
  const data = {
    labels: [...setLabels, ...removedLabels],
    taints: [...nodegroup.taints, ...removedTaints].map((t) => `${t.key}:${t.effect}`),
    nodes: nodes.length,
  };
  return [
    note(key, { type: 'nodegroupNodesConfigured', data }),
    ...(template ? newVersion(name, templateData(nodegroup), template, ctx).effects : []),
    ...nodes.map((node): Effect => ({
      do: 'command',
      command: configureNode({ node, labels, addTaints, removeTaints }, because),
    })),
  ];
}

function forgetNodegroup(
  { nodegroup: key }: Of<'forgetNodegroup'>,
  ctx: Context,
): readonly Effect[] {
  const nodegroup = ctx.get('eks/Nodegroup', key);
  if (!nodegroup) return [];
  const name = groupOf(nodegroup);
  return [
    note(key, { type: 'nodegroupDeleted', data: { tookMs: ctx.nowMs - nodegroup.modifiedAt } }),
    { do: 'command', command: { model: 'aws', type: 'forgetGroup', AutoScalingGroupName: name } },
    { do: 'remove', kind: 'ec2/LaunchTemplate', key: name },
    { do: 'remove', kind: 'eks/Nodegroup', key },
  ];
}
