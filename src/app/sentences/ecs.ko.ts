import { durationKo as duration } from '../../stage/clock';
import { josa } from '../i18n/josa';
import { capacityProviders } from './capacity.ko';
import { lastPart, shortIds } from './shortName';
import type { ModelSentences } from './types';

export const ecs: ModelSentences<'ecs'> = {
  ...capacityProviders,
  clusterCreated: (d) => ({ head: `클러스터 \`${d.clusterName}\` 만들었습니다` }),
  clusterDeleted: (d) => ({ head: `클러스터 \`${d.clusterName}\` 삭제했습니다` }),
  taskDefinitionRegistered: (d) => ({
    head: `태스크 정의 \`${d.family}:${d.revision}\` 등록했습니다`,
    because: d.containers.map(({ image }) => image).join(', '),
  }),
  taskDefinitionDeregistered: (d) => ({
    head: `태스크 정의 \`${d.family}:${d.revision}\` INACTIVE입니다`,
  }),
  taskDefinitionDeletionRequested: (d) => ({
    head: `태스크 정의 \`${d.family}:${d.revision}\` 삭제 중입니다`,
  }),
  serviceCreated: (d, name) => ({
    head: `서비스 ${name} 만들었습니다: \`${lastPart(d.taskDefinition)}\` ${d.desiredCount}개`,
    because: d.launchType,
  }),
  serviceUpdated: (d, name) => ({
    head: `서비스 ${name} 바꾸었습니다: ${d.changed.join(', ')}`,
    because:
      d.desiredCount.from === d.desiredCount.to
        ? lastPart(d.taskDefinition.to)
        : `desiredCount ${d.desiredCount.from} → ${d.desiredCount.to}`,
  }),
  serviceDeleted: (d, name) => ({ head: `서비스 ${name} 삭제했습니다 (의도 ${d.desiredCount})` }),

  taskCreated: (d, name) => ({
    head: d.waits
      ? `태스크 ${name} \`${d.capacityProvider}\` 용량을 기다립니다`
      : `태스크 ${name} \`${d.availabilityZone}\`에 배치했습니다`,
    why: `${d.launchType === 'FARGATE' ? '가용 영역' : '인스턴스'} ${d.candidates} 중 ${d.eligible}에 자리가 있습니다`,
    because: `${d.candidates} 중 ${d.eligible}에 자리 있음`,
  }),
  taskStatusChanged: (d, name) => ({
    head: `태스크 ${name} \`${d.from}\` → \`${d.to}\``,
    because: d.stoppedReason ?? d.stopCode,
  }),
  instanceStatusChanged: (d, name) => ({
    head: `컨테이너 인스턴스 ${name} \`${d.from}\` → \`${d.to}\``,
  }),

  serviceEvent: (d) => ({ head: shortIds(d.message) }),
  deploymentCompleted: (d, name) => ({
    head: `서비스 ${name} 배포를 마쳤습니다`,
    because: duration(d.tookMs),
  }),
  deploymentFailed: (d, name) => ({
    head: `서비스 ${name} 배포가 실패했습니다`,
    why: `태스크가 잇달아 ${d.failures}번 실패했고 한계는 ${d.threshold}번입니다${d.rollbackTo === null ? '' : `. \`${lastPart(d.rollbackTo)}\` 리비전으로 되돌립니다`}`,
    because: `실패 ${d.failures}/${d.threshold}`,
  }),
  rebalancingStarted: (d, name) => ({
    head: `서비스 ${name} 영역을 고르게 맞춥니다. 태스크 ${d.started}개를 시작하고 나중에 그만큼 멈춥니다`,
    why: Object.entries(d.zones)
      .map(([zone, tasks]) => `${zone}: ${tasks}`)
      .join(', '),
    because: Object.values(d.zones).join(' / '),
  }),
  rebalancingCompleted: (d, name) => ({
    head: `서비스 ${name} 영역마다 고르게 놓였습니다`,
    because: Object.values(d.zones).join(' / '),
  }),
  placementFailed: (d, name) => ({
    head: `서비스 ${name} 태스크 ${d.wanted}개 중 ${d.placed}개만 배치했습니다`,
    why: Object.entries(d.reasons)
      .map(([reason, instances]) => `${instances} × ${reason}`)
      .join(', '),
    because: Object.keys(d.reasons)[0],
  }),
  launchesThrottled: (d, name) => ({
    head: `서비스 ${name} ${duration(d.gapMs)} 쉬었다가 태스크를 다시 시작합니다`,
    why: `시작 실패 ${d.round}번째. 거듭될수록 더 오래 쉽니다`,
    because: `${d.round}번째`,
  }),
  standingChanged: (d, name) => ({
    head: `서비스가 보는 태스크 ${name}: ${d.to}`,
    because: d.reason ?? undefined,
  }),
  taskProtectionSet: (d, name) => ({
    head:
      d.expiresInMinutes === null
        ? `태스크 ${name} 보호를 풀었습니다`
        : `태스크 ${name} 줄일 때 멈추지 않게 보호합니다`,
    ...(d.expiresInMinutes === null ? {} : { because: `${d.expiresInMinutes}분 동안` }),
  }),
  serviceClosed: (_, name) => ({ head: `서비스 ${name} INACTIVE입니다` }),

  instanceRegistered: (d, name) => ({
    head: `컨테이너 인스턴스 ${name} 등록: \`${d.availabilityZone}\``,
    because: `CPU ${d.cpu}, ${d.memoryMiB} MiB`,
  }),
  agentDisconnected: (d, name) => ({
    head: `${name} 에이전트 연결이 끊겼습니다`,
    why: `태스크 ${d.tasks}개는 마지막으로 알려진 모습 그대로입니다. 연결이 끊긴 것은 실패가 아닙니다`,
    because: `태스크 ${d.tasks}개 소식 없음`,
  }),
  agentReconnected: (d, name) => ({
    head: `${name} 에이전트 연결이 돌아왔습니다`,
    because: `태스크 ${d.tasks}개`,
  }),
  instanceDeregistered: (d, name) => ({
    head: `컨테이너 인스턴스 ${name} 등록을 지웠습니다`,
    because: d.reason,
  }),
  imagePullStarted: (d, name) => ({
    head: `태스크 ${name} 이미지 \`${d.image}\` 받는 중입니다`,
    because: d.cached ? '이미 받아 둔 이미지' : duration(d.pullMs),
  }),
  containerStarted: (d, name) => ({
    head: `태스크 ${name} 컨테이너 \`${d.container}\` ${d.restarts > 0 ? `재시작했습니다 (${d.restarts}번째)` : '시작했습니다'}`,
  }),
  containerStopped: (d, name) => ({
    head: `태스크 ${name} ${d.essential ? '필수 ' : ''}컨테이너 \`${d.container}\` 끝났습니다${d.exitCode === null ? '' : ` (종료 코드 ${d.exitCode})`}`,
    because: d.reason ?? (d.essential ? '필수 컨테이너: 태스크가 멈춥니다' : undefined),
  }),
  containerHealthChanged: (d, name) => ({
    head: `태스크 ${name} 컨테이너 \`${d.container}\` ${d.from} → ${d.to}`,
  }),
  containerCrashed: (d, name) => ({
    head: `태스크 ${name} 컨테이너 \`${d.container}\` 프로세스가 ${josa(d.exitCode, '으로/로')} 끝났습니다`,
    because: '장애',
  }),
};
