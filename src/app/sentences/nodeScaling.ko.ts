/** Cluster Autoscaler와 Karpenter가 남기는 기록. */
import type { ClusterAutoscalerFact, GroupOption } from '../../models/eks/clusterAutoscaler/facts';
import type { DisruptionReason, KarpenterFact } from '../../models/eks/karpenter/facts';
import { durationKo as duration } from '../../stage/clock';
import { num } from '../scaling/numbers';
import { groupName, hostName } from './shortName';
import type { ModelSentences } from './types';

const percent = (permille: number) => `${num(permille / 10)}%`;
const perHour = (nano: number) => `시간당 ${(nano / 1_000_000_000).toFixed(3)}달러`;
const option = ({ group, nodes, pods, wastePermille }: GroupOption) =>
  `\`${groupName(group)}\` 노드 ${nodes}대에 파드 ${pods}개, 남는 자리 ${percent(wastePermille / 2)}`;

const REASONS: Readonly<Record<DisruptionReason, string>> = {
  Empty: '비어 있습니다',
  Underutilized: '파드를 더 싼 자리로 옮길 수 있습니다',
  Drifted: 'NodePool이 바라는 모습과 달라졌습니다',
  Expired: '정해 둔 수명이 끝났습니다',
  Interrupted: 'EC2가 스팟 인스턴스를 거두어 갑니다',
};

export const nodeScaling: Pick<
  ModelSentences<'eks'>,
  ClusterAutoscalerFact['type'] | KarpenterFact['type']
> = {
  clusterAutoscalerStarted: (d, name) => ({
    head: `Cluster Autoscaler ${name} ${duration(d.scanIntervalMs)}마다 살펴봅니다`,
    because: `노드 그룹 ${d.groups}개, expander ${d.expanders.join(',')}`,
  }),
  clusterAutoscalerRefused: (d, name) => ({
    head: `Cluster Autoscaler ${name} 시작하지 못했습니다`,
    why: d.message,
  }),
  clusterAutoscalerStopped: (_, name) => ({
    head: `Cluster Autoscaler ${name} 멈췄습니다`,
    because: '세고 있던 시간도 함께 잊었습니다',
  }),
  nodeGroupScaledUp: (d, name) => ({
    head: `노드 그룹 ${name}: 노드 ${d.from}대에서 ${d.to}대로 늘립니다`,
    because: `파드 ${d.pods}개 자리가 없음, 최대 ${d.max}대`,
    why: `${d.options.map(option).join('; ')}. ${d.by === 'only' ? '들어갈 그룹이 여기뿐입니다' : `고른 방법: ${d.by}`}`,
  }),
  nodeGroupBackedOff: (d, name) => ({
    head: `노드 그룹 ${name} ${duration(d.backoffMs)} 동안 건드리지 않습니다`,
    why: d.message,
  }),
  scaleUpNotTriggered: (d, name) => ({
    head:
      d.pods > 1
        ? `파드 ${d.pods}개: 늘려서 도움이 될 노드 그룹이 없습니다`
        : `파드 ${name}: 늘려서 도움이 될 노드 그룹이 없습니다`,
    why: d.message,
  }),
  nodeUnneeded: (d, name) => ({
    head: `노드 ${name} 없어도 됩니다. ${duration(d.unneededTimeMs)} 뒤에 뺍니다`,
    because: `파드 ${d.pods}개가 다른 노드에 들어감`,
    why: `요청량 CPU ${percent(d.cpuPermille)}, 메모리 ${percent(d.memoryPermille)}: 기준 ${percent(d.thresholdPermille)}보다 낮습니다`,
  }),
  nodeNeeded: (d, name) => ({
    head: `노드 ${name} ${duration(d.afterMs)} 만에 다시 필요해졌습니다`,
    because: d.reason,
    why: d.message,
  }),
  scaleDownBlocked: (d, name) => ({
    head: `노드 ${name} 뺄 수 없습니다. ${duration(d.recheckMs)} 뒤에 다시 봅니다`,
    because: d.reason,
    why: d.message,
  }),
  nodeScaleDownBegun: (d, name) => ({
    head: d.empty
      ? `빈 노드 ${name} 뺍니다`
      : `노드 ${name} 뺍니다: 파드 ${d.pods}개를 먼저 옮깁니다`,
    because: `${duration(d.unneededMs)} 동안 필요 없었음`,
    why: `요청량 CPU ${percent(d.cpuPermille)}, 메모리 ${percent(d.memoryPermille)}`,
  }),
  nodeScaledDown: (d, name) => ({
    head: `노드 ${name} 돌려주었습니다. 노드 그룹 \`${groupName(d.group)}\` 원하는 크기도 한 대 줄었습니다`,
    because: duration(d.tookMs),
  }),
  nodeScaleDownFailed: (d, name) => ({
    head: `노드 ${name} 남습니다: 비우지 못했습니다`,
    why: d.message,
  }),

  nodeClaimCreated: (d, name) => ({
    head: `NodeClaim ${name}: 파드 ${d.pods}개를 위해 \`${d.zone}\`에 ${d.instanceType} (${d.capacityType})`,
    because: `NodePool ${d.nodePool}, ${perHour(d.nanoUsdPerHour)}`,
    why:
      `요청량 ${num(d.milliCpu / 1000)} vCPU, ${d.memoryMiB}MiB. 쓸 수 있는 인스턴스 유형은 ${d.instanceTypes}가지입니다` +
      (d.next === null
        ? ''
        : `. 다음으로 싼 유형: ${d.next.instanceType}, ${perHour(d.next.nanoUsdPerHour)}`),
  }),
  nodeClaimLaunched: (d, name) => ({
    head: `NodeClaim ${name} 인스턴스 \`${d.InstanceId.slice(0, 6)}\` 시작했습니다`,
  }),
  nodeClaimRegistered: (d, name) => ({
    head: `NodeClaim ${name} 노드 \`${hostName(d.node)}\` 등록했습니다`,
    because: duration(d.sinceCreatedMs),
  }),
  nodeClaimInitialized: (d, name) => ({
    head: `NodeClaim ${name} 파드를 받을 준비가 되었습니다`,
    because: duration(d.sinceCreatedMs),
  }),
  nodeClaimDrifted: (d, name) => ({
    head: `NodeClaim ${name} 지금의 설정과 달라졌습니다`,
    why: d.reason,
  }),
  nodeClaimFailed: (d, name) => ({ head: `NodeClaim ${name} 실패했습니다`, why: d.message }),
  podsNotProvisioned: (d, name) => ({
    head:
      d.pods > 1
        ? `파드 ${d.pods}개: 노드를 만들어 줄 NodePool이 없습니다`
        : `파드 ${name}: 노드를 만들어 줄 NodePool이 없습니다`,
    why: d.message,
  }),
  nodeClaimDisrupted: (d, name) => ({
    head: `NodeClaim ${name} 내보냅니다: ${REASONS[d.reason]}`,
    because:
      d.replacement === null
        ? `${perHour(d.nanoUsdPerHour)} 덜 듦`
        : `${d.replacement.instanceType} 한 대가 대신함`,
    why:
      d.replacement === null
        ? `파드 ${d.pods}개를 옮깁니다`
        : `파드 ${d.pods}개를 옮깁니다. 요금: ${perHour(d.nanoUsdPerHour)}에서 ${perHour(d.replacement.nanoUsdPerHour)}로`,
  }),
  disruptionBlocked: (d, name) => ({
    head: `NodeClaim ${name} 지금은 내보낼 수 없습니다`,
    why: d.message,
  }),
  nodeClaimTerminated: (d, name) => ({
    head: `NodeClaim ${name} 사라졌습니다`,
    because: duration(d.tookMs),
  }),
};
