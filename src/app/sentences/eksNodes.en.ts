/** What managed node groups and Fargate profiles leave in the log. */
import type { FargateFact } from '../../models/eks/fargate/facts';
import type { NodegroupFact } from '../../models/eks/nodegroups/facts';
import { duration } from '../../stage/clock';
import { num } from '../scaling/numbers';
import { groupName, hostName } from './shortName';
import type { ModelSentences } from './types';

const vcpu = (milli: number) => `${num(milli / 1000)} vCPU`;
const memory = (miB: number) => (miB % 512 === 0 ? `${num(miB / 1024)} GB` : `${miB} MiB`);
const nodes = (n: number) => (n === 1 ? '1 node' : `${n} nodes`);

export const eksNodes: Pick<ModelSentences<'eks'>, NodegroupFact['type'] | FargateFact['type']> = {
  clusterCreated: (d, name) => ({
    head: `EKS cluster ${name} stands`,
    because: `${d.nodegroups} node groups, ${d.fargateProfiles} Fargate profiles`,
  }),
  nodegroupCreating: (d, name) => ({
    head: `Node group ${name}: ${d.minSize} to ${d.maxSize}, wants ${d.desiredSize}`,
    because: `${d.instanceTypes.join(', ')} ${d.capacityType}, ${d.zones} zones`,
    why: `Stands on the Auto Scaling group \`${groupName(d.autoScalingGroup)}\``,
  }),
  nodegroupActive: (d, name) => ({
    head: `Node group ${name} is active with ${nodes(d.nodes)}`,
    because: duration(d.tookMs),
  }),
  nodegroupScalingUpdated: (d, name) => ({
    head: `Node group ${name}: ${d.minSize} to ${d.maxSize}, wants ${d.desiredSize}`,
    ...(d.from === d.desiredSize ? {} : { because: `wanted ${d.from}` }),
  }),
  nodegroupNodesConfigured: (d, name) => ({
    head: `Node group ${name} changes the labels or taints of ${nodes(d.nodes)}`,
    because: [...d.labels, ...d.taints].join(', '),
  }),
  nodegroupUpdated: (d, name) => ({
    head: `Node group ${name} is updated`,
    because: duration(d.tookMs),
  }),
  nodegroupDegraded: (d, name) => ({
    head: `Node group ${name} is degraded`,
    because: d.code,
    why: d.message,
  }),
  nodegroupCreateFailed: (d, name) => ({
    head: `Node group ${name} could not be created`,
    because: d.code,
    why: d.message,
  }),
  nodegroupRecovered: (_, name) => ({ head: `Node group ${name} is active again` }),
  nodegroupDeleting: (d, name) => ({
    head: `Node group ${name} is being deleted`,
    because: nodes(d.nodes),
  }),
  nodegroupDeleted: (d, name) => ({
    head: `Node group ${name} deleted`,
    because: duration(d.tookMs),
  }),
  nodegroupDrainBegun: (d, name) => ({
    head: `EKS drains node ${name} before its instance ends`,
    because: `node group ${d.nodegroup}`,
    why: `Waits for its pods, at most ${duration(d.limitMs)}`,
  }),
  nodegroupDrainEnded: (d, name) => ({
    head:
      d.podsLeft === 0
        ? `Node ${name} is drained: its instance may end`
        : `Node ${name} is given up with ${d.podsLeft} pods on it`,
    because: duration(d.tookMs),
  }),
  fargateProfileCreating: (d, name) => ({
    head: `Fargate profile ${name} is being created`,
    because: d.selectors === 1 ? '1 selector' : `${d.selectors} selectors`,
  }),
  fargateProfileDeleting: (d, name) => ({
    head: `Fargate profile ${name} is being deleted`,
    because: d.pods === 1 ? 'its pod goes with it' : `its ${d.pods} pods go with it`,
  }),
  fargateProfileActive: (d, name) => ({
    head: `Fargate profile ${name} is active: new pods that match go to Fargate`,
    because: duration(d.tookMs),
  }),
  fargateProfileDeleted: (_, name) => ({ head: `Fargate profile ${name} deleted` }),
  fargatePodSized: (d, name) => ({
    head: `Fargate makes a machine of ${vcpu(d.milliCpu)} and ${memory(d.memoryMiB)} for pod ${name}`,
    because: `profile ${d.profile}`,
    why: `Asks for ${vcpu(d.askedMilliCpu)} and ${d.askedMemoryMiB} MiB, plus ${d.addedMiB} MiB for Kubernetes, rounded up; in \`${d.zone}\`, ready in ${duration(d.readyInMs)}`,
  }),
  fargatePodUnsupported: (d, name) => ({
    head: `Pod ${name} cannot run on Fargate`,
    why: d.message,
  }),
  fargateNodeReady: (d, name) => ({
    head: `Pod ${name} has its machine \`${hostName(d.node)}\` and is billed from now on`,
    because: `$${(d.nanoUsdPerHour / 1e9).toFixed(5)}/h`,
    why: `Took ${duration(d.tookMs)}`,
  }),
  fargateNodeReleased: (d, name) => ({
    head: `The machine of pod ${name} ends with it`,
    because: `billed for ${duration(d.billedMs)}`,
  }),
};
