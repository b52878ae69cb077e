/**
 * Whether a DaemonSet's pod belongs on a node (pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod and
 * pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations, v1.34). Room and ports are not asked here: the scheduler
 * may leave the pod Pending.
 */
import { nodeInfo } from '../../scheduler/nodeInfo';
import { requiredNodeAffinity } from '../../scheduler/nodeSelector';
import { isTolerated } from '../../scheduler/tolerations';
import type { Node, PodSpec, Taint, Toleration } from '../../types';

export interface NodeVerdict {
  readonly shouldRun: boolean;
  /** A pod that is there already may stay. */
  readonly shouldContinueRunning: boolean;
}

const NO: NodeVerdict = { shouldRun: false, shouldContinueRunning: false };

export function nodeShouldRunDaemonPod(node: Node, template: PodSpec): NodeVerdict {
  if (template.nodeName && template.nodeName !== node.metadata.name) return NO;
  const matches = requiredNodeAffinity(template);
  if (matches && !matches(nodeInfo(node))) return NO;
  const tolerations = daemonTolerations(template);
  const untolerated = (node.spec.taints ?? []).filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !isTolerated(taint, tolerations, false),
  );
  const mustGo = untolerated.some((taint) => taint.effect === 'NoExecute');
  return { shouldRun: untolerated.length === 0, shouldContinueRunning: !mustGo };
}

const AUTOMATIC: readonly (readonly [key: string, effect: Taint['effect']])[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
];

/** What the template tolerates and what every DaemonSet pod does: such pods outlive a silent node. */
export function daemonTolerations({
  tolerations = [],
  hostNetwork,
}: PodSpec): readonly Toleration[] {
  const ofHost = hostNetwork ? [['network-unavailable', 'NoSchedule'] as const] : [];
  const added = [...AUTOMATIC, ...ofHost].map(([key, effect]): Toleration => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect,
  }));
  return [...tolerations, ...added];
}

/**
 * The template's pod for one node: its name takes the place of the template's own required node affinity, which the
 * controller has asked already (ReplaceDaemonSetPodNodeNameNodeAffinity).
 */
export function daemonPodSpec(template: PodSpec, node: string): PodSpec {
  const byName = { key: 'metadata.name', operator: 'In', values: [node] } as const;
  return {
    ...template,
    tolerations: daemonTolerations(template),
    affinity: {
      ...template.affinity,
      nodeAffinity: {
        ...template.affinity?.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [byName] }],
        },
      },
    },
  };
}

/** The node that a daemon pod was made for, whether it is bound yet or not. */
export function daemonNodeOf(spec: PodSpec): string | undefined {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const fields = terms?.flatMap(({ matchFields = [] }) => matchFields);
  return spec.nodeName ?? fields?.find(({ key }) => key === 'metadata.name')?.values?.[0];
}
