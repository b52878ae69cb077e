/**
 * The loop: a look every scan interval from the moment its process started (core/loop, static_autoscaler.go, 1.34). What
 * the look decides leaves as commands; a look that finds nothing new leaves none.
 */
import type { Command, Context, Controller } from '../../../engine/model';
import { toGroupOption } from './expander';
import type { ClusterAutoscalerCommand } from './commands';
import { look, type Down, type Look } from './look';
import { countAll, isClusterHealthy } from './nodeCounts';
import { nodeGroups, readiness } from './nodeGroups';
import { autoscalerOptions, type AutoscalerOptions } from './options';
import { AUTOSCALER, CLUSTER_AUTOSCALER, leaderOf, type Leader } from './process';
import { statusNow } from './statusMap';
import type { ClusterAutoscaler } from './types';

export const clusterAutoscalerController: Controller = {
  name: CLUSTER_AUTOSCALER,
  latencyMs: 0,
  sync(_key, ctx) {
    const leader = leaderOf(ctx);
    const state = ctx.get('eks/ClusterAutoscaler', AUTOSCALER);
    if (!leader) return state && { commands: [command({ type: 'stopClusterAutoscaler' })] };
    if (state?.uid !== leader.pod.metadata.uid) return start(leader, ctx);
    const parsed = autoscalerOptions(leader.container);
    if (state.refused !== null || 'error' in parsed) return undefined;
    const { scanIntervalMs } = parsed.options;
    const sinceMs = (ctx.nowMs - state.startedAtMs) % scanIntervalMs;
    const requeueAfterMs = scanIntervalMs - sinceMs;
    if (sinceMs > 0 || ctx.nowMs === state.startedAtMs) return { commands: [], requeueAfterMs };
    const shown = shownNow(state, parsed.options, ctx);
    const isHealthy = isClusterHealthy(countAll(ctx), parsed.options);
    const decided = isHealthy ? lookAgain(state, parsed.options, ctx) : [];
    return { commands: [...shown, ...decided], requeueAfterMs };
  },
};

/** As the look finds things; what it decides is shown by the next. */
function shownNow(
  state: ClusterAutoscaler,
  options: AutoscalerOptions,
  ctx: Context,
): readonly Command[] {
  const shown = statusNow(nodeGroups(ctx, options), state, options, ctx);
  return shown ? [command({ type: 'showStatus', shown, writes: options.writesStatus })] : [];
}

const command = (body: ClusterAutoscalerCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;

function start({ key: pod, pod: { metadata }, container }: Leader, ctx: Context) {
  const parsed = autoscalerOptions(container);
  const { uid } = metadata;
  if ('error' in parsed) {
    const none = { groups: 0, expanders: [], scanIntervalMs: 0 };
    return {
      commands: [
        command({ type: 'startClusterAutoscaler', pod, uid, refused: parsed.error, ...none }),
      ],
    };
  }
  const { expanders, scanIntervalMs } = parsed.options;
  const groups = nodeGroups(ctx, parsed.options).length;
  const told = { groups, expanders, scanIntervalMs };
  return {
    commands: [command({ type: 'startClusterAutoscaler', pod, uid, refused: null, ...told })],
    requeueAfterMs: scanIntervalMs,
  };
}

function lookAgain(
  state: ClusterAutoscaler,
  options: AutoscalerOptions,
  ctx: Context,
): readonly Command[] {
  const failed = failedScaleUps(state, options, ctx);
  if (failed.length > 0) return failed;
  const draw = (n: number) => ctx.random('eks/clusterAutoscaler/expander').integer(n);
  const seen = look({ read: ctx, state, options, draw });
  return [
    ...growth(seen),
    ...helpless(seen, state),
    ...arrivals(seen, state, ctx),
    ...(seen.down ? lessons(seen.down, state, options, ctx) : []),
  ];
}

function growth({ up }: Look): readonly Command[] {
  if (!up?.choice || up.plan.length === 0) return [];
  const { plan, choice, offers, triggered } = up;
  const options = offers.map(toGroupOption);
  const pods = triggered.map(({ key }) => key);
  return [command({ type: 'growNodeGroups', plan, by: choice.by, options, pods })];
}

/** Said once, until it is something else; pods that got a node, or a hope, are forgotten. */
function helpless({ up }: Look, state: ClusterAutoscaler): readonly Command[] {
  const told = (up?.helpless ?? []).map(
    ({ pod, message }) =>
      state.told.find((one) => one.uid === pod.uid && one.message === message) ?? {
        pod: pod.key,
        uid: pod.uid,
        message,
      },
  );
  const news = told.filter((one) => !state.told.includes(one));
  if (news.length === 0 && told.length === state.told.length) return [];
  return [command({ type: 'tellHelplessPods', news, told })];
}

function arrivals(
  { groups }: Look,
  { scaleUps }: ClusterAutoscaler,
  ctx: Context,
): readonly Command[] {
  const done = scaleUps.flatMap(({ group: name }) => {
    const group = groups.find((one) => one.name === name);
    return group && readiness(group, ctx).upcoming > 0 ? [] : [name];
  });
  return done.length === 0 ? [] : [command({ type: 'forgetScaleUps', groups: done })];
}

function lessons(
  down: Down,
  state: ClusterAutoscaler,
  options: AutoscalerOptions,
  ctx: Context,
): readonly Command[] {
  const { findings, timers, goes } = down;
  const { thresholdPermille, unneededTimeMs, unremovableRecheckMs: recheckMs } = options;
  const limits = { thresholdPermille, unneededTimeMs, recheckMs };
  const changed = timers.unneeded !== state.unneeded || timers.unremovable !== state.unremovable;
  return [
    ...(changed ? [command({ type: 'rememberNodes', findings, limits, ...timers })] : []),
    ...goes.flatMap((finding): Command[] => {
      const node = ctx.get('kubernetes/Node', finding.node);
      const InstanceId = node?.spec.providerID?.split('/').at(-1);
      const since = timers.unneeded.find((one) => one.node === finding.node)?.sinceMs;
      if (InstanceId === undefined || since === undefined) return [];
      const unneededMs = ctx.nowMs - since;
      return [command({ type: 'beginNodeDeletion', finding, InstanceId, unneededMs })];
    }),
  ];
}

/**
 * clusterstate: instances that cannot be had, or that have not joined in time. The group is left alone for a while, and what
 * did not come is given up.
 */
function failedScaleUps(
  state: ClusterAutoscaler,
  options: AutoscalerOptions,
  ctx: Context,
): readonly Command[] {
  if (state.scaleUps.length === 0) return [];
  const groups = nodeGroups(ctx, options);
  return state.scaleUps.flatMap(({ group: name, sinceMs }): Command[] => {
    const group = groups.find((one) => one.name === name);
    if (!group) return [];
    const { members, record, target } = group;
    const isRefused = record.launchFailures.length > 0 && members.length < target;
    const isLate = ctx.nowMs - sinceMs > options.maxNodeProvisionMs;
    if (!isRefused && !isLate) return [];
    const lost = members.filter(({ nodeName }) => !ctx.has('kubernetes/Node', nodeName));
    const givenUp = isRefused ? [] : lost.map(({ InstanceId }) => InstanceId);
    const minutes = Math.round(options.maxNodeProvisionMs / 60_000);
    return [
      command({
        type: 'backOffNodeGroup',
        group: name,
        message: isRefused
          ? `Failed adding ${target - members.length} nodes to group ${name} due to OutOfResource.placeholder-cannot-be-fulfilled`
          : `Nodes added to group ${name} failed to register within ${minutes}m0s`,
        backoffMs: backoffMs(state, name, options, ctx.nowMs),
        to: Math.max(group.min, members.length - givenUp.length),
        lost: givenUp,
      }),
    ];
  });
}

/** utils/backoff: doubled at each failure, forgotten after a while without one. */
function backoffMs(
  { backoffs }: ClusterAutoscaler,
  name: string,
  options: AutoscalerOptions,
  nowMs: number,
): number {
  const last = backoffs.find(({ group }) => group === name);
  if (!last || last.lastFailureMs + options.backoffResetMs < nowMs) return options.initialBackoffMs;
  return Math.min(options.maxBackoffMs, last.durationMs * 2);
}
