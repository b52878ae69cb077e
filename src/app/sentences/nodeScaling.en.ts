/** What the Cluster Autoscaler and Karpenter leave in the log. */
import type { ClusterAutoscalerFact, GroupOption } from '../../models/eks/clusterAutoscaler/facts';
import type { DisruptionReason, KarpenterFact } from '../../models/eks/karpenter/facts';
import { duration } from '../../stage/clock';
import { num } from '../scaling/numbers';
import { groupName, hostName } from './shortName';
import type { ModelSentences } from './types';

const nodes = (n: number) => (n === 1 ? '1 node' : `${n} nodes`);
const pods = (n: number) => (n === 1 ? '1 pod' : `${n} pods`);
const percent = (permille: number) => `${num(permille / 10)} %`;
const perHour = (nano: number) => `$${(nano / 1_000_000_000).toFixed(3)} an hour`;
const option = ({ group, nodes: n, pods: p, wastePermille }: GroupOption) =>
  `\`${groupName(group)}\` ${nodes(n)} for ${pods(p)}, waste ${percent(wastePermille / 2)}`;

const REASONS: Readonly<Record<DisruptionReason, string>> = {
  Empty: 'it is empty',
  Underutilized: 'its pods fit elsewhere for less',
  Drifted: 'it is not what its NodePool asks for any more',
  Expired: 'its time is over',
  Interrupted: 'EC2 takes the spot instance back',
};

export const nodeScaling: Pick<
  ModelSentences<'eks'>,
  ClusterAutoscalerFact['type'] | KarpenterFact['type']
> = {
  clusterAutoscalerStarted: (d, name) => ({
    head: `Cluster Autoscaler ${name} looks every ${duration(d.scanIntervalMs)}`,
    because: `${d.groups} node groups, expander ${d.expanders.join(',')}`,
  }),
  clusterAutoscalerRefused: (d, name) => ({
    head: `Cluster Autoscaler ${name} does not start`,
    why: d.message,
  }),
  clusterAutoscalerStopped: (_, name) => ({
    head: `Cluster Autoscaler ${name} has stopped`,
    because: 'what it had counted is lost with it',
  }),
  nodeGroupScaledUp: (d, name) => ({
    head: `Node group ${name}: ${d.from} to ${d.to} nodes`,
    because: `${pods(d.pods)} found no room, at most ${d.max}`,
    why: `${d.options.map(option).join('; ')}. ${d.by === 'only' ? 'No other group would do' : `Chosen by ${d.by}`}`,
  }),
  nodeGroupBackedOff: (d, name) => ({
    head: `Node group ${name} is left alone for ${duration(d.backoffMs)}`,
    why: d.message,
  }),
  scaleUpNotTriggered: (d, name) => ({
    head: `No node group would help ${d.pods > 1 ? pods(d.pods) : `pod ${name}`}`,
    why: d.message,
  }),
  nodeUnneeded: (d, name) => ({
    head: `Node ${name} is not needed; it goes after ${duration(d.unneededTimeMs)}`,
    because: `${pods(d.pods)} fit elsewhere`,
    why: `CPU ${percent(d.cpuPermille)} and memory ${percent(d.memoryPermille)} requested, below ${percent(d.thresholdPermille)}`,
  }),
  nodeNeeded: (d, name) => ({
    head: `Node ${name} is needed again after ${duration(d.afterMs)}`,
    because: d.reason,
    why: d.message,
  }),
  scaleDownBlocked: (d, name) => ({
    head: `Node ${name} cannot go; tried again in ${duration(d.recheckMs)}`,
    because: d.reason,
    why: d.message,
  }),
  nodeScaleDownBegun: (d, name) => ({
    head: d.empty
      ? `Empty node ${name} is removed`
      : `Node ${name} is removed: ${pods(d.pods)} move`,
    because: `not needed for ${duration(d.unneededMs)}`,
    why: `CPU ${percent(d.cpuPermille)} and memory ${percent(d.memoryPermille)} requested`,
  }),
  nodeScaledDown: (d, name) => ({
    head: `Node ${name} is given back, node group \`${groupName(d.group)}\` wants one less`,
    because: duration(d.tookMs),
  }),
  nodeScaleDownFailed: (d, name) => ({
    head: `Node ${name} stays: it could not be emptied`,
    why: d.message,
  }),

  nodeClaimCreated: (d, name) => ({
    head: `NodeClaim ${name}: ${d.instanceType} ${d.capacityType} in \`${d.zone}\` for ${pods(d.pods)}`,
    because: `NodePool ${d.nodePool}, ${perHour(d.nanoUsdPerHour)}`,
    why:
      `${num(d.milliCpu / 1000)} vCPU and ${d.memoryMiB} MiB requested; ${d.instanceTypes} instance types would do` +
      (d.next === null
        ? ''
        : `, the next is ${d.next.instanceType} at ${perHour(d.next.nanoUsdPerHour)}`),
  }),
  nodeClaimLaunched: (d, name) => ({
    head: `NodeClaim ${name} launched as \`${d.InstanceId.slice(0, 6)}\``,
  }),
  nodeClaimRegistered: (d, name) => ({
    head: `NodeClaim ${name} registered: node \`${hostName(d.node)}\``,
    because: duration(d.sinceCreatedMs),
  }),
  nodeClaimInitialized: (d, name) => ({
    head: `NodeClaim ${name} is ready for pods`,
    because: duration(d.sinceCreatedMs),
  }),
  nodeClaimDrifted: (d, name) => ({
    head: `NodeClaim ${name} has drifted: it is not what is asked for any more`,
    why: d.reason,
  }),
  nodeClaimFailed: (d, name) => ({ head: `NodeClaim ${name} failed`, why: d.message }),
  podsNotProvisioned: (d, name) => ({
    head: `No NodePool has a node for ${d.pods > 1 ? pods(d.pods) : `pod ${name}`}`,
    why: d.message,
  }),
  nodeClaimDisrupted: (d, name) => ({
    head: `NodeClaim ${name} goes: ${REASONS[d.reason]}`,
    because:
      d.replacement === null
        ? `${perHour(d.nanoUsdPerHour)} less`
        : `${d.replacement.instanceType} takes its place`,
    why:
      d.replacement === null
        ? `${pods(d.pods)} move`
        : `${pods(d.pods)} move; ${perHour(d.nanoUsdPerHour)} becomes ${perHour(d.replacement.nanoUsdPerHour)}`,
  }),
  disruptionBlocked: (d, name) => ({
    head: `NodeClaim ${name} may not be disrupted`,
    why: d.message,
  }),
  nodeClaimTerminated: (d, name) => ({
    head: `NodeClaim ${name} is gone`,
    because: duration(d.tookMs),
  }),
};
