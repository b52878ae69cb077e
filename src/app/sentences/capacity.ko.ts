/** 용량 공급자, 관리형 스케일링, 수명 주기 후크, 웜 풀, 스팟 인스턴스가 남기는 기록. */
import type { CapacityProviderFact } from '../../models/ecs/capacityProviders/facts';
import { durationKo as duration, figure } from '../../stage/clock';
import type { GroupLifecycleFact } from './capacity.en';
import type { ModelSentences } from './types';

const instance = (id: string) => `\`${id.slice(0, 6)}\``;
const HELD = {
  warmUp: '가장 새 인스턴스가 아직 워밍업 중',
  limit: '그룹의 한도',
  half: '한 번에 절반까지',
} as const;

export const capacityProviders: Pick<ModelSentences<'ecs'>, CapacityProviderFact['type']> = {
  capacityProviderCreated: (d, name) => ({
    head: `용량 공급자 ${name} 만들었습니다: 그룹 \`${d.autoScalingGroupName}\``,
    why: `관리형 종료 보호 ${d.managedTerminationProtection}, 관리형 드레이닝 ${d.managedDraining}`,
    because:
      d.managedScaling === 'ENABLED'
        ? `관리형 스케일링, 목표 용량 ${d.targetCapacity}%`
        : '관리형 스케일링 꺼짐',
  }),
  capacityProviderUpdated: (d, name) => ({
    head: `용량 공급자 ${name} 바꾸었습니다: ${d.changed.join(', ')}`,
  }),
  capacityProviderDeleted: (_, name) => ({ head: `용량 공급자 ${name} 삭제했습니다` }),
  clusterCapacityProvidersPut: (d, name) => ({
    head: `클러스터 ${name} 용량 공급자: ${d.capacityProviders.join(', ') || '없음'}`,
    because: d.strategy
      .map((s) => `${s.capacityProvider} base ${s.base} weight ${s.weight}`)
      .join(', '),
  }),
  taskPlaced: (d, name) => ({
    head: `기다리던 태스크 ${name} \`${d.availabilityZone}\`에 배치했습니다`,
    why: `\`${d.capacityProvider}\` 용량을 ${duration(d.waitedMs)} 기다렸습니다. 인스턴스 ${d.candidates}대 중 ${d.eligible}대에 자리가 있습니다`,
    because: `${duration(d.waitedMs)} 기다림`,
  }),
  managedScalingMeasured: (d, name) => ({
    head: `용량 공급자 ${name} **${figure(d.reservation)}%**, 목표 용량 ${d.targetCapacity}%`,
    why: `필요 ${d.needed}대 / 실행 ${d.running}대 x 100. 기다리는 태스크 ${d.waiting}개`,
    because: `필요 ${d.needed}대, 실행 ${d.running}대`,
  }),
  managedScalingStepped: (d, name) => ({
    head:
      d.from === d.to
        ? `관리형 스케일링 ${name}: 그룹을 ${d.from}대로 둡니다`
        : `관리형 스케일링 ${name}: 그룹을 ${d.from}대에서 **${d.to}대**로 바꿉니다`,
    why: `${figure(d.reservation)}%, 목표 용량 ${d.targetCapacity}%${d.heldBy === null ? '' : `. ${HELD[d.heldBy]}`}`,
    because: d.heldBy === null ? `${figure(d.reservation)}%` : HELD[d.heldBy],
  }),
  managedDrainingStarted: (d) => ({
    head: `인스턴스 ${instance(d.ec2InstanceId)} 종료하기 전에 드레인합니다`,
    because: `태스크 ${d.tasks}개`,
  }),
  managedDrainingCompleted: (d) => ({
    head: `인스턴스 ${instance(d.ec2InstanceId)} 비었습니다. 그룹이 종료를 이어 갑니다`,
    because: duration(d.tookMs),
  }),
  spotInstanceDraining: (d) => ({
    head: `에이전트가 ${instance(d.ec2InstanceId)} 인스턴스를 드레인합니다. EC2 회수까지 ${duration(d.leftMs)}`,
    because: `태스크 ${d.tasks}개`,
  }),
  fargateSpotInterrupted: (d, name) => ({
    head: `Fargate 스팟이 태스크 ${name} 용량을 거두어 갑니다`,
    because: `남은 시간 ${duration(d.leftMs)}`,
  }),
};

const launching = (transition: string) => transition.endsWith('LAUNCHING');

export const groupLifecycle: Pick<
  ModelSentences<'aws'>,
  GroupLifecycleFact | 'spotInterruptionNotice' | 'spotRebalanceRecommendation'
> = {
  lifecycleHookPut: (d, name) => ({
    head: `그룹 ${name} 인스턴스를 ${launching(d.LifecycleTransition) ? '띄울' : '종료할'} 때 후크 \`${d.LifecycleHookName}\`에서 기다립니다`,
    because: `${d.HeartbeatTimeout}초 뒤 ${d.DefaultResult}`,
  }),
  lifecycleHookDeleted: (d, name) => ({
    head: `그룹 ${name} 후크 \`${d.LifecycleHookName}\` 삭제했습니다`,
  }),
  lifecycleActionStarted: (d) => ({
    head: `인스턴스 ${instance(d.InstanceId)} ${launching(d.LifecycleTransition) ? '`Pending:Wait`' : '`Terminating:Wait`'}`,
    because: `후크 ${d.LifecycleHookName}`,
  }),
  lifecycleActionCompleted: (d) => ({
    head: `인스턴스 ${instance(d.InstanceId)} 후크 \`${d.LifecycleHookName}\` 마쳤습니다: ${d.LifecycleActionResult}`,
    because: d.timedOut ? '제한 시간 지남' : duration(d.tookMs),
  }),
  instanceProtectionSet: (d) => ({
    head: d.isProtected
      ? `인스턴스 ${instance(d.InstanceId)} 스케일 인에서 보호합니다`
      : `인스턴스 ${instance(d.InstanceId)} 스케일 인 보호를 풉니다`,
  }),
  warmPoolPut: (d, name) => ({
    head: `그룹 ${name} 웜 풀: ${d.PoolState}`,
    because: `최소 ${d.MinSize}대, 모두 합쳐 ${d.prepared}대`,
  }),
  warmPoolDeleted: (_, name) => ({ head: `그룹 ${name} 웜 풀 삭제했습니다` }),
  warmPoolLaunched: (d, name) => ({
    head: `그룹 ${name} 웜 풀에 인스턴스 ${instance(d.InstanceId)} 띄웁니다: \`${d.AvailabilityZone}\``,
    because: `웜 풀에 둘 ${d.wanted}대, 실제 ${d.before}대`,
  }),
  warmPoolInstanceReady: (d) => ({
    head: `인스턴스 ${instance(d.InstanceId)} \`${d.LifecycleState}\``,
  }),
  warmPoolReturned: (d, name) => ({
    head: `인스턴스 ${instance(d.InstanceId)} 그룹 ${name} 웜 풀로 돌아갑니다`,
  }),
  spotInterruptionNotice: (d, name) => ({
    head: `EC2가 ${duration(d.leftMs)} 뒤 스팟 인스턴스 ${name} 회수합니다`,
    because: `${d.AvailabilityZone}의 ${d.InstanceType}`,
  }),
  spotRebalanceRecommendation: (d, name) => ({
    head: `스팟 인스턴스 ${name} 곧 중단될 수 있습니다`,
    because: `${d.AvailabilityZone}의 ${d.InstanceType}`,
  }),
};
