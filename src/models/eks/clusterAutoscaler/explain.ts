/**
 * The query `explainClusterAutoscaler`: the look that would be taken at this moment, by the same functions, nothing of it
 * stored. Chance is not drawn: where the expander leaves it to chance, the first of the equals is shown.
 */
import type { Admission, AnyRequest, Read } from '../../../engine/model';
import { clusterNow, nodeNamed } from '../../kubernetes/scheduler/simulation';
import { toGroupOption } from './expander';
import type { NodeFinding } from './findings';
import { look, lookDown, type Down, type Look } from './look';
import { readiness, type NodeGroup } from './nodeGroups';
import { autoscalerOptions, type AutoscalerOptions } from './options';
import { AUTOSCALER, leaderOf } from './process';
import type { ClusterAutoscalerExplanation, GroupRow, NodeRow, ScaleUpRow } from './table';
import { latest } from './timers';
import type { ClusterAutoscaler } from './types';

export function queryClusterAutoscaler(request: AnyRequest, read: Read): Admission | undefined {
  const { api, action } = request as AnyRequest & { readonly action?: unknown };
  if (api !== 'quayside' || action !== 'explainClusterAutoscaler') return undefined;
  const leader = leaderOf(read);
  const state = read.get('eks/ClusterAutoscaler', AUTOSCALER);
  if (!leader || !state) return unavailable('No Cluster Autoscaler is running.');
  const parsed = autoscalerOptions(leader.container);
  if ('error' in parsed) return unavailable(parsed.error);
  return { ok: true, output: explain(state, parsed.options, read), effects: [] };
}

const unavailable = (message: string): Admission => ({
  ok: false,
  status: 404,
  error: { name: 'NotFound', message, causes: [] },
});

function explain(
  state: ClusterAutoscaler,
  options: AutoscalerOptions,
  read: Read,
): ClusterAutoscalerExplanation {
  const input = { read, state, options, draw: () => 0 };
  const seen = look(input);
  // A look in which a group grows ends there; who asks wants to hear of the nodes all the same.
  const down = seen.down ?? lookDown(input, seen.groups, clusterNow(read));
  const { scanIntervalMs, thresholdPermille, unneededTimeMs } = options;
  const sinceMs = (read.nowMs - state.startedAtMs) % scanIntervalMs;
  return {
    pod: state.pod,
    atMs: read.nowMs,
    nextLookAtMs: read.nowMs + scanIntervalMs - sinceMs,
    groups: seen.groups.map((group) => groupRow(group, state, read)),
    scaleUp: scaleUpRow(seen),
    cooldown: down.cooldowns,
    thresholdPermille,
    unneededTimeMs,
    nodes: down.findings.map((found) => nodeRow(found, down, options, read)),
  };
}

function groupRow(group: NodeGroup, { backoffs }: ClusterAutoscaler, read: Read): GroupRow {
  const { name, InstanceType: instanceType, min, max, target } = group;
  const backoff = backoffs.find((one) => one.group === name && one.untilMs > read.nowMs);
  const backoffUntilMs = backoff?.untilMs ?? null;
  return { group: name, instanceType, min, max, target, ...readiness(group, read), backoffUntilMs };
}

const scaleUpRow = ({ up }: Look): ScaleUpRow => ({
  pending: up?.pending.length ?? 0,
  waiting: up?.waiting ?? 0,
  options: up?.offers.map(toGroupOption) ?? [],
  by: up?.choice?.by ?? null,
  chosen: up?.choice?.option.group ?? null,
  plan: up?.plan.map(({ group, from, to }) => ({ group, from, to })) ?? [],
  helpless: up?.helpless.map(({ pod, message }) => ({ pod: pod.key, message })) ?? [],
});

function nodeRow(
  found: NodeFinding,
  { timers, cooldowns }: Down,
  { unneededTimeMs }: AutoscalerOptions,
  read: Read,
): NodeRow {
  const { node, reason, recheckAtMs } = found;
  const since = timers.unneeded.find((one) => one.node === node)?.sinceMs ?? null;
  const verdict =
    reason === null ? 'unneeded' : reason === 'CurrentlyBeingDeleted' ? 'deleting' : 'kept';
  return {
    node,
    group: found.group,
    cpuPermille: found.cpuPermille,
    memoryPermille: found.memoryPermille,
    pods: nodeNamed(clusterNow(read), node)?.podCount ?? 0,
    verdict,
    reason,
    message: found.message,
    blockingPod: found.pod,
    unneededSinceMs: since,
    removableAtMs: since === null ? null : Math.max(since + unneededTimeMs, latest(cooldowns) ?? 0),
    recheckAtMs,
  };
}
