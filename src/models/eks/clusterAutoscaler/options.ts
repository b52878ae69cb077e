/**
 * The flags of the Cluster Autoscaler (kubernetes/autoscaler 1.34, config/flags/flags.go), read from the command and
 * arguments of its container, with their defaults. A flag that it knows and that nothing here depends on is taken; one that
 * it does not know ends its process, as does a cloud provider that is not this one.
 */
import { durationMs } from '../../workload/duration';
import type { Container } from '../../kubernetes/types';

export interface AutoscalerOptions {
  readonly scanIntervalMs: number;
  /** In their order: each leaves fewer options to the next, and chance chooses among what is left. */
  readonly expanders: readonly Expander[];
  readonly balanceSimilarNodeGroups: boolean;
  readonly scaleDownEnabled: boolean;
  readonly unneededTimeMs: number;
  readonly unreadyTimeMs: number;
  readonly delayAfterAddMs: number;
  readonly delayAfterDeleteMs: number;
  readonly delayAfterFailureMs: number;
  readonly thresholdPermille: number;
  readonly skipSystemPods: boolean;
  readonly skipLocalStorage: boolean;
  readonly skipCustomControllerPods: boolean;
  readonly maxGracefulTerminationSeconds: number;
  readonly maxNodeProvisionMs: number;
  readonly maxNodesTotal: number;
  readonly maxParallelism: number;
  readonly maxDrainParallelism: number;
  readonly deleteDelayMs: number;
  readonly maxPodEvictionMs: number;
  readonly unremovableRecheckMs: number;
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly backoffResetMs: number;
  readonly newPodScaleUpDelayMs: number;
  readonly okUnreadyCount: number;
  readonly ignoreDaemons: boolean;
  readonly scaleDownUnready: boolean;
  readonly writesStatus: boolean;
  readonly maxUnreadyPercent: number;
  readonly expendablePodsPriorityCutoff: number;
  /** Groups that carry all tags of one of these are looked after. */
  readonly discovery: readonly (readonly TagFilter[])[];
  /** `--nodes=<min>:<max>:<name>` */
  readonly named: readonly { readonly min: number; readonly max: number; readonly name: string }[];
}

export interface TagFilter {
  readonly key: string;
  /** Absent: any. */
  readonly value?: string;
}

const EXPANDERS = ['random', 'most-pods', 'least-waste', 'least-nodes', 'priority'] as const;
export type Expander = (typeof EXPANDERS)[number];

const isExpander = (name: string): name is Expander => EXPANDERS.includes(name as Expander);

/** Known, and without effect here. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(
  (
    'v stderrthreshold logtostderr alsologtostderr namespace kubeconfig kubernetes kube-client-burst kube-client-qps address ' +
    'leader-elect leader-elect-lease-duration leader-elect-renew-deadline leader-elect-retry-period ' +
    'leader-elect-resource-lock leader-elect-resource-name leader-elect-resource-namespace cluster-name cloud-config ' +
    'aws-use-static-instance-list status-config-map-name max-inactivity max-failing-time ' +
    'cores-total memory-total gpu-total scale-down-non-empty-candidates-count ' +
    'scale-down-candidates-pool-ratio scale-down-candidates-pool-min-count max-empty-bulk-delete estimator ' +
    'max-bulk-soft-taint-count max-bulk-soft-taint-time ignore-mirror-pods-utilization ' +
    'daemonset-eviction-for-empty-nodes daemonset-eviction-for-occupied-nodes regional profiling user-agent ' +
    'balancing-ignore-label balancing-label ignore-taint startup-taint status-taint scale-up-from-zero force-ds ' +
    'node-autoprovisioning-enabled max-autoprovisioned-node-group-count min-replica-count max-nodes-per-scaleup ' +
    'max-nodegroup-binpacking-duration cordon-node-before-terminating record-duplicated-events ' +
    'scale-down-gpu-utilization-threshold enforce-node-group-min-size ' +
    'emit-per-nodegroup-metrics debugging-snapshot-enabled parallel-drain scale-down-delay-type-local ' +
    'node-deletion-delay-timeout node-deletion-batcher-interval scale-down-simulation-timeout grpc-expander-url ' +
    'grpc-expander-cert unremovable-node-recheck-timeout-jitter'
  ).split(' '),
);

export type ParsedOptions = { readonly options: AutoscalerOptions } | { readonly error: string };

/** Remembered by the container. */
export function autoscalerOptions(container: Container): ParsedOptions {
  let known = parsed.get(container);
  if (!known) {
    known = parseFlags([...(container.command ?? []), ...(container.args ?? [])]);
    parsed.set(container, known);
  }
  return known;
}
const parsed = new WeakMap<Container, ParsedOptions>();

type Flags = ReadonlyMap<string, readonly string[]>;

export function parseFlags(words: readonly string[]): ParsedOptions {
  const flags = flagsOf(words);
  for (const [name, values] of flags) {
    if (!WITHOUT_EFFECT.has(name) && !READ.has(name)) return { error: `unknown flag: --${name}` };
    const wrong = values.find((value) => !isValid(name, value));
    if (wrong !== undefined)
      return { error: `invalid argument ${JSON.stringify(wrong)} for "--${name}" flag` };
  }
  const provider = flags.get('cloud-provider')?.at(-1) ?? 'gce';
  if (provider !== 'aws') return { error: `Failed to create "${provider}" cloud provider` };
  const names = (flags.get('expander')?.at(-1) ?? 'least-waste').split(',');
  if (names.includes('price'))
    return { error: "Couldn't access cloud provider pricing for price expander: Not implemented" };
  const strange = names.find((name) => !isExpander(name));
  if (strange !== undefined)
    return { error: `Failed to create autoscaler: Expander ${strange} not supported` };
  return { options: optionsFrom(flags, names.filter(isExpander)) };
}

/** `--name=value`, `--name value`, or `--name` alone for true. Shell lines are read word by word. */
function flagsOf(words: readonly string[]): Flags {
  const split = words.flatMap((word) => (word.startsWith('--') ? [word] : word.split(/\s+/)));
  const flags = new Map<string, string[]>();
  for (let i = 0; i < split.length; i++) {
    const match = /^(?:--|-(?=v))([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(split[i] ?? '');
    if (!match?.[1]) continue;
    const next = split[i + 1];
    const value = match[2] ?? (next !== undefined && !next.startsWith('-') ? next : 'true');
    flags.set(match[1], [...(flags.get(match[1]) ?? []), value.replace(/^["']|["']$/g, '')]);
  }
  return flags;
}

type Sort = 'duration' | 'boolean' | 'whole' | 'share' | 'text' | 'nodes' | 'discovery';

const READ: ReadonlyMap<string, Sort> = new Map<string, Sort>([
  ['cloud-provider', 'text'],
  ['expander', 'text'],
  ['scan-interval', 'duration'],
  ['balance-similar-node-groups', 'boolean'],
  ['scale-down-enabled', 'boolean'],
  ['scale-down-unneeded-time', 'duration'],
  ['scale-down-unready-time', 'duration'],
  ['scale-down-delay-after-add', 'duration'],
  ['scale-down-delay-after-delete', 'duration'],
  ['scale-down-delay-after-failure', 'duration'],
  ['scale-down-utilization-threshold', 'share'],
  ['skip-nodes-with-system-pods', 'boolean'],
  ['skip-nodes-with-local-storage', 'boolean'],
  ['skip-nodes-with-custom-controller-pods', 'boolean'],
  ['max-graceful-termination-sec', 'whole'],
  ['max-node-provision-time', 'duration'],
  ['max-nodes-total', 'whole'],
  ['max-scale-down-parallelism', 'whole'],
  ['max-drain-parallelism', 'whole'],
  ['node-delete-delay-after-taint', 'duration'],
  ['max-pod-eviction-time', 'duration'],
  ['unremovable-node-recheck-timeout', 'duration'],
  ['initial-node-group-backoff-duration', 'duration'],
  ['max-node-group-backoff-duration', 'duration'],
  ['node-group-backoff-reset-timeout', 'duration'],
  ['new-pod-scale-up-delay', 'duration'],
  ['ok-total-unready-count', 'whole'],
  ['max-total-unready-percentage', 'whole'],
  ['ignore-daemonsets-utilization', 'boolean'],
  ['scale-down-unready-enabled', 'boolean'],
  ['write-status-configmap', 'boolean'],
  ['expendable-pods-priority-cutoff', 'whole'],
  ['nodes', 'nodes'],
  ['node-group-auto-discovery', 'discovery'],
]);

function isValid(name: string, value: string): boolean {
  switch (READ.get(name)) {
    case 'duration':
      return durationMs(value) !== undefined || value === '0';
    case 'boolean':
      return /^(true|false|1|0|t|f)$/i.test(value);
    case 'whole':
      return /^-?\d+$/.test(value);
    case 'share':
      return /^(0(\.\d+)?|1(\.0+)?)$/.test(value);
    case 'nodes':
      return /^\d+:\d+:.+$/.test(value);
    case 'discovery':
      return /^asg:tag=.+$/.test(value);
    default:
      return true;
  }
}

function optionsFrom(flags: Flags, expanders: readonly Expander[]): AutoscalerOptions {
  const last = (name: string) => flags.get(name)?.at(-1);
  const ms = (name: string, otherwise: number) => {
    const value = last(name);
    return value === undefined ? otherwise : (durationMs(value) ?? 0);
  };
  const yes = (name: string, otherwise: boolean) => {
    const value = last(name);
    return value === undefined ? otherwise : /^(true|1|t)$/i.test(value);
  };
  const whole = (name: string, otherwise: number) => Number(last(name) ?? otherwise);
  const scanIntervalMs = ms('scan-interval', 10_000);
  return {
    scanIntervalMs: Math.max(1_000, scanIntervalMs),
    expanders,
    balanceSimilarNodeGroups: yes('balance-similar-node-groups', false),
    scaleDownEnabled: yes('scale-down-enabled', true),
    unneededTimeMs: ms('scale-down-unneeded-time', 600_000),
    unreadyTimeMs: ms('scale-down-unready-time', 1_200_000),
    delayAfterAddMs: ms('scale-down-delay-after-add', 600_000),
    delayAfterDeleteMs: ms('scale-down-delay-after-delete', 0) || scanIntervalMs,
    delayAfterFailureMs: ms('scale-down-delay-after-failure', 180_000),
    thresholdPermille: Math.round(1000 * whole('scale-down-utilization-threshold', 0.5)),
    skipSystemPods: yes('skip-nodes-with-system-pods', true),
    skipLocalStorage: yes('skip-nodes-with-local-storage', true),
    skipCustomControllerPods: yes('skip-nodes-with-custom-controller-pods', true),
    maxGracefulTerminationSeconds: whole('max-graceful-termination-sec', 600),
    maxNodeProvisionMs: ms('max-node-provision-time', 900_000),
    maxNodesTotal: whole('max-nodes-total', 0),
    maxParallelism: whole('max-scale-down-parallelism', 10),
    maxDrainParallelism: whole('max-drain-parallelism', 1),
    deleteDelayMs: ms('node-delete-delay-after-taint', 5_000),
    maxPodEvictionMs: ms('max-pod-eviction-time', 120_000),
    unremovableRecheckMs: ms('unremovable-node-recheck-timeout', 300_000),
    initialBackoffMs: ms('initial-node-group-backoff-duration', 300_000),
    maxBackoffMs: ms('max-node-group-backoff-duration', 1_800_000),
    backoffResetMs: ms('node-group-backoff-reset-timeout', 10_800_000),
    newPodScaleUpDelayMs: ms('new-pod-scale-up-delay', 0),
    okUnreadyCount: whole('ok-total-unready-count', 3),
    maxUnreadyPercent: whole('max-total-unready-percentage', 45),
    ignoreDaemons: yes('ignore-daemonsets-utilization', false),
    scaleDownUnready: yes('scale-down-unready-enabled', true),
    writesStatus: yes('write-status-configmap', true),
    expendablePodsPriorityCutoff: whole('expendable-pods-priority-cutoff', -10),
    discovery: (flags.get('node-group-auto-discovery') ?? []).map(tagsOf),
    named: (flags.get('nodes') ?? []).map(namedGroup),
  };
}

/** `asg:tag=key,key=value` */
const tagsOf = (text: string): readonly TagFilter[] =>
  text
    .slice('asg:tag='.length)
    .split(',')
    .map((tag) => {
      const [key = '', value] = tag.split('=', 2);
      return value === undefined ? { key } : { key, value };
    });

function namedGroup(text: string) {
  const [min = '', max = '', ...name] = text.split(':');
  return { min: Number(min), max: Number(max), name: name.join(':') };
}
