import { duration } from '../../stage/clock';
import { capacityProviders } from './capacity.en';
import { lastPart, shortIds } from './shortName';
import type { ModelSentences } from './types';

export const ecs: ModelSentences<'ecs'> = {
  ...capacityProviders,
  clusterCreated: (d) => ({ head: `Cluster \`${d.clusterName}\` created` }),
  clusterDeleted: (d) => ({ head: `Cluster \`${d.clusterName}\` deleted` }),
  taskDefinitionRegistered: (d) => ({
    head: `Task definition \`${d.family}:${d.revision}\` registered`,
    because: d.containers.map(({ image }) => image).join(', '),
  }),
  taskDefinitionDeregistered: (d) => ({
    head: `Task definition \`${d.family}:${d.revision}\` is INACTIVE`,
  }),
  taskDefinitionDeletionRequested: (d) => ({
    head: `Task definition \`${d.family}:${d.revision}\` is being deleted`,
  }),
  serviceCreated: (d, name) => ({
    head: `Service ${name} created: ${d.desiredCount} of \`${lastPart(d.taskDefinition)}\``,
    because: d.launchType,
  }),
  serviceUpdated: (d, name) => ({
    head: `Service ${name} updated: ${d.changed.join(', ')}`,
    because:
      d.desiredCount.from === d.desiredCount.to
        ? lastPart(d.taskDefinition.to)
        : `desiredCount ${d.desiredCount.from} to ${d.desiredCount.to}`,
  }),
  serviceDeleted: (d, name) => ({ head: `Service ${name} deleted, ${d.desiredCount} asked` }),

  taskCreated: (d, name) => ({
    head: d.waits
      ? `Task ${name} waits for capacity of \`${d.capacityProvider}\``
      : `Task ${name} placed in \`${d.availabilityZone}\``,
    why: `${d.eligible} of ${d.candidates} ${d.launchType === 'FARGATE' ? 'zones' : 'instances'} could take it`,
    because: `${d.eligible} of ${d.candidates} have room`,
  }),
  taskStatusChanged: (d, name) => ({
    head: `Task ${name} \`${d.from}\` to \`${d.to}\``,
    because: d.stoppedReason ?? d.stopCode,
  }),
  instanceStatusChanged: (d, name) => ({
    head: `Container instance ${name} \`${d.from}\` to \`${d.to}\``,
  }),

  serviceEvent: (d) => ({ head: shortIds(d.message) }),
  deploymentCompleted: (d, name) => ({
    head: `Deployment of service ${name} completed`,
    because: duration(d.tookMs),
  }),
  deploymentFailed: (d, name) => ({
    head: `Deployment of service ${name} failed`,
    why: `${d.failures} tasks in a row failed, the threshold is ${d.threshold}${d.rollbackTo === null ? '' : `; back to \`${lastPart(d.rollbackTo)}\``}`,
    because: `${d.failures} of ${d.threshold} failures`,
  }),
  rebalancingStarted: (d, name) => ({
    head: `Service ${name} evens out its zones: ${d.started} tasks start, as many stop later`,
    why: Object.entries(d.zones)
      .map(([zone, tasks]) => `${zone}: ${tasks}`)
      .join(', '),
    because: Object.values(d.zones).join(' / '),
  }),
  rebalancingCompleted: (d, name) => ({
    head: `Service ${name} is even over its zones`,
    because: Object.values(d.zones).join(' / '),
  }),
  placementFailed: (d, name) => ({
    head: `Service ${name} could place ${d.placed} of ${d.wanted} tasks`,
    why: Object.entries(d.reasons)
      .map(([reason, instances]) => `${instances} × ${reason}`)
      .join(', '),
    because: Object.keys(d.reasons)[0],
  }),
  launchesThrottled: (d, name) => ({
    head: `Service ${name} waits ${duration(d.gapMs)} before it starts tasks again`,
    why: `Round ${d.round} of failed starts: each waits longer`,
    because: `round ${d.round}`,
  }),
  standingChanged: (d, name) => ({
    head: `The service counts task ${name} as ${d.to}`,
    because: d.reason ?? undefined,
  }),
  taskProtectionSet: (d, name) => ({
    head:
      d.expiresInMinutes === null
        ? `Task ${name} is protected no longer`
        : `Task ${name} protected from scale-in`,
    ...(d.expiresInMinutes === null ? {} : { because: `for ${d.expiresInMinutes} min` }),
  }),
  serviceClosed: (_, name) => ({ head: `Service ${name} is INACTIVE` }),

  instanceRegistered: (d, name) => ({
    head: `Container instance ${name} registered in \`${d.availabilityZone}\``,
    because: `${d.cpu} CPU units, ${d.memoryMiB} MiB`,
  }),
  agentDisconnected: (d, name) => ({
    head: `Agent of ${name} disconnected`,
    why: `Its ${d.tasks} tasks stay as they were last known: a lost connection is no failure`,
    because: `${d.tasks} tasks unheard of`,
  }),
  agentReconnected: (d, name) => ({
    head: `Agent of ${name} connected again`,
    because: `${d.tasks} tasks`,
  }),
  instanceDeregistered: (d, name) => ({
    head: `Container instance ${name} deregistered`,
    because: d.reason,
  }),
  imagePullStarted: (d, name) => ({
    head: `Task ${name} pulls \`${d.image}\``,
    because: d.cached ? 'image was cached' : duration(d.pullMs),
  }),
  containerStarted: (d, name) => ({
    head: `Task ${name} started container \`${d.container}\`${d.restarts > 0 ? `, restart ${d.restarts}` : ''}`,
  }),
  containerStopped: (d, name) => ({
    head: `${d.essential ? 'Essential container' : 'Container'} \`${d.container}\` in task ${name} exited${d.exitCode === null ? '' : ` (code ${d.exitCode})`}`,
    because: d.reason ?? (d.essential ? 'essential: the task stops' : undefined),
  }),
  containerHealthChanged: (d, name) => ({
    head: `Task ${name} container \`${d.container}\` ${d.from} to ${d.to}`,
  }),
  containerCrashed: (d, name) => ({
    head: `Process of \`${d.container}\` in task ${name} exits with ${d.exitCode}`,
    because: 'fault',
  }),
};
