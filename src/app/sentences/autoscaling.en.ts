/** What Auto Scaling groups and EC2's stock of instances leave in the log. */
import type {
  AutoScalingFact,
  ChosenBy,
  TerminationReason,
} from '../../models/aws/autoscaling/facts';
import { duration } from '../../stage/clock';
import type { GroupLifecycleFact } from './capacity.en';
import type { ModelSentences } from './types';

const TERMINATES: Readonly<Record<TerminationReason, string>> = {
  scaleIn: 'fewer are wanted',
  notRunning: 'EC2 says it is stopped or terminated',
  impaired: 'its status checks fail',
  request: 'asked for by name',
  deletion: 'the group is deleted',
  capacityRebalance: 'its replacement is in service',
  userHealthCheck: 'called unhealthy',
  abandoned: 'a lifecycle hook was abandoned',
};
const CHOSEN: Readonly<Record<ChosenBy, string>> = {
  zone: 'its zone has the most',
  allocation: 'its purchase option has more than its share',
  launchTemplate: 'the oldest launch template',
  billingHour: 'closest to its next billing hour',
  oldest: 'launched first',
  newest: 'launched last',
  random: 'one of equals, by chance',
};
const instance = (id: string) => `\`${id.slice(0, 6)}\``;

export const autoScaling: Pick<
  ModelSentences<'aws'>,
  | Exclude<AutoScalingFact['type'], GroupLifecycleFact>
  | 'capacityRefused'
  | 'capacityRestored'
  | 'launchTemplateVersionCreated'
> = {
  autoScalingGroupCreated: (d, name) => ({
    head: `Auto Scaling group ${name}: ${d.MinSize} to ${d.MaxSize}, wants ${d.DesiredCapacity}`,
    because: `${d.InstanceType} in ${d.AvailabilityZones.length} zones`,
  }),
  autoScalingGroupUpdated: (d, name) => ({
    head: `Auto Scaling group ${name}: ${d.MinSize} to ${d.MaxSize}, wants ${d.DesiredCapacity}`,
    ...(d.from === d.DesiredCapacity ? {} : { because: `wanted ${d.from}` }),
  }),
  autoScalingGroupDeleted: (_, name) => ({ head: `Auto Scaling group ${name} deleted` }),
  instanceHealthSet: (d, name) => ({
    head: `Group ${name}: ${instance(d.InstanceId)} is called ${d.HealthStatus === 'Healthy' ? 'healthy' : 'unhealthy'}`,
  }),
  groupProcessesSet: (d, name) => ({
    head: `Auto Scaling group ${name}: ${d.suspended.length === 0 ? 'all processes resumed' : 'processes suspended'}`,
    ...(d.suspended.length === 0 ? {} : { because: d.suspended.join(', ') }),
  }),
  desiredCapacitySet: (d, name) => ({
    head: `Auto Scaling group ${name} wants ${d.to} instances`,
    because: `wanted ${d.from}`,
  }),
  groupLaunched: (d, name) => ({
    head: `Group ${name} ${d.warm ? 'takes warm' : d.market === 'spot' ? 'launches spot' : 'launches'} ${instance(d.InstanceId)} in \`${d.AvailabilityZone}\``,
    why: `wants ${d.desired}, has ${d.before}; ${d.inZone} in that zone`,
    because: {
      capacity: `wants ${d.desired}, has ${d.before}`,
      replacement: 'replaces an unhealthy one',
      rebalance: `zones out of balance, ${d.inZone} here`,
      capacityRebalance: 'replaces a spot instance at risk',
    }[d.reason],
  }),
  groupLaunchFailed: (d, name) => ({
    head: `Group ${name} gets no ${d.InstanceType} in \`${d.AvailabilityZone}\``,
    why: d.StatusMessage,
    because: `tries again in ${duration(d.retryInMs)}`,
  }),
  groupInstanceInService: (d, name) => ({
    head: `${instance(d.InstanceId)} in service in group ${name}`,
    because: duration(d.launchMs),
  }),
  groupTerminating: (d, name) => ({
    head: `Group ${name} terminates ${instance(d.InstanceId)} in \`${d.AvailabilityZone}\``,
    why: `wants ${d.desired}, has ${d.before}`,
    because: d.chosenBy === null ? TERMINATES[d.reason] : CHOSEN[d.chosenBy],
  }),
  groupInstanceTerminated: (d, name) => ({ head: `${instance(d.InstanceId)} left group ${name}` }),
  capacityRefused: (d, name) => ({
    head: d.whileZoneLost
      ? `Should a zone be lost, EC2 will have no ${d.InstanceType} to give in ${name}`
      : `EC2 has no ${d.InstanceType} to give in ${name}`,
  }),
  capacityRestored: (d, name) => ({ head: `EC2 has ${d.InstanceType} again in ${name}` }),
  launchTemplateVersionCreated: (d, name) => ({
    head: `Launch template ${name} version ${d.VersionNumber}`,
    because: d.InstanceType,
  }),
};
