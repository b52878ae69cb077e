/** How the decisions of a look are carried out: what changes in the autoscaler's memory, in the groups and in the log. */
import type { Context, Effect, FactNote, Ref } from '../../../engine/model';
import { budgetsOf, recordEvent } from '../../kubernetes/commands';
import { lastPodGone } from '../nodes/podsGone';
import type { ClusterAutoscalerCommandOf } from './commands';
import type { ClusterAutoscalerFact } from './facts';
import { DELETION_CANDIDATE, hasTaint, TO_BE_DELETED } from './nodeGroups';
import { AUTOSCALER } from './process';
import { taint, untaint } from './taints';
import type { ClusterAutoscaler, Unremovable, UnremovableReason } from './types';

export const STATE = 'eks/ClusterAutoscaler';

export const note = (about: Ref, fact: ClusterAutoscalerFact, because?: Ref): Effect => ({
  do: 'note',
  fact: { model: 'eks', about, ...fact, ...(because ? { because } : {}) } as FactNote,
});

export const putState = (ctx: Context, change: Partial<ClusterAutoscaler>): readonly Effect[] => {
  const state = ctx.get(STATE, AUTOSCALER);
  return state ? [{ do: 'put', kind: STATE, key: AUTOSCALER, value: { ...state, ...change } }] : [];
};

const aboutNode = (key: string): Ref => ({ kind: 'kubernetes/Node', key });
const aboutPod = (key: string): Ref => ({ kind: 'kubernetes/Pod', key });

/** On the ConfigMap that it keeps its status in. */
export const statusEvent = (
  event: 'Normal' | 'Warning',
  reason: string,
  message: string,
): Effect => ({
  do: 'command',
  command: recordEvent({ about: STATUS, event, reason, message, component: AUTOSCALER }),
});
export const STATUS = {
  kind: 'ConfigMap',
  metadata: {
    name: 'cluster-autoscaler-status',
    namespace: 'kube-system',
    uid: 'cluster-autoscaler-status',
  },
};

/** An event on a Node or a Pod, while it is there. */
export function objectEvent(
  ctx: Context,
  about: { readonly kind: 'kubernetes/Node' | 'kubernetes/Pod'; readonly key: string },
  event: 'Normal' | 'Warning',
  reason: string,
  message: string,
): readonly Effect[] {
  const object = ctx.get(about.kind, about.key);
  if (!object) return [];
  const { name, namespace, uid } = object.metadata;
  const of = {
    kind: object.kind,
    metadata: { name, uid, ...(namespace === undefined ? {} : { namespace }) },
  };
  const notice = { about: of, event, reason, message, component: AUTOSCALER };
  return [{ do: 'command', command: recordEvent(notice) }];
}

export function startClusterAutoscaler(
  {
    pod,
    uid,
    refused,
    groups,
    expanders,
    scanIntervalMs,
  }: ClusterAutoscalerCommandOf<'startClusterAutoscaler'>,
  ctx: Context,
): readonly Effect[] {
  const value: ClusterAutoscaler = {
    pod,
    uid,
    startedAtMs: ctx.nowMs,
    refused,
    lastScaleUpMs: null,
    lastScaleDownDeleteMs: null,
    lastScaleDownFailMs: null,
    unneeded: [],
    unremovable: [],
    backoffs: [],
    scaleUps: [],
    told: [],
    shown: null,
  };
  return [
    { do: 'put', kind: STATE, key: AUTOSCALER, value },
    refused === null
      ? note(aboutPod(pod), {
          type: 'clusterAutoscalerStarted',
          data: { groups, expanders, scanIntervalMs },
        })
      : note(aboutPod(pod), { type: 'clusterAutoscalerRefused', data: { message: refused } }),
    ...ctx.keys('eks/NodeDeletion').map(removeDeletion),
    ...leftOver(ctx),
  ];
}

/** cleanUpIfRequired: taints of deletions that an earlier process did not finish. */
const leftOver = (ctx: Context): readonly Effect[] =>
  ctx.list('kubernetes/Node').flatMap((node): Effect[] => {
    const InstanceId = node.spec.providerID?.split('/').at(-1) ?? '';
    const lives = ctx.get('ec2/Instance', InstanceId)?.State.Name === 'running';
    if (!hasTaint(node, TO_BE_DELETED) || !lives) return [];
    return [untaint(node.metadata.name, TO_BE_DELETED)];
  });

export function stopClusterAutoscaler(
  _: ClusterAutoscalerCommandOf<'stopClusterAutoscaler'>,
  ctx: Context,
): readonly Effect[] {
  const state = ctx.get(STATE, AUTOSCALER);
  if (!state) return [];
  return [
    { do: 'remove', kind: STATE, key: AUTOSCALER },
    note(aboutPod(state.pod), { type: 'clusterAutoscalerStopped', data: {} }),
    ...ctx.keys('eks/NodeDeletion').map(removeDeletion),
  ];
}

const removeDeletion = (key: string): Effect => ({ do: 'remove', kind: 'eks/NodeDeletion', key });

export function growNodeGroups(
  { plan, by, options, pods }: ClusterAutoscalerCommandOf<'growNodeGroups'>,
  ctx: Context,
): readonly Effect[] {
  const state = ctx.get(STATE, AUTOSCALER);
  if (!state) return [];
  const [first] = pods;
  const because = first === undefined ? undefined : aboutPod(first);
  const others = state.scaleUps.filter(({ group }) => !plan.some((one) => one.group === group));
  const scaleUps = [...others, ...plan.map(({ group }) => ({ group, sinceMs: ctx.nowMs }))];
  const list = plan.map(({ group, from, to, max }) => `{${group} ${from}->${to} (max: ${max})}`);
  const message = `pod triggered scale-up: [${list.join(' ')}]`;
  return [
    ...putState(ctx, { lastScaleUpMs: ctx.nowMs, scaleUps }),
    ...plan.flatMap(({ group: key, from, to, max }): Effect[] => {
      const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
      const data = { from, to, max, pods: pods.length, by, options };
      const text = `Scale-up: setting group ${key} size to ${to} instead of ${from} (max: ${max})`;
      return [
        note(about, { type: 'nodeGroupScaledUp', data }, because),
        statusEvent('Normal', 'ScaledUpGroup', text),
        {
          do: 'command',
          command: {
            model: 'aws',
            type: 'setGroupDesiredCapacity',
            AutoScalingGroupName: key,
            DesiredCapacity: to,
            text: 'a user request explicitly set group desired capacity',
            because: about,
          },
        },
      ];
    }),
    ...pods.flatMap((key) =>
      objectEvent(ctx, { kind: 'kubernetes/Pod', key }, 'Normal', 'TriggeredScaleUp', message),
    ),
  ];
}

export function tellHelplessPods(
  { news, told }: ClusterAutoscalerCommandOf<'tellHelplessPods'>,
  ctx: Context,
): readonly Effect[] {
  const messages = [...new Set(news.map(({ message }) => message))];
  return [
    ...putState(ctx, { told }),
    ...messages.flatMap((message): Effect[] => {
      const same = news.filter((one) => one.message === message);
      const [first] = same;
      if (!first) return [];
      const data = { pods: same.length, message };
      const about = aboutPod(first.pod);
      return [note(about, { type: 'scaleUpNotTriggered', data }, about)];
    }),
    ...news.flatMap(({ pod: key, message }) =>
      objectEvent(ctx, { kind: 'kubernetes/Pod', key }, 'Normal', 'NotTriggerScaleUp', message),
    ),
  ];
}

export function backOffNodeGroup(
  { group, message, backoffMs, to, lost }: ClusterAutoscalerCommandOf<'backOffNodeGroup'>,
  ctx: Context,
): readonly Effect[] {
  const state = ctx.get(STATE, AUTOSCALER);
  if (!state) return [];
  const about = { kind: 'autoscaling/AutoScalingGroup', key: group } as const;
  const backoff = {
    group,
    untilMs: ctx.nowMs + backoffMs,
    durationMs: backoffMs,
    lastFailureMs: ctx.nowMs,
  };
  return [
    ...putState(ctx, {
      backoffs: [...state.backoffs.filter((one) => one.group !== group), backoff],
      scaleUps: state.scaleUps.filter((one) => one.group !== group),
    }),
    note(about, { type: 'nodeGroupBackedOff', data: { backoffMs, message } }, about),
    statusEvent('Warning', lost.length > 0 ? 'ScaleUpTimedOut' : 'ScaleUpFailed', message),
    {
      do: 'command',
      command: {
        model: 'aws',
        type: 'setGroupDesiredCapacity',
        AutoScalingGroupName: group,
        DesiredCapacity: to,
        text: 'a user request explicitly set group desired capacity',
        because: about,
      },
    },
    ...lost.map((InstanceId): Effect => ({
      do: 'command',
      command: { model: 'aws', type: 'terminateGroupInstance', InstanceId, reason: 'request' },
    })),
  ];
}

export const forgetScaleUps = (
  { groups }: ClusterAutoscalerCommandOf<'forgetScaleUps'>,
  ctx: Context,
): readonly Effect[] => {
  const scaleUps = ctx.get(STATE, AUTOSCALER)?.scaleUps ?? [];
  return putState(ctx, { scaleUps: scaleUps.filter(({ group }) => !groups.includes(group)) });
};

/** Why a node that was to go is kept, or cannot go: reasons that somebody can do something about. */
const SAID_WHEN_BLOCKING: ReadonlySet<UnremovableReason> = new Set<UnremovableReason>([
  'NoPlaceToMovePods',
  'NotReplicated',
  'LocalStorageRequested',
  'NotSafeToEvictAnnotation',
  'UnmovableKubeSystemPod',
  'NotEnoughPdb',
]);

/** The budget that held the node until now. */
function loosened(held: Unremovable | undefined, ctx: Context): Ref | undefined {
  if (held?.reason !== 'NotEnoughPdb' || held.pod === null) return undefined;
  const pod = ctx.get('kubernetes/Pod', held.pod);
  const [budget] = pod ? budgetsOf(ctx, pod) : [];
  if (!budget) return undefined;
  const { namespace = 'default', name } = budget.metadata;
  return { kind: 'kubernetes/Object', key: `poddisruptionbudgets.policy/${namespace}/${name}` };
}

export function rememberNodes(
  { findings, unneeded, unremovable, limits }: ClusterAutoscalerCommandOf<'rememberNodes'>,
  ctx: Context,
): readonly Effect[] {
  const state = ctx.get(STATE, AUTOSCALER);
  if (!state) return [];
  const were = new Map(state.unneeded.map(({ node, sinceMs }) => [node, sinceMs]));
  const effects: Effect[] = [];
  for (const found of findings) {
    const { node, reason, message, pod, cpuPermille, memoryPermille, moves, group } = found;
    const sinceMs = were.get(node);
    if (reason === null) {
      if (sinceMs !== undefined) continue;
      const { thresholdPermille, unneededTimeMs } = limits;
      const shares = { cpuPermille, memoryPermille, thresholdPermille };
      const data = { group: group ?? '', ...shares, pods: moves, unneededTimeMs };
      const held = state.unremovable.find((one) => one.node === node);
      const because = loosened(held, ctx) ?? lastPodGone(ctx, node);
      effects.push(note(aboutNode(node), { type: 'nodeUnneeded', data }, because));
      effects.push(taint(node, DELETION_CANDIDATE, ctx.nowMs));
      continue;
    }
    if (sinceMs !== undefined && reason !== 'CurrentlyBeingDeleted') {
      const data = { reason, message, afterMs: ctx.nowMs - sinceMs };
      effects.push(note(aboutNode(node), { type: 'nodeNeeded', data }));
      effects.push(untaint(node, DELETION_CANDIDATE));
    }
    const before = state.unremovable.find((one) => one.node === node);
    const isNews = before?.reason !== reason || before.pod !== pod;
    if (!isNews || !SAID_WHEN_BLOCKING.has(reason)) continue;
    const data = { reason, pod, message, recheckMs: limits.recheckMs };
    effects.push(note(aboutNode(node), { type: 'scaleDownBlocked', data }));
  }
  return [...putState(ctx, { unneeded, unremovable }), ...effects];
}
