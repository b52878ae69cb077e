/**
 * What EKS sees of its node groups: that the nodes have joined, that an update has ended, that the Auto Scaling group below
 * cannot launch or was changed by somebody else (the Cluster Autoscaler), that the last node of a deleted group has gone.
 * Key: that of the `eks/Nodegroup`.
 */
import {
  defineIndex,
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import { membersOf } from '../../aws/autoscaling/observeGroup';
import { isLive } from '../../aws/autoscaling/states';
import type { AutoScalingGroup } from '../../aws/autoscaling/types';
import { insufficientCapacity } from '../../aws/ec2/capacity';
import type { Node } from '../../kubernetes/types';
import { instanceIdOf, nodeName } from '../nodes/nodeRegistration';
import { timings } from '../timings';
import type { Nodegroup, NodegroupIssue } from '../types';
import { groupOf, type NodegroupCommand } from './commands';

const NODEGROUP = 'eks/nodegroup';

interface Observed {
  readonly key: string;
  readonly nodegroup: Nodegroup;
  readonly group: AutoScalingGroup | undefined;
  readonly instances: number;
  /** Launching or in service. */
  readonly live: number;
  /** Of these, with a Node that is Ready. */
  readonly ready: number;
  readonly launchIssue: NodegroupIssue | null;
  readonly nowMs: number;
}

function observeNodegroup(key: string, read: Read): Observed | undefined {
  const nodegroup = read.get('eks/Nodegroup', key);
  if (!nodegroup) return undefined;
  const name = groupOf(nodegroup);
  const group = read.get('autoscaling/AutoScalingGroup', name);
  const members = membersOf(name, read);
  const live = members.filter(isLive);
  return {
    key,
    nodegroup,
    group,
    instances: members.length,
    live: live.length,
    ready: live.filter(({ InstanceId }) => hasReadyNode(InstanceId, read)).length,
    launchIssue: group ? launchIssue(nodegroup, group, live.length, read) : null,
    nowMs: read.nowMs,
  };
}

function hasReadyNode(InstanceId: string, read: Read): boolean {
  const instance = read.get('ec2/Instance', InstanceId);
  const node = instance && read.get('kubernetes/Node', nodeName(instance));
  return node !== undefined && isReady(node);
}

const isReady = ({ status }: Node): boolean =>
  status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');

/** EKS repeats what the Auto Scaling group's activity says. */
function launchIssue(
  { capacityType, instanceTypes }: Nodegroup,
  group: AutoScalingGroup,
  live: number,
  read: Read,
): NodegroupIssue | null {
  const [failure] = group.launchFailures;
  if (!failure || live >= group.DesiredCapacity) return null;
  const what = capacityType === 'SPOT' ? 'Spot Instances' : 'On-Demand Instances';
  const why = insufficientCapacity(instanceTypes[0] as string, failure.AvailabilityZone, read);
  return {
    code: 'AsgInstanceLaunchFailures',
    message: `Could not launch ${what}. InsufficientInstanceCapacity - ${why} Launching EC2 instance failed.`,
    resourceIds: [group.AutoScalingGroupName],
  };
}

interface Decision {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}

const does = (...commands: readonly NodegroupCommand[]): Decision => ({
  commands: commands.map((command): Command => ({ model: 'eks', ...command })),
});

function decideNodegroup(observed: Observed): Decision {
  const { key, nodegroup, group, instances, launchIssue, nowMs } = observed;
  if (nodegroup.status === 'DELETING')
    return instances === 0 ? does({ type: 'forgetNodegroup', nodegroup: key }) : does();
  if (nodegroup.status === 'CREATE_FAILED' || !group) return does();
  const [known] = nodegroup.health.issues;
  if (launchIssue?.code !== known?.code)
    return does({
      type: 'reportNodegroupHealth',
      nodegroup: key,
      issue: launchIssue,
      failed: false,
    });
  if (differs(nodegroup, group)) return does({ type: 'followAutoScalingGroup', nodegroup: key });
  if (nodegroup.status === 'CREATING') return creating(observed, group);
  const { updatedAtMs } = nodegroup;
  if (updatedAtMs === null) return does();
  if (nowMs < updatedAtMs) return { commands: [], requeueAfterMs: updatedAtMs - nowMs };
  return does({ type: 'settleNodegroup', nodegroup: key, nodes: observed.ready });
}

function creating(observed: Observed, group: AutoScalingGroup): Decision {
  const { key, nodegroup, live, ready, nowMs } = observed;
  if (live >= group.DesiredCapacity && ready >= group.DesiredCapacity)
    return does({ type: 'settleNodegroup', nodegroup: key, nodes: ready });
  const leftMs = nodegroup.createdAt + timings.nodegroupCreateLimitMs - nowMs;
  if (leftMs > 0) return { commands: [], requeueAfterMs: leftMs };
  const issue = nodegroup.health.issues[0] ?? notJoined(group);
  return does({ type: 'reportNodegroupHealth', nodegroup: key, issue, failed: true });
}

const notJoined = ({ AutoScalingGroupName }: AutoScalingGroup): NodegroupIssue => ({
  code: 'NodeCreationFailure',
  message: 'Instances failed to join the kubernetes cluster',
  resourceIds: [AutoScalingGroupName],
});

const differs = ({ scalingConfig }: Nodegroup, group: AutoScalingGroup): boolean =>
  scalingConfig.minSize !== group.MinSize ||
  scalingConfig.maxSize !== group.MaxSize ||
  scalingConfig.desiredSize !== group.DesiredCapacity;

export const nodegroupController: Controller = {
  name: NODEGROUP,
  latencyMs: 0,
  sync(key, read) {
    const observed = observeNodegroup(key, read);
    return observed && decideNodegroup(observed);
  },
};

export const nodegroupOfGroup = (group: string, read: Pick<Read, 'keysBy'>): readonly string[] =>
  read.keysBy('eks/Nodegroup', 'group', group);

/** Without any node group nothing is looked up. */
const ofInstance = (InstanceId: string, read: Read): readonly string[] => {
  if (read.size('eks/Nodegroup') === 0) return [];
  const member = read.get('autoscaling/AutoScalingInstance', InstanceId);
  return member ? nodegroupOfGroup(member.AutoScalingGroupName, read) : [];
};

export const nodegroupWatches: readonly Watch[] = [
  defineWatch({
    kind: 'eks/Nodegroup',
    wakes: NODEGROUP,
    keys: (after, before, key) => (after && after !== before ? [key] : []),
  }),
  defineWatch({
    kind: 'autoscaling/AutoScalingGroup',
    wakes: NODEGROUP,
    keys: (after, before, key, read) =>
      before && after && after.cooldownUntilMs === before.cooldownUntilMs
        ? nodegroupOfGroup(key, read)
        : [],
  }),
  defineWatch({
    kind: 'autoscaling/AutoScalingInstance',
    wakes: NODEGROUP,
    keys: (after, before, _key, read) => {
      const name = (after ?? before)?.AutoScalingGroupName;
      const changed = after?.LifecycleState !== before?.LifecycleState;
      return changed && name !== undefined ? nodegroupOfGroup(name, read) : [];
    },
  }),
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: NODEGROUP,
    keys: (after, before, _key, read) => {
      const node = after ?? before;
      const changed = (after && isReady(after)) !== (before && isReady(before));
      return changed && node ? ofInstance(instanceIdOf(node.spec.providerID ?? ''), read) : [];
    },
  }),
];

export const nodegroupIndex = defineIndex({
  name: 'group',
  kind: 'eks/Nodegroup',
  dependsOn: ['resources'],
  buckets: (nodegroup) => [groupOf(nodegroup)],
});
