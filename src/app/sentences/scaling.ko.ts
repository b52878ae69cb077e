/** Application Auto Scaling이 남기는 기록. */
import type { ApplicationAutoScalingFact } from '../../models/aws/applicationautoscaling/facts';
import type { GroupPolicyFact } from '../../models/aws/autoscaling/policies/facts';
import { num } from '../scaling/numbers';
import { shortIds } from './shortName';
import type { ModelSentences } from './types';

const number = (value: number): string => num(Math.round(value * 10) / 10);

const KEPT = {
  maxCapacity: '이미 최댓값입니다',
  minCapacity: '이미 최솟값입니다',
  cooldown: '쿨다운이 끝나지 않았습니다',
  suspended: '스케일링이 멈춰 있습니다',
  deployment: '배포하는 동안에는 줄이지 않습니다',
  otherPolicy: '다른 정책이 동의하지 않습니다',
} as const;

const limits = (min: number | null, max: number | null): string =>
  [min === null ? '' : `최소 ${min}개`, max === null ? '' : `최대 ${max}개`]
    .filter((part) => part !== '')
    .join(', ');

interface Sizes {
  readonly MinSize: number | null;
  readonly MaxSize: number | null;
  readonly DesiredCapacity: number | null;
}
const sizes = ({ MinSize, MaxSize, DesiredCapacity }: Sizes): string =>
  [
    MinSize === null ? '' : `최소 ${MinSize}대`,
    MaxSize === null ? '' : `최대 ${MaxSize}대`,
    DesiredCapacity === null ? '' : `원하는 용량 ${DesiredCapacity}대`,
  ]
    .filter((part) => part !== '')
    .join(', ');

export const scaling: Pick<
  ModelSentences<'aws'>,
  ApplicationAutoScalingFact['type'] | GroupPolicyFact['type']
> = {
  scalableTargetRegistered: (d, name) => ({
    head: `${name} 원하는 개수: ${d.MinCapacity}개부터 ${d.MaxCapacity}개까지`,
    because: d.suspended.length === 0 ? undefined : `멈춤: ${d.suspended.join(', ')}`,
  }),
  scalableTargetDeregistered: (_, name) => ({ head: `${name} 오토 스케일링을 껐습니다` }),
  scalingPolicyPut: (d) => ({
    head:
      d.target === null
        ? `스케일링 정책 \`${d.PolicyName}\`: ${d.PolicyType}`
        : `스케일링 정책 \`${d.PolicyName}\`: ${d.metric ?? '지표'} 목푯값 ${number(d.target)}`,
  }),
  scalingPolicyDeleted: (d) => ({ head: `스케일링 정책 \`${d.PolicyName}\` 삭제했습니다` }),
  scheduledActionPut: (d, name) => ({
    head: `예약 작업 ${name}: ${limits(d.MinCapacity, d.MaxCapacity)}`,
    because: `${d.Schedule} ${d.Timezone}`,
  }),
  scheduledActionDeleted: (_, name) => ({ head: `예약 작업 ${name} 삭제했습니다` }),
  scheduledActionRan: (d, name) => ({
    head: `예약 작업 ${name} 실행했습니다: ${limits(d.MinCapacity, d.MaxCapacity)}`,
  }),
  capacityScaled: (d, name) => ({
    head: `${name} 원하는 개수 ${d.from}개에서 **${d.to}개로**`,
    why: shortIds(d.cause),
    because:
      d.metric === null || d.target === null
        ? undefined
        : `지표 ${number(d.metric)}, 목푯값 ${number(d.target)}`,
  }),
  capacityKept: (d, name) => ({
    head: `${name} ${d.capacity}개 그대로입니다. 정책 \`${d.policy}\` 희망: ${d.wanted}개`,
    because: KEPT[d.because],
  }),
  groupPolicyPut: (d) => ({
    head:
      d.target === null
        ? `\`${d.AutoScalingGroupName}\` 그룹 스케일링 정책 \`${d.PolicyName}\`: ${d.PolicyType}`
        : `\`${d.AutoScalingGroupName}\` 그룹 스케일링 정책 \`${d.PolicyName}\`: ${d.metric ?? '지표'} 목푯값 ${number(d.target)}`,
  }),
  groupPolicyDeleted: (d) => ({ head: `스케일링 정책 \`${d.PolicyName}\` 삭제했습니다` }),
  groupScaled: (d, name) => ({
    head: `${name} 그룹 원하는 용량 ${d.from}대에서 **${d.to}대로**`,
    why: shortIds(d.cause),
    because:
      d.metric === null || d.target === null
        ? undefined
        : `지표 ${number(d.metric)}, 목푯값 ${number(d.target)}`,
  }),
  groupKept: (d, name) => ({
    head: `${name} 그룹 ${d.capacity}대 그대로입니다. 정책 \`${d.policy}\` 희망: ${d.wanted}대`,
    because: KEPT[d.because],
  }),
  groupActionPut: (d, name) => ({
    head: `예약 작업 ${name}: ${sizes(d)}`,
    because: d.schedule === '' ? undefined : d.schedule,
  }),
  groupActionRan: (d, name) => ({ head: `예약 작업 ${name} 실행했습니다: ${sizes(d)}` }),
  groupActionDeleted: (_, name) => ({ head: `예약 작업 ${name} 삭제했습니다` }),
};
