/**
 * A node of a managed group that is to go: EKS cordons it and evicts its pods first (EKS User Guide, "Managed node groups
 * concepts"). The Auto Scaling group's lifecycle hook holds the instance meanwhile. Disruption budgets are respected for a
 * quarter of an hour; then the node goes all the same. A spot node is drained in the two minutes that EC2 leaves it.
 * A node that is not Ready is not waited for: nobody there ends its pods. Key: InstanceId.
 */
import {
  defineIndex,
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { openAction } from '../../aws/autoscaling/lifecycleHooks';
import { configureNode, evictPod } from '../../kubernetes/commands';
import type { Pod } from '../../kubernetes/types';
import { nodeName } from '../nodes/nodeRegistration';
import { timings } from '../timings';
import type { NodegroupDrain } from '../types';
import { DRAIN_HOOK } from './newNodegroup';

const DRAIN = 'eks/nodegroupDrain';
/** As kubectl drain asks again. */
const RETRY_MS = 5_000;

export type NodegroupDrainCommand =
  | { readonly type: 'beginNodegroupDrain'; readonly InstanceId: string }
  | { readonly type: 'endNodegroupDrain'; readonly InstanceId: string; readonly podsLeft: number };

type Of<T extends NodegroupDrainCommand['type']> = Extract<
  NodegroupDrainCommand,
  { readonly type: T }
>;

export const nodegroupDrainCommands = { beginNodegroupDrain, endNodegroupDrain };

interface Observed {
  readonly InstanceId: string;
  /** The Auto Scaling group waits for EKS. */
  readonly held: boolean;
  /** EC2 takes it back. */
  readonly taken: boolean;
  /** It is cordoned, and no pod is left to be evicted. */
  readonly isDrained: boolean;
  readonly drain: NodegroupDrain | undefined;
  readonly nodeIsReady: boolean;
  /** Still on it, those of DaemonSets left out. */
  readonly pods: readonly Pod[];
  readonly nowMs: number;
}

function observeDrain(InstanceId: string, read: Read): Observed | undefined {
  const member = read.get('autoscaling/AutoScalingInstance', InstanceId);
  const instance = read.get('ec2/Instance', InstanceId);
  const drain = read.get('eks/NodegroupDrain', InstanceId);
  const isOurs = member && nodegroupOf(member.AutoScalingGroupName, read) !== undefined;
  if (!drain && (!isOurs || !instance)) return undefined;
  const held = member !== undefined && openAction(member, DRAIN_HOOK) !== undefined;
  const taken = instance?.interruptedAtMs !== undefined && instance.State.Name === 'running';
  const node = drain?.node ?? (instance ? nodeName(instance) : '');
  const pods = podsToEvict(node, read);
  const isCordoned = read.get('kubernetes/Node', node)?.spec.unschedulable === true;
  return {
    InstanceId,
    held,
    taken,
    isDrained: isCordoned && pods.length === 0,
    drain,
    nodeIsReady: isReady(node, read),
    pods,
    nowMs: read.nowMs,
  };
}

const nodegroupOf = (group: string, read: Pick<Read, 'keysBy'>): string | undefined =>
  read.keysBy('eks/Nodegroup', 'group', group)[0];

const isReady = (name: string, read: Pick<Read, 'get'>): boolean =>
  read
    .get('kubernetes/Node', name)
    ?.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;

const podsToEvict = (node: string, read: Pick<Read, 'by'>): readonly Pod[] =>
  read
    .by('kubernetes/Pod', 'node', node)
    .filter(
      ({ metadata }) =>
        metadata.ownerReferences?.find((owner) => owner.controller === true)?.kind !== 'DaemonSet',
    );

interface Decision {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}

function decideDrain(observed: Observed): Decision {
  const { InstanceId, held, taken, isDrained, drain, nodeIsReady, pods, nowMs } = observed;
  const leaves = held || taken;
  if (!drain) {
    if (!leaves) return { commands: [] };
    if (!isDrained)
      return { commands: [{ model: 'eks', type: 'beginNodegroupDrain', InstanceId }] };
    return { commands: held ? [letGo(InstanceId)] : [] };
  }
  const leftMs = drain.sinceMs + timings.nodegroupDrainLimitMs - nowMs;
  if (!leaves || !nodeIsReady || pods.length === 0 || leftMs <= 0)
    return {
      commands: [{ model: 'eks', type: 'endNodegroupDrain', InstanceId, podsLeft: pods.length }],
    };
  const waiting = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const again = nowMs > drain.sinceMs;
  return {
    commands: waiting.map(({ metadata: { namespace = 'default', name } }) =>
      evictPod({ pod: `${namespace}/${name}`, ...(again ? { again } : {}) }, aboutNode(drain)),
    ),
    requeueAfterMs: waiting.length > 0 ? Math.min(RETRY_MS, leftMs) : leftMs,
  };
}

const letGo = (InstanceId: string): Command => ({
  model: 'aws',
  type: 'completeLifecycleAction',
  InstanceId,
  LifecycleHookName: DRAIN_HOOK,
  result: 'CONTINUE',
  timedOut: false,
});

const aboutNode = ({ node }: Pick<NodegroupDrain, 'node'>) =>
  ({ kind: 'kubernetes/Node', key: node }) as const;

function beginNodegroupDrain(
  { InstanceId }: Of<'beginNodegroupDrain'>,
  ctx: Context,
): readonly Effect[] {
  const member = ctx.get('autoscaling/AutoScalingInstance', InstanceId);
  const instance = ctx.get('ec2/Instance', InstanceId);
  const nodegroup = member && nodegroupOf(member.AutoScalingGroupName, ctx);
  if (!instance || nodegroup === undefined || ctx.has('eks/NodegroupDrain', InstanceId)) return [];
  const drain: NodegroupDrain = { nodegroup, node: nodeName(instance), sinceMs: ctx.nowMs };
  const limitMs = timings.nodegroupDrainLimitMs;
  const name = nodegroup.slice(nodegroup.indexOf('/') + 1);
  const because = {
    kind: 'autoscaling/AutoScalingGroup',
    key: member?.AutoScalingGroupName ?? '',
  } as const;
  const about = aboutNode(drain);
  return [
    { do: 'put', kind: 'eks/NodegroupDrain', key: InstanceId, value: drain },
    {
      do: 'note',
      fact: {
        model: 'eks',
        type: 'nodegroupDrainBegun',
        about,
        because,
        data: { nodegroup: name, InstanceId, limitMs },
      },
    },
    {
      do: 'command',
      command: configureNode({
        node: drain.node,
        labels: {},
        addTaints: [],
        removeTaints: [],
        unschedulable: true,
      }),
    },
  ];
}

function endNodegroupDrain(
  { InstanceId, podsLeft }: Of<'endNodegroupDrain'>,
  ctx: Context,
): readonly Effect[] {
  const drain = ctx.get('eks/NodegroupDrain', InstanceId);
  if (!drain) return [];
  const tookMs = ctx.nowMs - drain.sinceMs;
  const nodegroup = drain.nodegroup.slice(drain.nodegroup.indexOf('/') + 1);
  const data = { nodegroup, InstanceId, tookMs, podsLeft };
  const about = aboutNode(drain);
  return [
    { do: 'remove', kind: 'eks/NodegroupDrain', key: InstanceId },
    { do: 'note', fact: { model: 'eks', type: 'nodegroupDrainEnded', about, data } },
    { do: 'command', command: { ...letGo(InstanceId), because: about } },
  ];
}

export const nodegroupDrainController: Controller = {
  name: DRAIN,
  latencyMs: 0,
  sync(key, read) {
    const observed = observeDrain(key, read);
    return observed && decideDrain(observed);
  },
};

const isManaged = (group: string, read: Read): boolean =>
  read.count('eks/Nodegroup', 'group', group) > 0;

export const nodegroupDrainWatches: readonly Watch[] = [
  defineWatch({
    kind: 'autoscaling/AutoScalingInstance',
    wakes: DRAIN,
    keys: (after, before, key, read) => {
      const name = (after ?? before)?.AutoScalingGroupName ?? '';
      const changed = after?.LifecycleState !== before?.LifecycleState;
      return changed && isManaged(name, read) ? [key] : [];
    },
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: DRAIN,
    keys: (after, before, key) =>
      after?.interruptedAtMs !== before?.interruptedAtMs || isOver(after, before) ? [key] : [],
  }),
  defineWatch({
    kind: 'eks/NodegroupDrain',
    wakes: DRAIN,
    keys: (after, _before, key) => (after ? [key] : []),
  }),
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: DRAIN,
    keys: (after, before, _key, read) => {
      if (after || read.size('eks/NodegroupDrain') === 0) return [];
      return read.keysBy('eks/NodegroupDrain', 'node', before?.spec.nodeName ?? '');
    },
  }),
  defineWatch({
    kind: 'kubernetes/Node',
    wakes: DRAIN,
    keys: (_after, _before, key, read) =>
      read.size('eks/NodegroupDrain') === 0 ? [] : read.keysBy('eks/NodegroupDrain', 'node', key),
  }),
];

type Instance = Parameters<Watch<'ec2/Instance'>['keys']>[0];
const isOver = (after: Instance, before: Instance): boolean =>
  before?.interruptedAtMs !== undefined && after?.State.Name !== before.State.Name;

export const nodegroupDrainIndex = defineIndex({
  name: 'node',
  kind: 'eks/NodegroupDrain',
  dependsOn: ['node'],
  buckets: ({ node }) => [node],
});
