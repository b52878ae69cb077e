/** Auto Scaling 그룹과 EC2 재고가 남기는 기록. */
import type {
  AutoScalingFact,
  ChosenBy,
  TerminationReason,
} from '../../models/aws/autoscaling/facts';
import { durationKo as duration } from '../../stage/clock';
import type { GroupLifecycleFact } from './capacity.en';
import type { ModelSentences } from './types';

const TERMINATES: Readonly<Record<TerminationReason, string>> = {
  scaleIn: '원하는 용량보다 많음',
  notRunning: 'EC2에서 중지되었거나 종료된 인스턴스',
  impaired: '상태 검사 실패',
  request: '지정한 인스턴스',
  deletion: '그룹 삭제',
  capacityRebalance: '대신할 인스턴스가 서비스 중',
  userHealthCheck: '비정상으로 지정됨',
  abandoned: '수명 주기 후크 중단',
};
const CHOSEN: Readonly<Record<ChosenBy, string>> = {
  zone: '가장 많은 가용 영역에 있음',
  allocation: '정한 몫보다 많은 구매 옵션',
  launchTemplate: '가장 오래된 시작 템플릿',
  billingHour: '다음 과금 시각에 가장 가까움',
  oldest: '가장 먼저 띄운 인스턴스',
  newest: '가장 나중에 띄운 인스턴스',
  random: '조건이 같은 것 가운데 무작위',
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
    head: `Auto Scaling 그룹 ${name}: ${d.MinSize}~${d.MaxSize}대, 원하는 용량 ${d.DesiredCapacity}대`,
    because: `${d.InstanceType}, 가용 영역 ${d.AvailabilityZones.length}곳`,
  }),
  autoScalingGroupUpdated: (d, name) => ({
    head: `Auto Scaling 그룹 ${name}: ${d.MinSize}~${d.MaxSize}대, 원하는 용량 ${d.DesiredCapacity}대`,
    ...(d.from === d.DesiredCapacity ? {} : { because: `전에는 ${d.from}대` }),
  }),
  autoScalingGroupDeleted: (_, name) => ({ head: `Auto Scaling 그룹 ${name} 삭제했습니다` }),
  instanceHealthSet: (d, name) => ({
    head: `그룹 ${name} 인스턴스 ${instance(d.InstanceId)}: ${d.HealthStatus === 'Healthy' ? '정상' : '비정상'}으로 지정했습니다`,
  }),
  groupProcessesSet: (d, name) => ({
    head: `Auto Scaling 그룹 ${name} 프로세스: ${d.suspended.length === 0 ? '모두 다시 시작했습니다' : '일시 중지했습니다'}`,
    ...(d.suspended.length === 0 ? {} : { because: d.suspended.join(', ') }),
  }),
  desiredCapacitySet: (d, name) => ({
    head: `Auto Scaling 그룹 ${name} 원하는 용량: ${d.to}대`,
    because: `전에는 ${d.from}대`,
  }),
  groupLaunched: (d, name) => ({
    head: `그룹 ${name} ${d.warm ? '웜 풀 인스턴스' : d.market === 'spot' ? '스팟 인스턴스' : '인스턴스'} ${instance(d.InstanceId)} 띄웁니다: \`${d.AvailabilityZone}\``,
    why: `원하는 용량 ${d.desired}대, 실제 ${d.before}대, 이 영역에 ${d.inZone}대`,
    because: {
      capacity: `원하는 용량 ${d.desired}대, 실제 ${d.before}대`,
      replacement: '비정상 인스턴스 교체',
      rebalance: `가용 영역 균형 맞추기, 여기 ${d.inZone}대`,
      capacityRebalance: '중단될 수 있는 스팟 인스턴스 교체',
    }[d.reason],
  }),
  groupLaunchFailed: (d, name) => ({
    head: `그룹 ${name} \`${d.AvailabilityZone}\`에서 ${d.InstanceType} 얻지 못했습니다`,
    why: d.StatusMessage,
    because: `${duration(d.retryInMs)} 뒤 다시 시도`,
  }),
  groupInstanceInService: (d, name) => ({
    head: `그룹 ${name} 인스턴스 ${instance(d.InstanceId)} 서비스 중입니다`,
    because: duration(d.launchMs),
  }),
  groupTerminating: (d, name) => ({
    head: `그룹 ${name} 인스턴스 ${instance(d.InstanceId)} 종료합니다: \`${d.AvailabilityZone}\``,
    why: `원하는 용량 ${d.desired}대, 실제 ${d.before}대`,
    because: d.chosenBy === null ? TERMINATES[d.reason] : CHOSEN[d.chosenBy],
  }),
  groupInstanceTerminated: (d, name) => ({
    head: `인스턴스 ${instance(d.InstanceId)} 그룹 ${name}에서 빠졌습니다`,
  }),
  capacityRefused: (d, name) => ({
    head: d.whileZoneLost
      ? `영역 장애가 나면 ${name}에 ${d.InstanceType} 여유가 없습니다`
      : `${name}에 ${d.InstanceType} 여유가 없습니다`,
  }),
  capacityRestored: (d, name) => ({ head: `${name}에 ${d.InstanceType} 여유가 다시 생겼습니다` }),
  launchTemplateVersionCreated: (d, name) => ({
    head: `시작 템플릿 ${name} 버전 ${d.VersionNumber}`,
    because: d.InstanceType,
  }),
};
