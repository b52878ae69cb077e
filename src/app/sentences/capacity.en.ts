/** What capacity providers, managed scaling, lifecycle hooks, warm pools and spot instances leave in the log. */
import type { AutoScalingFact } from '../../models/aws/autoscaling/facts';
import type { CapacityProviderFact } from '../../models/ecs/capacityProviders/facts';
import { duration, figure } from '../../stage/clock';
import type { ModelSentences } from './types';

const instance = (id: string) => `\`${id.slice(0, 6)}\``;
const HELD = {
  warmUp: 'the youngest instance is still warming up',
  limit: "the group's own limit",
  half: 'at most half at a time',
} as const;

export const capacityProviders: Pick<ModelSentences<'ecs'>, CapacityProviderFact['type']> = {
  capacityProviderCreated: (d, name) => ({
    head: `Capacity provider ${name} stands on group \`${d.autoScalingGroupName}\``,
    why: `managed termination protection ${d.managedTerminationProtection}, managed draining ${d.managedDraining}`,
    because:
      d.managedScaling === 'ENABLED' ? `managed scaling, target ${d.targetCapacity}%` : 'unmanaged',
  }),
  capacityProviderUpdated: (d, name) => ({
    head: `Capacity provider ${name} updated: ${d.changed.join(', ')}`,
  }),
  capacityProviderDeleted: (_, name) => ({ head: `Capacity provider ${name} deleted` }),
  clusterCapacityProvidersPut: (d, name) => ({
    head: `Cluster ${name} has capacity providers ${d.capacityProviders.join(', ') || '(none)'}`,
    because: d.strategy
      .map((s) => `${s.capacityProvider} base ${s.base} weight ${s.weight}`)
      .join(', '),
  }),
  taskPlaced: (d, name) => ({
    head: `Task ${name} gets its place in \`${d.availabilityZone}\``,
    why: `waited ${duration(d.waitedMs)} for \`${d.capacityProvider}\`; ${d.eligible} of ${d.candidates} instances could take it`,
    because: `waited ${duration(d.waitedMs)}`,
  }),
  managedScalingMeasured: (d, name) => ({
    head: `Capacity provider ${name} is at **${figure(d.reservation)}%**, target ${d.targetCapacity}%`,
    why: `needed ${d.needed} / running ${d.running} x 100; ${d.waiting} tasks wait`,
    because: `needed ${d.needed}, running ${d.running}`,
  }),
  managedScalingStepped: (d, name) => ({
    head:
      d.from === d.to
        ? `Managed scaling of ${name} leaves its group at ${d.from}`
        : `Managed scaling of ${name} sizes its group from ${d.from} to **${d.to}**`,
    why: `${figure(d.reservation)}% against ${d.targetCapacity}%${d.heldBy === null ? '' : `; ${HELD[d.heldBy]}`}`,
    because: d.heldBy === null ? `${figure(d.reservation)}%` : HELD[d.heldBy],
  }),
  managedDrainingStarted: (d) => ({
    head: `Instance ${instance(d.ec2InstanceId)} drains before its group terminates it`,
    because: `${d.tasks} tasks`,
  }),
  managedDrainingCompleted: (d) => ({
    head: `Instance ${instance(d.ec2InstanceId)} is empty, its group may go on`,
    because: duration(d.tookMs),
  }),
  spotInstanceDraining: (d) => ({
    head: `The agent on ${instance(d.ec2InstanceId)} drains it: EC2 takes it back in ${duration(d.leftMs)}`,
    because: `${d.tasks} tasks`,
  }),
  fargateSpotInterrupted: (d, name) => ({
    head: `Fargate Spot takes task ${name} back`,
    because: `${duration(d.leftMs)} left`,
  }),
};

export type GroupLifecycleFact = Extract<
  AutoScalingFact['type'],
  | 'lifecycleHookPut'
  | 'lifecycleHookDeleted'
  | 'lifecycleActionStarted'
  | 'lifecycleActionCompleted'
  | 'instanceProtectionSet'
  | 'warmPoolPut'
  | 'warmPoolDeleted'
  | 'warmPoolLaunched'
  | 'warmPoolInstanceReady'
  | 'warmPoolReturned'
>;

const launching = (transition: string) => transition.endsWith('LAUNCHING');

export const groupLifecycle: Pick<
  ModelSentences<'aws'>,
  GroupLifecycleFact | 'spotInterruptionNotice' | 'spotRebalanceRecommendation'
> = {
  lifecycleHookPut: (d, name) => ({
    head: `Group ${name} holds instances for hook \`${d.LifecycleHookName}\` when they ${launching(d.LifecycleTransition) ? 'launch' : 'terminate'}`,
    because: `${d.HeartbeatTimeout} s, then ${d.DefaultResult}`,
  }),
  lifecycleHookDeleted: (d, name) => ({
    head: `Hook \`${d.LifecycleHookName}\` of group ${name} deleted`,
  }),
  lifecycleActionStarted: (d) => ({
    head: `${instance(d.InstanceId)} ${launching(d.LifecycleTransition) ? '`Pending:Wait`' : '`Terminating:Wait`'}`,
    because: `hook ${d.LifecycleHookName}`,
  }),
  lifecycleActionCompleted: (d) => ({
    head: `Hook \`${d.LifecycleHookName}\` lets ${instance(d.InstanceId)} go on: ${d.LifecycleActionResult}`,
    because: d.timedOut ? 'timed out' : duration(d.tookMs),
  }),
  instanceProtectionSet: (d) => ({
    head: d.isProtected
      ? `${instance(d.InstanceId)} is protected from scale-in`
      : `${instance(d.InstanceId)} may be scaled in`,
  }),
  warmPoolPut: (d, name) => ({
    head: `Group ${name} has a warm pool, ${d.PoolState}`,
    because: `at least ${d.MinSize}, ${d.prepared} prepared in all`,
  }),
  warmPoolDeleted: (_, name) => ({ head: `Warm pool of group ${name} deleted` }),
  warmPoolLaunched: (d, name) => ({
    head: `Group ${name} warms ${instance(d.InstanceId)} in \`${d.AvailabilityZone}\``,
    because: `pool wants ${d.wanted}, has ${d.before}`,
  }),
  warmPoolInstanceReady: (d) => ({
    head: `${instance(d.InstanceId)} \`${d.LifecycleState}\``,
  }),
  warmPoolReturned: (d, name) => ({
    head: `${instance(d.InstanceId)} goes back to the warm pool of ${name}`,
  }),
  spotInterruptionNotice: (d, name) => ({
    head: `EC2 takes spot instance ${name} back in ${duration(d.leftMs)}`,
    because: `${d.InstanceType} in ${d.AvailabilityZone}`,
  }),
  spotRebalanceRecommendation: (d, name) => ({
    head: `Spot instance ${name} is likely to be interrupted`,
    because: `${d.InstanceType} in ${d.AvailabilityZone}`,
  }),
};
