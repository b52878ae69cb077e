/**
 * The ConfigMap `cluster-autoscaler-status` (clusterstate/api/types.go, utils.WriteStatusConfigMap, 1.34): what
 * `kubectl -n kube-system get configmap cluster-autoscaler-status -o yaml` shows. Upstream writes it at every look; here it is
 * written when it says something new, and its `lastProbeTime` is that moment.
 */
import type { Context, Effect, Read } from '../../../engine/model';
import { writeObject } from '../../kubernetes/commands';
import { rfc3339 } from '../../kubernetes/printers/time';
import type { ClusterAutoscalerCommandOf } from './commands';
import { putState, STATUS, statusEvent } from './handlers';
import { countAll, countGroup, isClusterHealthy, type NodeCounts } from './nodeCounts';
import type { NodeGroup } from './nodeGroups';
import type { AutoscalerOptions } from './options';
import type { ClusterAutoscaler, Shown } from './types';

const KEY = `configmaps./${STATUS.metadata.namespace}/${STATUS.metadata.name}`;

/** Of one thing: the cluster (`''`), or a group. */
interface Part {
  readonly name: string;
  readonly healthy: boolean;
  readonly counts: NodeCounts;
  readonly sizes: { readonly target: number; readonly min: number; readonly max: number } | null;
  readonly scaleUp: 'InProgress' | 'Backoff' | 'NoActivity';
  readonly candidates: number;
}

/** null: it says what it said. */
export function statusNow(
  groups: readonly NodeGroup[],
  state: ClusterAutoscaler,
  options: AutoscalerOptions,
  read: Read,
): Shown | null {
  const all = countAll(read);
  const unneeded = new Set(state.unneeded.map(({ node }) => node));
  const parts: readonly Part[] = [
    {
      name: '',
      healthy: isClusterHealthy(all, options),
      counts: all,
      sizes: null,
      scaleUp: state.scaleUps.length > 0 ? 'InProgress' : 'NoActivity',
      candidates: unneeded.size,
    },
    ...groups.map((group) => groupPart(group, state, unneeded, read)),
  ];
  const print = JSON.stringify(parts);
  if (print === state.shown?.print) return null;
  const since = Object.fromEntries(
    parts.flatMap((part) =>
      Object.entries(statuses(part)).map(([what, status]) => {
        const at = `${part.name}/${what}`;
        const before = state.shown?.since[at];
        return [at, before?.status === status ? before : { status, atMs: read.nowMs }];
      }),
    ),
  );
  const text = statusText(parts, since, read.nowMs);
  return { print, since, text, healthy: parts[0]?.healthy ?? true };
}

function groupPart(
  group: NodeGroup,
  { scaleUps, backoffs }: ClusterAutoscaler,
  unneeded: ReadonlySet<string>,
  read: Read,
): Part {
  const { name, target, min, max, members } = group;
  const isBackedOff = backoffs.some((one) => one.group === name && one.untilMs > read.nowMs);
  const grows = scaleUps.some((one) => one.group === name);
  return {
    name,
    healthy: true,
    counts: countGroup(group, read),
    sizes: { target, min, max },
    scaleUp: grows ? 'InProgress' : isBackedOff ? 'Backoff' : 'NoActivity',
    candidates: members.filter(({ nodeName }) => unneeded.has(nodeName)).length,
  };
}

const statuses = ({ healthy, scaleUp, candidates }: Part) => ({
  health: healthy ? 'Healthy' : 'Unhealthy',
  scaleDown: candidates > 0 ? 'CandidatesPresent' : 'NoCandidates',
  scaleUp,
});

function statusText(parts: readonly Part[], since: Shown['since'], nowMs: number): string {
  const [cluster, ...groups] = parts as readonly [Part, ...Part[]];
  return [
    'autoscalerStatus: Running',
    'clusterWide:',
    ...body(cluster, since, nowMs).map((line) => `  ${line}`),
    groups.length === 0 ? 'nodeGroups: []' : 'nodeGroups:',
    ...groups.flatMap((group) => {
      const lines = body(group, since, nowMs);
      const at = lines.indexOf('scaleDown:');
      const named = [...lines.slice(0, at), `name: ${group.name}`, ...lines.slice(at)];
      return named.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
    }),
    `time: ${rfc3339(nowMs).replace('T', ' ').replace('Z', '')} +0000 UTC`,
    '',
  ].join('\n');
}

function body(part: Part, since: Shown['since'], nowMs: number): readonly string[] {
  const times = (what: string): readonly string[] => [
    `  lastProbeTime: "${rfc3339(nowMs)}"`,
    `  lastTransitionTime: "${rfc3339(since[`${part.name}/${what}`]?.atMs ?? nowMs)}"`,
  ];
  const { sizes, candidates } = part;
  const { health, scaleDown, scaleUp } = statuses(part);
  return [
    'health:',
    ...(sizes ? [`  cloudProviderTarget: ${sizes.target}`] : []),
    ...times('health'),
    ...(sizes ? [`  maxSize: ${sizes.max}`, `  minSize: ${sizes.min}`] : []),
    '  nodeCounts:',
    ...countLines(part.counts).map((line) => `    ${line}`),
    `  status: ${health}`,
    'scaleDown:',
    ...(candidates > 0 ? [`  candidates: ${candidates}`] : []),
    ...times('scaleDown'),
    `  status: ${scaleDown}`,
    'scaleUp:',
    ...(sizes ? ['  backoffInfo: {}'] : []),
    ...times('scaleUp'),
    `  status: ${scaleUp}`,
  ];
}

/** What is none is left out. */
function countLines(counts: NodeCounts): readonly string[] {
  const { beingDeleted, notStarted, ready, total, unready, unregistered } = counts;
  const registered = Object.entries({ beingDeleted, notStarted, ready, total }).flatMap(
    ([name, count]) => (count > 0 ? [`  ${name}: ${count}`] : []),
  );
  const lines = [...registered, ...(unready > 0 ? ['  unready:', `    total: ${unready}`] : [])];
  return [
    ...(lines.length > 0 ? ['registered:', ...lines] : ['registered: {}']),
    ...(unregistered > 0 ? [`unregistered: ${unregistered}`] : []),
  ];
}

/** While too many nodes are unready, what was unneeded is forgotten. */
export function showStatus(
  { shown, writes }: ClusterAutoscalerCommandOf<'showStatus'>,
  ctx: Context,
): readonly Effect[] {
  const before = ctx.get('eks/ClusterAutoscaler', 'cluster-autoscaler')?.shown;
  const known = ctx.get('kubernetes/Object', KEY);
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...STATUS.metadata,
      creationTimestamp: known?.metadata.creationTimestamp ?? ctx.nowMs,
      annotations: {
        'cluster-autoscaler.kubernetes.io/last-updated': `${rfc3339(ctx.nowMs).replace('T', ' ').replace('Z', '')} +0000 UTC`,
      },
    },
    data: { status: shown.text },
  };
  const falls = !shown.healthy && (before?.healthy ?? true);
  return [
    ...putState(ctx, { shown, ...(shown.healthy ? {} : { unneeded: [] }) }),
    ...(writes ? [{ do: 'command', command: writeObject(KEY, object) } as const] : []),
    ...(falls ? [statusEvent('Warning', 'ClusterUnhealthy', 'Cluster is unhealthy')] : []),
  ];
}
