import { durationKo as duration, figure } from '../../stage/clock';
import { autoScaling } from './autoscaling.ko';
import { groupLifecycle } from './capacity.ko';
import { cloudWatch } from './cloudwatch.ko';
import { scaling } from './scaling.ko';
import { sqs } from './sqs.ko';
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
    head: `인스턴스 ${name} ${d.ground ? '있습니다' : '띄웁니다'}: \`${d.AvailabilityZone}\``,
    because: d.InstanceType,
  }),
  instanceStateChanged: (d, name) => ({
    head: `인스턴스 ${name} \`${d.from}\` → \`${d.to}\``,
    because: d.reason,
  }),
  instanceBooted: (d, name) => ({
    head: `인스턴스 ${name} 부팅을 마쳤습니다`,
    because: duration(d.sinceLaunchMs),
  }),
  instanceRebooting: (_, name) => ({ head: `인스턴스 ${name} 재부팅 중입니다` }),
  instancePowerLost: (d, name) => ({
    head: `인스턴스 ${name} 전원이 꺼졌습니다`,
    because: d.AvailabilityZone,
  }),
  instancePowerRestored: (d, name) => ({
    head: `인스턴스 ${name} 전원이 돌아왔습니다`,
    because: d.AvailabilityZone,
  }),
  instanceDisconnected: (_, name) => ({
    head: `인스턴스 ${name} 네트워크가 끊겼습니다. 안에서는 계속 돕니다`,
  }),
  instanceReconnected: (_, name) => ({ head: `인스턴스 ${name} 네트워크가 돌아왔습니다` }),
  zoneLost: (d, name) => ({
    head: `가용 영역 ${name} 장애가 시작되었습니다`,
    because: `인스턴스 ${d.instances}대`,
  }),
  zoneRestored: (d, name) => ({
    head: `가용 영역 ${name} 복구되었습니다`,
    because: `인스턴스 ${d.instances}대`,
  }),
  groundCreated: (d) => ({
    head: `\`${d.RegionName}\` 가용 영역 ${d.zones.length}곳에 인스턴스 ${d.instances}대`,
  }),
  loadBalancerCreated: (d, name) => ({
    head: `로드 밸런서 ${name} 준비 중입니다`,
    because: `${duration(d.readyInMs)} 뒤`,
  }),
  loadBalancerActive: (_, name) => ({ head: `로드 밸런서 ${name} 상태가 active입니다` }),
  loadBalancerDeleted: (_, name) => ({ head: `로드 밸런서 ${name} 삭제했습니다` }),
  targetGroupCreated: (d) => ({
    head: `대상 그룹 \`${d.TargetGroupName}\` 만들었습니다`,
    because: `${d.HealthCheckIntervalSeconds}초마다 헬스 체크`,
  }),
  targetGroupModified: (d) => ({
    head: `대상 그룹 \`${d.TargetGroupName}\` 바꾸었습니다`,
    because: `${d.HealthCheckIntervalSeconds}초마다 헬스 체크`,
  }),
  targetGroupDeleted: (d) => ({ head: `대상 그룹 \`${d.TargetGroupName}\` 삭제했습니다` }),
  listenerCreated: (d, name) => ({ head: `로드 밸런서 ${name} ${d.Port} 포트에서 듣습니다` }),
  listenerDeleted: (d, name) => ({ head: `로드 밸런서 ${name} ${d.Port} 포트를 닫았습니다` }),
  targetRegistered: (d) => ({
    head: `대상 \`${target(d)}\` 등록: \`${d.TargetGroupName}\``,
  }),
  targetHealthChanged: (d) => ({
    head: `대상 \`${target(d)}\` ${d.from} → **${d.to}**`,
    because: d.checks === null ? (d.reason ?? undefined) : `연속 ${d.checks}번 확인`,
  }),
  targetDeregistered: (d) => ({
    head: `대상 \`${target(d)}\` 등록 취소를 마쳤습니다`,
    because: '등록 취소 지연 끝',
  }),
  trafficSet: (d, name) => ({
    head: `${name} 트래픽: 초당 요청 ${figure(d.requestsPerSecond)}건`,
    ...(d.shape === undefined ? {} : { because: `모양 \`${d.shape}\`` }),
  }),
  flowChanged: (d, name) => ({
    head:
      d.lostRate === 0
        ? `${name} 초당 요청 ${rate(d.offeredRate)}건을 다시 모두 처리합니다`
        : `${name} 초당 요청 ${rate(d.offeredRate)}건 가운데 ${rate(d.lostRate)}건을 잃습니다`,
    because: d.failsOpen
      ? '정상 대상이 없어 모두에게 보냄'
      : `대상 ${d.eligible}개 중 ${d.accepting}개 응답`,
  }),
};
