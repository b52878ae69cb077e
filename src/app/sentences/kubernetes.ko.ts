import { durationKo as duration, figure } from '../../stage/clock';
import { josa } from '../i18n/josa';
import { hpa } from './hpa.ko';
import { jobs } from './jobs.ko';
import { kubectl } from './kubectl.ko';
import { outside } from './kubernetesOutside.ko';
import { hostName } from './shortName';
import type { ModelSentences } from './types';

const list = (parts: readonly string[]) => parts.map((part) => `\`${part}\``).join(', ');

const STEPS = {
  newReplicaSet: '새 리비전을 늘릴 수 있습니다',
  unhealthyReplicas: '옛 리비전의 비정상 파드부터 뺍니다',
  oldReplicaSets: '새 파드가 준비되는 만큼 옛 파드를 뺍니다',
  proportional: '롤아웃 도중에 늘린 몫을 나눕니다',
  recreate: 'Recreate: 옛 파드를 먼저 모두 뺍니다',
  sole: '리비전이 하나뿐입니다',
} as const;

const KILLED = {
  podDeleted: '파드 삭제',
  startupProbe: '스타트업 프로브',
  livenessProbe: '활성 프로브',
  shutdown: '노드 종료',
  podEnding: '파드 종료',
} as const;

export const kubernetes: ModelSentences<'kubernetes'> = {
  ...hpa,
  ...jobs,
  ...kubectl,
  ...outside,
  objectCreated: (d) => ({
    head: `${d.apiKind} \`${d.name}\` 만들었습니다`,
    ...(d.simulated ? {} : { because: '보관만 하고 시뮬레이션하지 않습니다' }),
  }),
  objectUpdated: (d) => ({
    head: `${d.apiKind} \`${d.name}\` 바뀌었습니다${d.generation === null ? '' : `, generation ${d.generation}`}`,
    because: d.changed.slice(0, 3).join(', '),
    why: `바뀐 곳: ${list(d.changed)}`,
  }),
  objectScaled: (d) => ({ head: `${d.apiKind} \`${d.name}\` ${d.from} → ${d.to}` }),
  objectDeleting: (d) => ({
    head: `${d.apiKind} \`${d.name}\` 삭제 중입니다`,
    because:
      d.finalizers.length > 0
        ? `${d.finalizers.join(', ')} 대기`
        : d.gracePeriodSeconds > 0
          ? `유예 시간 최대 ${d.gracePeriodSeconds}초`
          : undefined,
  }),
  objectDeleted: (d) => ({ head: `${d.apiKind} \`${d.name}\` 삭제했습니다` }),

  podCreated: (d, name) => ({
    head: `${d.ownerKind} \`${d.owner}\`: 파드 ${name} 만들었습니다`,
    why: `의도 ${d.wanted}, 그때까지 ${d.active}`,
    because: `의도 ${d.wanted}, 실제 ${d.active}`,
  }),
  podCreationRefused: (d, name) => ({ head: `${name}: 파드를 만들지 못했습니다`, why: d.message }),
  podChosenForDeletion: (d, name) => ({
    head: `${d.ownerKind} \`${d.owner}\`: 파드 ${name} 뺍니다`,
    why: `의도 ${d.wanted}, 실제 ${d.active}. 이 파드가 먼저인 까닭: ${d.because}`,
    because: d.because,
  }),
  podAdopted: (d, name) => ({ head: `${d.ownerKind} \`${d.owner}\`: 파드 ${name} 맡았습니다` }),
  podReleased: (d, name) => ({ head: `${d.ownerKind} \`${d.owner}\`: 파드 ${name} 놓았습니다` }),
  replicaSetCreated: (d, name) => ({
    head: `Deployment \`${d.deployment}\`: 레플리카셋 ${name} 만들었습니다 (${d.replicas})`,
    because: `리비전 ${d.revision}`,
  }),
  replicaSetScaled: (d, name) => ({
    head: `Deployment \`${d.deployment}\`: ${name} ${d.from} → ${d.to}`,
    why:
      d.to > d.from
        ? `파드는 최대 \`${d.desired} + ${d.maxSurge} = ${d.desired + d.maxSurge}\`개, 지금 ${d.total}개`
        : `사용 가능한 파드는 최소 \`${d.desired} - ${d.maxUnavailable} = ${d.desired - d.maxUnavailable}\`개, 지금 ${d.available}개. ${STEPS[d.step]}`,
    because: d.to > d.from ? `maxSurge ${d.maxSurge}` : `maxUnavailable ${d.maxUnavailable}`,
  }),
  replicaSetDeleted: (d, name) => ({
    head: `리비전 ${d.revision} 레플리카셋 ${name} 삭제했습니다`,
    because: `revisionHistoryLimit ${d.revisionHistoryLimit}`,
  }),
  replicaSetReused: (d, name) => ({
    head: `레플리카셋 ${name} 다시 씁니다: 리비전 ${d.revision}`,
    because: `전에는 리비전 ${d.fromRevision}`,
  }),
  rolloutComplete: (d, name) => ({
    head: `${name} 롤아웃을 마쳤습니다: 리비전 ${d.revision}, ${d.replicas}개`,
  }),
  progressDeadlineExceeded: (d, name) => ({
    head: `${name} 롤아웃이 ${d.progressDeadlineSeconds}초 동안 나아가지 못했습니다`,
    why: `${d.desired}개 중 ${d.updated}개 교체, ${d.available}개 사용 가능`,
  }),
  deploymentAvailable: (d, name) => ({
    head: `Deployment ${name} 사용 가능합니다`,
    because: `${d.available} ≥ ${d.minAvailable}`,
  }),
  deploymentUnavailable: (d, name) => ({
    head: `Deployment ${name} 최소 개수에 못 미칩니다`,
    why: `사용 가능 ${d.available}, 최소 ${d.minAvailable}`,
    because: `${d.available} < ${d.minAvailable}`,
  }),
  endpointsChanged: (d) => ({
    head: `서비스 \`${d.service}\` 엔드포인트: ${[
      d.added > 0 ? `추가 ${d.added}` : '',
      d.updated > 0 ? `변경 ${d.updated}` : '',
      d.removed > 0 ? `제거 ${d.removed}` : '',
    ]
      .filter(Boolean)
      .join(', ')}`,
  }),
  serviceIngressSet: (d, name) => ({
    head:
      d.hostname === null ? `서비스 ${name} 주소가 없습니다` : `서비스 ${name} 주소를 받았습니다`,
    because: d.hostname ?? undefined,
  }),
  ingressHostnameSet: (d, name) => ({
    head:
      d.hostname === null
        ? `인그레스 ${name} 주소가 없습니다`
        : `인그레스 ${name} 주소를 받았습니다`,
    because: d.hostname ?? undefined,
  }),
  podConditionSet: (d, name) => ({
    head: `파드 ${name} 조건 \`${d.condition}\`: ${d.status}`,
    because: d.reason ?? undefined,
  }),
  dependentDeleted: (d, name) => ({
    head: `${name} 소유자와 함께 삭제했습니다`,
    because: `${d.ownerKind} ${d.owner}`,
  }),
  dependentOrphaned: (d, name) => ({
    head: `${name} 소유자 없이 남습니다`,
    because: `${d.ownerKind} ${d.owner}`,
  }),
  finalizerRemoved: (d, name) => ({ head: `${name} finalizer \`${d.finalizer}\` 끝났습니다` }),
  namespaceTerminating: (d, name) => ({
    head: `네임스페이스 ${name} 비우는 중입니다`,
    because: `오브젝트 ${d.remaining}개 남음`,
  }),
  podEvicted: (d, name) => ({
    head: `파드 ${name} 축출했습니다`,
    why:
      d.budget === undefined
        ? undefined
        : `중단 예산 \`${d.budget}\` 안에서 내보냈습니다. 남은 예산 ${d.disruptionsAllowed}개`,
    because: `유예 시간 ${d.graceSeconds}초`,
  }),
  evictionRefused: (d, name) => ({
    head: `파드 ${name} 축출하지 못했습니다`,
    why: d.message,
    because: d.budget === '' ? undefined : `중단 예산 ${d.budget}`,
  }),
  disruptionBudgetChanged: (d, name) => ({
    head: `중단 예산 ${name}: ${d.disruptionsAllowed}개까지 내보낼 수 있습니다`,
    why: `파드 ${d.expectedPods}개 중 ${d.currentHealthy}개가 정상이고 ${d.desiredHealthy}개는 남아야 합니다`,
  }),
  nodeDrainBegun: (d, name) => ({ head: `노드 ${name} 드레인을 시작합니다: 파드 ${d.pods}개` }),
  nodeDrained: (d, name) => ({
    head: `노드 ${name} 드레인을 마쳤습니다`,
    because: duration(d.tookMs),
  }),

  nodeRegistered: (d, name) => ({
    head: `노드 ${name} 등록: \`${d.zone}\``,
    because: d.instanceType,
  }),
  nodeReady: (_, name) => ({ head: `노드 ${name} Ready입니다` }),
  kubeletStopping: (d, name) => ({
    head: `노드 ${name} kubelet: 파드 ${d.pods}개를 정리합니다`,
    because: `유예 시간 ${d.graceSeconds}초`,
  }),
  kubeletStarted: (d, name) => ({
    head: `노드 ${name} kubelet 시작했습니다`,
    because: d.podsRestarted > 0 ? `파드 ${d.podsRestarted}개 재시작` : undefined,
  }),
  kubeletSilent: (d, name) => ({
    head: `노드 ${name} kubelet 소식이 끊겼습니다`,
    because: `그 위의 파드 ${d.pods}개`,
  }),
  kubeletReturned: (d, name) => ({
    head: `노드 ${name} kubelet 소식이 돌아왔습니다`,
    because: `${duration(d.nextReportMs)} 뒤 보고`,
  }),
  nodePoweredOff: (d, name) => ({
    head: `노드 ${name} 전원이 꺼졌습니다`,
    because: `컨테이너 ${d.containersLost}개 사라짐`,
  }),
  nodeDeleted: (_, name) => ({ head: `노드 ${name} 삭제했습니다` }),
  podAdmitted: (d, name) => ({ head: `\`${hostName(d.node)}\` kubelet: 파드 ${name} 받았습니다` }),
  podRejected: (d, name) => ({
    head: `\`${hostName(d.node)}\` kubelet: 파드 ${name} 거절했습니다`,
    why: d.message,
    because: d.reason,
  }),
  podSandboxReady: (d, name) => ({
    head: `파드 ${name} 네트워크 \`${d.ip}\``,
    because: duration(d.sandboxMs),
  }),
  imagePulling: (d, name) => ({
    head: `파드 ${name} 이미지 \`${d.image}\` 받는 중입니다`,
    because: `${duration(d.pullMs)}${d.waitedMs > 0 ? `, ${duration(d.waitedMs)} 기다림` : ''}`,
  }),
  imagePulled: (d, name) => ({
    head: `파드 ${name} 이미지 \`${d.image}\` 받았습니다`,
    because: `${figure(d.sizeMB)} MB, ${duration(d.pullMs)}`,
  }),
  imagePullFailed: (d, name) => ({
    head: `파드 ${name} 이미지 \`${d.image}\` 받지 못했습니다`,
    why: d.error,
    because: 'ErrImagePull',
  }),
  imagePullBackOff: (d, name) => ({
    head: `파드 ${name} 이미지 \`${d.image}\` 다시 받기를 기다립니다`,
    why: `재시도 대기 ${duration(d.backOffMs)}. 실패할 때마다 두 배, 최대 5분`,
    because: `재시도 대기 ${duration(d.backOffMs)}`,
  }),
  imageUnusable: (d, name) => ({
    head: `파드 ${name} 이미지 \`${d.image}\` 쓸 수 없습니다`,
    because: d.reason,
  }),
  containerStarted: (d, name) => ({
    head: `파드 ${name} 컨테이너 \`${d.container}\` ${d.restartCount > 0 ? `그 자리에서 재시작했습니다 (${d.restartCount}번째)` : '시작했습니다'}`,
    ...(d.restartCount > 0
      ? {
          why: '`restartPolicy`에 따른 일입니다. 파드의 이름, 주소, 노드는 그대로입니다',
          because: 'restartPolicy',
        }
      : {}),
  }),
  containerKilling: (d, name) => ({
    head: `파드 ${name} 컨테이너 \`${d.container}\` 멈추는 중입니다`,
    because: `${KILLED[d.why]}, ${duration(d.graceMs)}`,
  }),
  containerTerminated: (d, name) => ({
    head: `파드 ${name} 컨테이너 \`${d.container}\` 끝났습니다: ${d.reason}, 종료 코드 ${d.exitCode}`,
    because: `${duration(d.ranMs)} 동안 실행`,
  }),
  containerBackOff: (d, name) => ({
    head: `파드 ${name} 컨테이너 \`${d.container}\` ${d.restartCount + 1}번째 재시작을 기다립니다`,
    why: `CrashLoopBackOff ${duration(d.backOffMs)}. 죽을 때마다 두 배, 최대 5분`,
    because: `재시도 대기 ${duration(d.backOffMs)}`,
  }),
  probeFailed: (d, name) => ({
    head: `파드 ${name} ${d.probe} 프로브가 실패했습니다`,
    because: d.message,
  }),
  podReady: (d, name) => ({
    head: `파드 ${name} Ready입니다`,
    because: d.sinceCreatedMs < 120_000 ? `만든 지 ${duration(d.sinceCreatedMs)}` : undefined,
  }),
  podNotReady: (d, name) => ({
    head: `파드 ${name} 이제 Ready가 아닙니다`,
    because: d.reason,
  }),
  podSucceeded: (d, name) => ({ head: `파드 ${name} Succeeded`, because: d.reason ?? undefined }),
  podFailed: (d, name) => ({
    head: `파드 ${name} Failed`,
    because: d.reason ?? undefined,
    ...(d.message === null ? {} : { why: d.message }),
  }),
  podTerminating: (d, name) => ({
    head: `파드 ${name} Terminating`,
    because: `최대 ${duration(d.graceMs)}`,
  }),
  containerCrashed: (d, name) => ({
    head: `파드 ${name} 컨테이너 \`${d.container}\` 프로세스가 ${josa(d.exitCode, '으로/로')} 끝났습니다`,
    because: '장애',
  }),

  podBound: (d, name) => ({
    head: `파드 ${name} \`${hostName(d.nodeName)}\`에 배치했습니다`,
    why: bound(d),
    because:
      d.by === 'onlyFeasible' ? '자리가 한 곳뿐' : `노드 ${d.nodes}대 중 ${d.feasible}대 가능`,
  }),
  podUnschedulable: (d, name) => ({
    head: `FailedScheduling 파드 ${name}`,
    why: d.message,
    because: Object.keys(d.reasons)[0],
  }),
  podRequeued: (d, name) => ({ head: `파드 ${name} 배치를 다시 시도합니다`, because: d.event }),
  podGated: (d, name) => ({
    head: `파드 ${name} 게이트에서 기다립니다`,
    because: d.gates.join(', '),
  }),
  podPreempted: (d, name) => ({
    head: `\`${hostName(d.nodeName)}\`의 파드 ${name} 자리를 내줍니다`,
    why: `\`${d.by}\` 우선순위 ${d.priority}`,
    because: `우선순위 ${d.priority}`,
  }),
  schedulerConfigured: (d) => ({ head: `스케줄러 설정: ${list(d.schedulerNames)}` }),

  nodeUnreachable: (d, name) => ({
    head: `노드 ${name} NotReady`,
    why: `리스가 ${duration(d.graceMs)} 동안 갱신되지 않았습니다. 그 위의 파드 ${d.pods}개`,
    because: `리스 없음 ${duration(d.graceMs)}`,
  }),
  nodeTainted: (d, name) => ({
    head: `${name} 테인트: ${d.taints.map(({ key, effect }) => `\`${key}:${effect}\``).join(', ')}`,
  }),
  nodeUntainted: (d, name) => ({
    head: `${name} 테인트 제거: ${d.taints.map(({ key, effect }) => `\`${key}:${effect}\``).join(', ')}`,
  }),
  zoneStateChanged: (d) => ({
    head: `가용 영역 \`${d.zone}\` 상태: ${d.to}`,
    why: `노드 ${d.ready + d.notReady}대 중 ${d.notReady}대가 Ready가 아닙니다. 1,000초에 축출 ${d.evictionsPer1000Seconds}번`,
  }),
  podEvictionScheduled: (d, name) => ({
    head: `파드 ${name} \`${hostName(d.node)}\`에 ${d.afterSeconds}초 더 머무릅니다`,
    why: `\`${d.taint}\` 테인트를 ${d.afterSeconds}초 동안 견딥니다. 그때까지 아무것도 대신하지 않습니다`,
    because: `tolerationSeconds ${d.afterSeconds}`,
  }),
  podEvictionCancelled: (d, name) => ({
    head: `파드 ${name} \`${hostName(d.node)}\`에 그대로 머무릅니다`,
    because: `${d.taint} 사라짐`,
  }),
  podEvictedByTaint: (d, name) => ({
    head: `파드 ${name} \`${hostName(d.node)}\`에서 축출했습니다`,
    because: d.taint,
  }),
  podOrphaned: (d, name) => ({
    head: `파드 ${name} 지웠습니다: 노드가 없습니다`,
    because: hostName(d.node),
  }),
};

function bound(d: {
  readonly feasible: number;
  readonly nodes: number;
  readonly totals: readonly { readonly total: number }[];
}): string {
  const fit = `노드 ${d.nodes}대 중 ${d.feasible}대에 자리가 있습니다`;
  if (d.totals.length < 2) return fit;
  return `${fit}. 합계 \`${d.totals.map(({ total }) => figure(total)).join(' > ')}\``;
}
