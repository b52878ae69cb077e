import { duration, figure } from '../../stage/clock';
import { hpa } from './hpa.en';
import { jobs } from './jobs.en';
import { kubectl } from './kubectl.en';
import { outside } from './kubernetesOutside.en';
import { hostName } from './shortName';
import type { ModelSentences } from './types';

const s = (n: number) => (n === 1 ? '' : 's');
const list = (parts: readonly string[]) => parts.map((part) => `\`${part}\``).join(', ');

const STEPS = {
  newReplicaSet: 'the new revision may grow',
  unhealthyReplicas: 'unhealthy pods of old revisions go first',
  oldReplicaSets: 'old pods go as new ones become available',
  proportional: 'shares of a scale-up in the middle of a rollout',
  recreate: 'Recreate: all old ones go first',
  sole: 'the only revision',
} as const;

export const kubernetes: ModelSentences<'kubernetes'> = {
  ...hpa,
  ...jobs,
  ...kubectl,
  ...outside,
  objectCreated: (d) => ({
    head: `${d.apiKind} \`${d.name}\` created`,
    ...(d.simulated ? {} : { because: 'kept, not simulated' }),
  }),
  objectUpdated: (d) => ({
    head: `${d.apiKind} \`${d.name}\` changed${d.generation === null ? '' : `, generation ${d.generation}`}`,
    because: list(d.changed.slice(0, 3)).replaceAll('`', ''),
    why: `Changed: ${list(d.changed)}`,
  }),
  objectScaled: (d) => ({ head: `${d.apiKind} \`${d.name}\` scaled from ${d.from} to ${d.to}` }),
  objectDeleting: (d) => ({
    head: `${d.apiKind} \`${d.name}\` is being deleted`,
    because:
      d.finalizers.length > 0
        ? `waits for ${d.finalizers.join(', ')}`
        : d.gracePeriodSeconds > 0
          ? `up to ${d.gracePeriodSeconds} s of grace`
          : undefined,
  }),
  objectDeleted: (d) => ({ head: `${d.apiKind} \`${d.name}\` deleted` }),

  podCreated: (d, name) => ({
    head: `${d.ownerKind} \`${d.owner}\` created pod ${name}`,
    why: `It wants ${d.wanted} and had ${d.active}`,
    because: `${d.wanted} asked, ${d.active} there`,
  }),
  podCreationRefused: (d, name) => ({ head: `${name} could not create a pod`, why: d.message }),
  podChosenForDeletion: (d, name) => ({
    head: `${d.ownerKind} \`${d.owner}\` removes pod ${name}`,
    why: `It wants ${d.wanted} and has ${d.active}; this one goes first: ${d.because}`,
    because: d.because,
  }),
  podAdopted: (d, name) => ({ head: `${d.ownerKind} \`${d.owner}\` adopted pod ${name}` }),
  podReleased: (d, name) => ({ head: `${d.ownerKind} \`${d.owner}\` released pod ${name}` }),
  replicaSetCreated: (d, name) => ({
    head: `Deployment \`${d.deployment}\` created ReplicaSet ${name} with ${d.replicas}`,
    because: `revision ${d.revision}`,
  }),
  replicaSetScaled: (d, name) => ({
    head: `Deployment \`${d.deployment}\` scaled ${d.to > d.from ? 'up' : 'down'} ${name} from ${d.from} to ${d.to}`,
    why:
      d.to > d.from
        ? `At most \`${d.desired} + ${d.maxSurge} = ${d.desired + d.maxSurge}\` pods, ${d.total} there`
        : `At least \`${d.desired} - ${d.maxUnavailable} = ${d.desired - d.maxUnavailable}\` available, ${d.available} are: ${STEPS[d.step]}`,
    because: d.to > d.from ? `maxSurge ${d.maxSurge}` : `maxUnavailable ${d.maxUnavailable}`,
  }),
  replicaSetDeleted: (d, name) => ({
    head: `ReplicaSet ${name} of revision ${d.revision} deleted`,
    because: `revisionHistoryLimit ${d.revisionHistoryLimit}`,
  }),
  replicaSetReused: (d, name) => ({
    head: `ReplicaSet ${name} is used again as revision ${d.revision}`,
    because: `was revision ${d.fromRevision}`,
  }),
  rolloutComplete: (d, name) => ({
    head: `Rollout of ${name} complete: ${d.replicas} at revision ${d.revision}`,
  }),
  progressDeadlineExceeded: (d, name) => ({
    head: `Rollout of ${name} made no progress for ${d.progressDeadlineSeconds} s`,
    why: `${d.updated} of ${d.desired} updated, ${d.available} available`,
  }),
  deploymentAvailable: (d, name) => ({
    head: `Deployment ${name} is available`,
    because: `${d.available} ≥ ${d.minAvailable}`,
  }),
  deploymentUnavailable: (d, name) => ({
    head: `Deployment ${name} is below its minimum`,
    why: `${d.available} available, at least ${d.minAvailable} needed`,
    because: `${d.available} < ${d.minAvailable}`,
  }),
  endpointsChanged: (d) => ({
    head: `Endpoints of Service \`${d.service}\`: ${[
      d.added > 0 ? `${d.added} added` : '',
      d.updated > 0 ? `${d.updated} changed` : '',
      d.removed > 0 ? `${d.removed} removed` : '',
    ]
      .filter(Boolean)
      .join(', ')}`,
  }),
  serviceIngressSet: (d, name) => ({
    head: d.hostname === null ? `Service ${name} has no address` : `Service ${name} has an address`,
    because: d.hostname ?? undefined,
  }),
  ingressHostnameSet: (d, name) => ({
    head: d.hostname === null ? `Ingress ${name} has no address` : `Ingress ${name} has an address`,
    because: d.hostname ?? undefined,
  }),
  podConditionSet: (d, name) => ({
    head: `Pod ${name} condition \`${d.condition}\` is ${d.status}`,
    because: d.reason ?? undefined,
  }),
  dependentDeleted: (d, name) => ({
    head: `${name} deleted with its owner`,
    because: `${d.ownerKind} ${d.owner}`,
  }),
  dependentOrphaned: (d, name) => ({
    head: `${name} stays without its owner`,
    because: `${d.ownerKind} ${d.owner}`,
  }),
  finalizerRemoved: (d, name) => ({ head: `Finalizer \`${d.finalizer}\` of ${name} done` }),
  namespaceTerminating: (d, name) => ({
    head: `Namespace ${name} is emptied`,
    because: `${d.remaining} objects left`,
  }),
  podEvicted: (d, name) => ({
    head: `Pod ${name} evicted`,
    why:
      d.budget === undefined
        ? undefined
        : `Disruption budget \`${d.budget}\` allowed it, and allows ${d.disruptionsAllowed} more`,
    because: `${d.graceSeconds} s of grace`,
  }),
  evictionRefused: (d, name) => ({
    head: `Pod ${name} may not be evicted`,
    why: d.message,
    because: d.budget === '' ? undefined : `disruption budget ${d.budget}`,
  }),
  disruptionBudgetChanged: (d, name) => ({
    head: `Disruption budget ${name} allows ${d.disruptionsAllowed}`,
    why: `${d.currentHealthy} of ${d.expectedPods} pods healthy, ${d.desiredHealthy} must stay`,
  }),
  nodeDrainBegun: (d, name) => ({ head: `Node ${name} is drained of ${d.pods} pod${s(d.pods)}` }),
  nodeDrained: (d, name) => ({ head: `Node ${name} drained`, because: duration(d.tookMs) }),

  nodeRegistered: (d, name) => ({
    head: `Node ${name} registered in \`${d.zone}\``,
    because: d.instanceType,
  }),
  nodeReady: (_, name) => ({ head: `Node ${name} Ready` }),
  kubeletStopping: (d, name) => ({
    head: `Kubelet of ${name} shuts down ${d.pods} pod${s(d.pods)}`,
    because: `${d.graceSeconds} s of grace`,
  }),
  kubeletStarted: (d, name) => ({
    head: `Kubelet of ${name} started`,
    because: d.podsRestarted > 0 ? `${d.podsRestarted} pods restarted` : undefined,
  }),
  kubeletSilent: (d, name) => ({
    head: `Nothing is heard from the kubelet of ${name}`,
    because: `${d.pods} pod${s(d.pods)} on it`,
  }),
  kubeletReturned: (d, name) => ({
    head: `Kubelet of ${name} is heard again`,
    because: `reports in ${duration(d.nextReportMs)}`,
  }),
  nodePoweredOff: (d, name) => ({
    head: `Node ${name} lost its power`,
    because: `${d.containersLost} containers gone`,
  }),
  nodeDeleted: (_, name) => ({ head: `Node ${name} deleted` }),
  podAdmitted: (d, name) => ({ head: `Kubelet of \`${hostName(d.node)}\` took pod ${name}` }),
  podRejected: (d, name) => ({
    head: `Kubelet of \`${hostName(d.node)}\` refused pod ${name}`,
    why: d.message,
    because: d.reason,
  }),
  podSandboxReady: (d, name) => ({
    head: `Pod ${name} has its network, \`${d.ip}\``,
    because: duration(d.sandboxMs),
  }),
  imagePulling: (d, name) => ({
    head: `Pod ${name} pulls \`${d.image}\``,
    because: `${duration(d.pullMs)}${d.waitedMs > 0 ? `, waited ${duration(d.waitedMs)}` : ''}`,
  }),
  imagePulled: (d, name) => ({
    head: `Pod ${name} has \`${d.image}\``,
    because: `${figure(d.sizeMB)} MB in ${duration(d.pullMs)}`,
  }),
  imagePullFailed: (d, name) => ({
    head: `Pod ${name} cannot pull \`${d.image}\``,
    why: d.error,
    because: 'ErrImagePull',
  }),
  imagePullBackOff: (d, name) => ({
    head: `Pod ${name} waits to pull \`${d.image}\` again`,
    why: `Back-off ${duration(d.backOffMs)}: it doubles with each failure, up to 5 minutes`,
    because: `back-off ${duration(d.backOffMs)}`,
  }),
  imageUnusable: (d, name) => ({
    head: `Pod ${name} cannot use \`${d.image}\``,
    because: d.reason,
  }),
  containerStarted: (d, name) => ({
    head: `Pod ${name} started container \`${d.container}\`${d.restartCount > 0 ? ` again in place, restart ${d.restartCount}` : ''}`,
    ...(d.restartCount > 0
      ? {
          why: '`restartPolicy` says so: the pod keeps its name, its address and its node',
          because: 'restartPolicy',
        }
      : {}),
  }),
  containerKilling: (d, name) => ({
    head: `Pod ${name} stops container \`${d.container}\``,
    because: `${{ podDeleted: 'pod deleted', startupProbe: 'startup probe', livenessProbe: 'liveness probe', shutdown: 'node shutdown', podEnding: 'pod ends' }[d.why]}, ${duration(d.graceMs)}`,
  }),
  containerTerminated: (d, name) => ({
    head: `Pod ${name} container \`${d.container}\` terminated: ${d.reason}, exit code ${d.exitCode}`,
    because: `ran ${duration(d.ranMs)}`,
  }),
  containerBackOff: (d, name) => ({
    head: `Pod ${name} waits before restart ${d.restartCount + 1} of \`${d.container}\``,
    why: `CrashLoopBackOff ${duration(d.backOffMs)}: it doubles with each crash, up to 5 minutes`,
    because: `back-off ${duration(d.backOffMs)}`,
  }),
  probeFailed: (d, name) => ({
    head: `Pod ${name} ${d.probe} probe failed`,
    because: d.message,
  }),
  podReady: (d, name) => ({
    head: `Pod ${name} Ready`,
    because:
      d.sinceCreatedMs < 120_000 ? `${duration(d.sinceCreatedMs)} after it was created` : undefined,
  }),
  podNotReady: (d, name) => ({
    head: `Pod ${name} no longer Ready`,
    because: d.reason,
  }),
  podSucceeded: (d, name) => ({ head: `Pod ${name} Succeeded`, because: d.reason ?? undefined }),
  podFailed: (d, name) => ({
    head: `Pod ${name} Failed`,
    because: d.reason ?? undefined,
    ...(d.message === null ? {} : { why: d.message }),
  }),
  podTerminating: (d, name) => ({
    head: `Pod ${name} Terminating`,
    because: `up to ${duration(d.graceMs)}`,
  }),
  containerCrashed: (d, name) => ({
    head: `Process of \`${d.container}\` in pod ${name} exits with ${d.exitCode}`,
    because: 'fault',
  }),

  podBound: (d, name) => ({
    head: `Pod ${name} bound to \`${hostName(d.nodeName)}\``,
    why: bound(d),
    because:
      d.by === 'onlyFeasible' ? 'only one has room' : `${d.feasible} of ${d.nodes} nodes fit`,
  }),
  podUnschedulable: (d, name) => ({
    head: `FailedScheduling pod ${name}`,
    why: d.message,
    because: Object.keys(d.reasons)[0],
  }),
  podRequeued: (d, name) => ({ head: `Pod ${name} is tried again`, because: d.event }),
  podGated: (d, name) => ({ head: `Pod ${name} waits at its gates`, because: d.gates.join(', ') }),
  podPreempted: (d, name) => ({
    head: `Pod ${name} gives way on \`${hostName(d.nodeName)}\``,
    why: `\`${d.by}\` has priority ${d.priority}`,
    because: `priority ${d.priority}`,
  }),
  schedulerConfigured: (d) => ({ head: `Scheduler configured: ${list(d.schedulerNames)}` }),

  nodeUnreachable: (d, name) => ({
    head: `Node ${name} NotReady`,
    why: `No lease for ${duration(d.graceMs)}; ${d.pods} pod${s(d.pods)} on it`,
    because: `no lease for ${duration(d.graceMs)}`,
  }),
  nodeTainted: (d, name) => ({
    head: `Taint on ${name}: ${d.taints.map(({ key, effect }) => `\`${key}:${effect}\``).join(', ')}`,
  }),
  nodeUntainted: (d, name) => ({
    head: `Taint off ${name}: ${d.taints.map(({ key, effect }) => `\`${key}:${effect}\``).join(', ')}`,
  }),
  zoneStateChanged: (d) => ({
    head: `Zone \`${d.zone}\` seen as ${d.to}`,
    why: `${d.notReady} of ${d.ready + d.notReady} nodes are not Ready; ${d.evictionsPer1000Seconds} evictions per 1,000 s`,
  }),
  podEvictionScheduled: (d, name) => ({
    head: `Pod ${name} may stay ${d.afterSeconds} s on \`${hostName(d.node)}\``,
    why: `It tolerates \`${d.taint}\` for ${d.afterSeconds} s; until then nothing replaces it`,
    because: `tolerationSeconds ${d.afterSeconds}`,
  }),
  podEvictionCancelled: (d, name) => ({
    head: `Pod ${name} may stay on \`${hostName(d.node)}\``,
    because: `${d.taint} is gone`,
  }),
  podEvictedByTaint: (d, name) => ({
    head: `Pod ${name} evicted from \`${hostName(d.node)}\``,
    because: d.taint,
  }),
  podOrphaned: (d, name) => ({
    head: `Pod ${name} removed: its node is gone`,
    because: hostName(d.node),
  }),
};

function bound(d: {
  readonly by: string;
  readonly feasible: number;
  readonly nodes: number;
  readonly totals: readonly { readonly total: number }[];
}): string {
  const fit = `${d.feasible} of ${d.nodes} nodes fit`;
  if (d.totals.length < 2) return fit;
  return `${fit}; totals \`${d.totals.map(({ total }) => figure(total)).join(' > ')}\``;
}
