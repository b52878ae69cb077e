/**
 * Which nodes are not needed (cluster-autoscaler/core/scaledown: planner and eligibility, 1.34). Only a node whose pods ask for
 * less than the threshold is emptied in thought. One that could not be emptied is not simulated again for five minutes.
 */
import {
  finding,
  utilization,
  type Load,
  type NodeFinding,
  type ObservedNode,
  type ScaleDownInput,
} from './findings';
import { simulateRemovals } from './removal';
import type { UnremovableReason } from './types';

export function categorizeNodes(input: ScaleDownInput): readonly NodeFinding[] {
  const eligible: ObservedNode[] = [];
  const findings = new Map<string, NodeFinding>();
  for (const node of input.nodes) {
    const found = ineligible(node, input) ?? recentlyUnremovable(node, input);
    if (found) findings.set(node.name, found);
    else eligible.push(node);
  }
  for (const found of simulateRemovals(eligible, input)) findings.set(found.node, found);
  return input.nodes.flatMap(({ name }) => findings.get(name) ?? []);
}

const SCALE_DOWN_DISABLED = 'cluster-autoscaler.kubernetes.io/scale-down-disabled';

function ineligible(observed: ObservedNode, { options }: ScaleDownInput): NodeFinding | undefined {
  const { name, node, info, group, isDeleting } = observed;
  const stays = (reason: UnremovableReason, message: string) =>
    finding(observed, { reason, message });
  if (isDeleting) return stays('CurrentlyBeingDeleted', `${name} is being deleted`);
  if (!group)
    return stays(
      'NotAutoscaled',
      `Node ${name} should not be processed by cluster autoscaler (no node group config)`,
    );
  if (group.target <= group.min)
    return stays(
      'NodeGroupMinSizeReached',
      `Skipping ${name} - node group min size reached (current: ${group.target}, min: ${group.min})`,
    );
  if (node.metadata.annotations?.[SCALE_DOWN_DISABLED] === 'true')
    return stays(
      'ScaleDownDisabledAnnotation',
      `Skipping ${name} from delete consideration - the node is marked as no scale down`,
    );
  if (!observed.isReady && !options.scaleDownUnready)
    return stays(
      'ScaleDownUnreadyDisabled',
      `Skipping unready node ${name} from delete consideration - scale-down of unready nodes is disabled`,
    );
  const { resource, permille, isBelow } = mostUsed(info, options.thresholdPermille);
  if (isBelow) return undefined;
  return stays(
    'NotUnderutilized',
    `Node ${name} is not suitable for removal - ${resource} utilization too big (${(permille / 1000).toFixed(3)})`,
  );
}

function mostUsed(info: Load, thresholdPermille: number) {
  const { cpuPermille, memoryPermille } = utilization(info);
  const { requested: used, allocatable: has } = info;
  const isBelow =
    used.cpuMilli * 1000 < thresholdPermille * has.cpuMilli &&
    used.memoryBytes * 1000 < thresholdPermille * has.memoryBytes;
  return cpuPermille >= memoryPermille
    ? { resource: 'cpu', permille: cpuPermille, isBelow }
    : { resource: 'memory', permille: memoryPermille, isBelow };
}

function recentlyUnremovable(
  observed: ObservedNode,
  { state, read }: ScaleDownInput,
): NodeFinding | undefined {
  const known = state.unremovable.find(({ node }) => node === observed.name);
  if (!known || known.untilMs <= read.nowMs) return undefined;
  const { reason, message, pod, untilMs } = known;
  return finding(observed, { reason, message, pod, recheckAtMs: untilMs });
}
