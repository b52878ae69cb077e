/** What Application Auto Scaling leaves in the log. */
import type { ApplicationAutoScalingFact } from '../../models/aws/applicationautoscaling/facts';
import type { GroupPolicyFact } from '../../models/aws/autoscaling/policies/facts';
import { num } from '../scaling/numbers';
import { shortIds } from './shortName';
import type { ModelSentences } from './types';

const number = (value: number): string => num(Math.round(value * 10) / 10);

const KEPT = {
  maxCapacity: 'already at its maximum',
  minCapacity: 'already at its minimum',
  cooldown: 'the cooldown is not over',
  suspended: 'scaling is suspended',
  deployment: 'no scale-in while a deployment is under way',
  otherPolicy: 'another policy does not agree',
} as const;

const limits = (min: number | null, max: number | null): string =>
  [min === null ? '' : `at least ${min}`, max === null ? '' : `at most ${max}`]
    .filter((part) => part !== '')
    .join(', ');

interface Sizes {
  readonly MinSize: number | null;
  readonly MaxSize: number | null;
  readonly DesiredCapacity: number | null;
}
const sizes = ({ MinSize, MaxSize, DesiredCapacity }: Sizes): string =>
  [limits(MinSize, MaxSize), DesiredCapacity === null ? '' : `${DesiredCapacity} wanted`]
    .filter((part) => part !== '')
    .join(', ');

export const scaling: Pick<
  ModelSentences<'aws'>,
  ApplicationAutoScalingFact['type'] | GroupPolicyFact['type']
> = {
  scalableTargetRegistered: (d, name) => ({
    head: `${name} may scale from ${d.MinCapacity} to ${d.MaxCapacity}`,
    because: d.suspended.length === 0 ? undefined : `suspended: ${d.suspended.join(', ')}`,
  }),
  scalableTargetDeregistered: (_, name) => ({ head: `${name} no longer scales` }),
  scalingPolicyPut: (d) => ({
    head:
      d.target === null
        ? `Scaling policy \`${d.PolicyName}\`: ${d.PolicyType}`
        : `Scaling policy \`${d.PolicyName}\` keeps ${d.metric ?? 'its metric'} at ${number(d.target)}`,
  }),
  scalingPolicyDeleted: (d) => ({ head: `Scaling policy \`${d.PolicyName}\` deleted` }),
  scheduledActionPut: (d, name) => ({
    head: `Scheduled action ${name}: ${limits(d.MinCapacity, d.MaxCapacity)}`,
    because: `${d.Schedule} ${d.Timezone}`,
  }),
  scheduledActionDeleted: (_, name) => ({ head: `Scheduled action ${name} deleted` }),
  scheduledActionRan: (d, name) => ({
    head: `Scheduled action ${name}: ${limits(d.MinCapacity, d.MaxCapacity)}`,
  }),
  capacityScaled: (d, name) => ({
    head: `${name} is to have **${d.to}**, had ${d.from}`,
    why: shortIds(d.cause),
    because:
      d.metric === null || d.target === null
        ? undefined
        : `${number(d.metric)} against ${number(d.target)}`,
  }),
  capacityKept: (d, name) => ({
    head: `${name} keeps ${d.capacity}; policy \`${d.policy}\` wants ${d.wanted}`,
    because: KEPT[d.because],
  }),
  groupPolicyPut: (d) => ({
    head:
      d.target === null
        ? `Scaling policy \`${d.PolicyName}\` of group \`${d.AutoScalingGroupName}\`: ${d.PolicyType}`
        : `Scaling policy \`${d.PolicyName}\` of group \`${d.AutoScalingGroupName}\` keeps ${d.metric ?? 'its metric'} at ${number(d.target)}`,
  }),
  groupPolicyDeleted: (d) => ({ head: `Scaling policy \`${d.PolicyName}\` deleted` }),
  groupScaled: (d, name) => ({
    head: `Group ${name} is to have **${d.to}**, had ${d.from}`,
    why: shortIds(d.cause),
    because:
      d.metric === null || d.target === null
        ? undefined
        : `${number(d.metric)} against ${number(d.target)}`,
  }),
  groupKept: (d, name) => ({
    head: `Group ${name} keeps ${d.capacity}; policy \`${d.policy}\` wants ${d.wanted}`,
    because: KEPT[d.because],
  }),
  groupActionPut: (d, name) => ({
    head: `Scheduled action ${name}: ${sizes(d)}`,
    because: d.schedule === '' ? undefined : d.schedule,
  }),
  groupActionRan: (d, name) => ({ head: `Scheduled action ${name}: ${sizes(d)}` }),
  groupActionDeleted: (_, name) => ({ head: `Scheduled action ${name} deleted` }),
};
