/**
 * The scheduler itself: takes the first pod of the queue, decides, and binds it or says why not; then the next one
 * (pkg/scheduler/schedule_one.go ScheduleOne, v1.34). One pod a sync, one cycle apart.
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Watch,
} from '../../../engine/model';
import type { SchedulerCommand } from './commands';
import { fitErrorMessage, reasonCounts } from './fitError';
import { postFilter } from './afterFailure';
import type { PostFilterResult } from './preemption/postFilter';
import { QUEUED_POD, type Decision, type QueuedPodInfo } from './records';
import type { SchedulingInput } from './filterNodes';
import type { NodeInfo } from './nodeInfo';
import { schedulePod, type ScheduleResult } from './schedule';
import { schedulerState } from './schedulerState';
import { SCHEDULER_TIMINGS } from './timings';

const SCHEDULER = 'kubernetes/scheduler';
const KEY = 'kube-scheduler';

export const scheduler: Controller = {
  name: SCHEDULER,
  latencyMs: SCHEDULER_TIMINGS.schedulingCycleMs,
  sync(_, ctx) {
    const { active } = schedulerState(ctx).queue;
    const first = active.first();
    if (!first) return undefined;
    const [{ key }] = first;
    return {
      commands: [{ ...decide(key, ctx), because: { kind: 'kubernetes/Pod', key } }],
      ...(active.size > 1 && { requeueAfterMs: SCHEDULER_TIMINGS.schedulingCycleMs }),
    };
  },
};

export const activePods: Watch = defineWatch({
  kind: QUEUED_POD,
  wakes: SCHEDULER,
  keys: (after, before) => (after?.queue === 'active' && before?.queue !== 'active' ? [KEY] : []),
});

const command = (of: SchedulerCommand): Command => ({ model: 'kubernetes', ...of });

function decide(key: string, ctx: Context): Command {
  const { cluster, profiles, nextStartIndex } = schedulerState(ctx);
  const entry = ctx.get(QUEUED_POD, key);
  const pod = cluster.pods.get(key);
  const profile = pod && profiles.get(pod.schedulerName);
  if (!entry || !pod || !profile || pod.uid !== entry.uid || pod.nodeName || pod.group.terminating)
    return command({ type: 'dequeuePod', pod: key });
  const input = { pod, cluster, profile, startIndex: nextStartIndex };
  // At most one draw a decision, remembered so that an explanation repeats it.
  let drawn: number | null = null;
  const result = schedulePod(
    input,
    (n) => (drawn = ctx.random('kubernetes/selectHost').integer(n)),
  );
  const decision = decisionOf(input, entry, result, ctx.nowMs);
  return result.nodeName === undefined
    ? failed(input, result, decision, ctx)
    : bound(input, result, { ...decision, draw: drawn });
}

const decisionOf = (
  { pod, profile, startIndex }: SchedulingInput,
  { attempts }: QueuedPodInfo,
  { nextStartIndex }: ScheduleResult,
  atMs: number,
): Decision => ({
  key: pod.key,
  uid: pod.uid,
  schedulerName: profile.schedulerName,
  atMs,
  attempt: attempts + 1,
  startIndex,
  nextStartIndex,
  draw: null,
  nodeName: null,
  nominatedNodeName: null,
  message: '',
});

type Fits = Extract<ScheduleResult, { nodeName: string }>;
type FitsNowhere = Extract<ScheduleResult, { nodeName: undefined }>;

function bound({ pod, cluster }: SchedulingInput, result: Fits, decision: Decision): Command {
  const { nodeName, tried, feasible, by } = result;
  const message = `Successfully assigned ${pod.key} to ${nodeName}`;
  return command({
    type: 'bindPod',
    decision: { ...decision, nodeName, message },
    figures: {
      nodeName,
      attempt: decision.attempt,
      nodes: cluster.nodes.length,
      tried,
      feasible,
      by,
      totals: podium(result),
    },
  });
}

/** The winner and the two next best. */
function podium({ nodes, totals, nodeName }: Fits): BoundFigures['totals'] {
  const winner: Standing[] = [];
  const others: Standing[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const total = totals[i] ?? 0;
    const { name: node } = nodes[i] as NodeInfo;
    if (node === nodeName) winner.push({ node, total });
    else if (others.length < 2 || total > (others[1] as Standing).total) {
      const at = others.findIndex((other) => total > other.total);
      others.splice(at < 0 ? others.length : at, 0, { node, total });
      others.length = Math.min(others.length, 2);
    }
  }
  return [...winner, ...others];
}
type Standing = BoundFigures['totals'][number];
type BoundFigures = Extract<SchedulerCommand, { type: 'bindPod' }>['figures'];

function failed(
  input: SchedulingInput,
  { diagnosis, error }: FitsNowhere,
  decision: Decision,
  ctx: Context,
): Command {
  const { pod } = input;
  const after = error === undefined ? postFilter(input, diagnosis, ctx) : NOTHING_AFTER;
  const message = error ?? fitErrorMessage(diagnosis, after.message);
  const kept = after.clearsNomination ? null : pod.nominatedNodeName || null;
  const nominatedNodeName = after.nominated?.nodeName ?? kept;
  const victims = after.nominated?.victims ?? [];
  return command({
    type: 'markPodUnschedulable',
    decision: { ...decision, nominatedNodeName, message },
    figures: {
      attempt: decision.attempt,
      message,
      nodes: diagnosis.numAllNodes,
      reasons: reasonCounts(diagnosis),
      plugins: [...diagnosis.unschedulablePlugins].sort(),
      nominatedNodeName,
      victims: victims.length,
    },
    victims: victims.map((v) => ({ pod: v.pod.key, uid: v.pod.uid })),
  });
}

const NOTHING_AFTER: PostFilterResult = {
  message: '',
  nominated: undefined,
  clearsNomination: false,
};
