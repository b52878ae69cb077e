import { duration, figure } from '../../stage/clock';
import { autoScaling } from './autoscaling.en';
import { groupLifecycle } from './capacity.en';
import { cloudWatch } from './cloudwatch.en';
import { scaling } from './scaling.en';
import { sqs } from './sqs.en';
import type { ModelSentences } from './types';

const target = ({ Id, Port }: { readonly Id: string; readonly Port: number }) =>
  `${Id.startsWith('i-') ? Id.slice(0, 6) : Id}:${Port}`;
const rate = (milli: number) => figure(milli / 1000);

export const aws: ModelSentences<'aws'> = {
  ...autoScaling,
  ...groupLifecycle,
  ...cloudWatch,
  ...scaling,
  ...sqs,
  instanceLaunched: (d, name) => ({
    head: `Instance ${name} ${d.ground ? 'stands' : 'launches'} in \`${d.AvailabilityZone}\``,
    because: d.InstanceType,
  }),
  instanceStateChanged: (d, name) => ({
    head: `Instance ${name} \`${d.from}\` to \`${d.to}\``,
    because: d.reason,
  }),
  instanceBooted: (d, name) => ({
    head: `Instance ${name} has booted`,
    because: duration(d.sinceLaunchMs),
  }),
  instanceRebooting: (_, name) => ({ head: `Instance ${name} reboots` }),
  instancePowerLost: (d, name) => ({
    head: `Instance ${name} lost its power`,
    because: d.AvailabilityZone,
  }),
  instancePowerRestored: (d, name) => ({
    head: `Instance ${name} has power again`,
    because: d.AvailabilityZone,
  }),
  instanceDisconnected: (_, name) => ({
    head: `Nothing reaches instance ${name}; it goes on running`,
  }),
  instanceReconnected: (_, name) => ({ head: `Instance ${name} is reachable again` }),
  zoneLost: (d, name) => ({ head: `Zone ${name} impaired`, because: `${d.instances} instances` }),
  zoneRestored: (d, name) => ({
    head: `Zone ${name} available again`,
    because: `${d.instances} instances`,
  }),
  groundCreated: (d) => ({
    head: `${d.instances} instances in ${d.zones.length} zones of \`${d.RegionName}\``,
  }),
  loadBalancerCreated: (d, name) => ({
    head: `Load balancer ${name} is being set up`,
    because: `ready in ${duration(d.readyInMs)}`,
  }),
  loadBalancerActive: (_, name) => ({ head: `Load balancer ${name} active` }),
  loadBalancerDeleted: (_, name) => ({ head: `Load balancer ${name} deleted` }),
  targetGroupCreated: (d) => ({
    head: `Target group \`${d.TargetGroupName}\` created`,
    because: `check every ${d.HealthCheckIntervalSeconds} s`,
  }),
  targetGroupModified: (d) => ({
    head: `Target group \`${d.TargetGroupName}\` changed`,
    because: `check every ${d.HealthCheckIntervalSeconds} s`,
  }),
  targetGroupDeleted: (d) => ({ head: `Target group \`${d.TargetGroupName}\` deleted` }),
  listenerCreated: (d, name) => ({ head: `Load balancer ${name} listens on ${d.Port}` }),
  listenerDeleted: (d, name) => ({ head: `Load balancer ${name} no longer listens on ${d.Port}` }),
  targetRegistered: (d) => ({
    head: `Target \`${target(d)}\` registered with \`${d.TargetGroupName}\``,
  }),
  targetHealthChanged: (d) => ({
    head: `Target \`${target(d)}\` ${d.from} to **${d.to}**`,
    ...(d.checks === null
      ? { because: d.reason ?? undefined }
      : { because: d.checks === 1 ? 'the first check' : `${d.checks} checks in a row` }),
  }),
  targetDeregistered: (d) => ({
    head: `Target \`${target(d)}\` gone`,
    because: 'deregistration delay over',
  }),
  trafficSet: (d, name) => ({
    head: `Traffic on ${name}: ${figure(d.requestsPerSecond)} requests/s`,
    ...(d.shape === undefined ? {} : { because: d.shape }),
  }),
  flowChanged: (d, name) => ({
    head:
      d.lostRate === 0
        ? `${name} serves all ${rate(d.offeredRate)} requests/s again`
        : `${name} loses ${rate(d.lostRate)} of ${rate(d.offeredRate)} requests/s`,
    because: d.failsOpen
      ? 'no healthy target: fails open'
      : `${d.accepting} of ${d.eligible} targets answer`,
  }),
};
