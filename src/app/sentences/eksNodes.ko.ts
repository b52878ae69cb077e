/** 관리형 노드 그룹과 Fargate 프로필이 남기는 기록. */
import type { FargateFact } from '../../models/eks/fargate/facts';
import type { NodegroupFact } from '../../models/eks/nodegroups/facts';
import { durationKo as duration } from '../../stage/clock';
import { num } from '../scaling/numbers';
import { groupName, hostName } from './shortName';
import type { ModelSentences } from './types';

const vcpu = (milli: number) => `${num(milli / 1000)} vCPU`;
const memory = (miB: number) => (miB % 512 === 0 ? `${num(miB / 1024)} GB` : `${miB}MiB`);

export const eksNodes: Pick<ModelSentences<'eks'>, NodegroupFact['type'] | FargateFact['type']> = {
  clusterCreated: (d, name) => ({
    head: `EKS 클러스터 ${name} 준비되어 있습니다`,
    because: `노드 그룹 ${d.nodegroups}개, Fargate 프로필 ${d.fargateProfiles}개`,
  }),
  nodegroupCreating: (d, name) => ({
    head: `노드 그룹 ${name}: ${d.minSize}~${d.maxSize}대, 원하는 크기 ${d.desiredSize}대`,
    because: `${d.instanceTypes.join(', ')} ${d.capacityType}, 가용 영역 ${d.zones}곳`,
    why: `바탕이 되는 Auto Scaling 그룹: \`${groupName(d.autoScalingGroup)}\``,
  }),
  nodegroupActive: (d, name) => ({
    head: `노드 그룹 ${name} 노드 ${d.nodes}대로 활성화되었습니다`,
    because: duration(d.tookMs),
  }),
  nodegroupScalingUpdated: (d, name) => ({
    head: `노드 그룹 ${name}: ${d.minSize}~${d.maxSize}대, 원하는 크기 ${d.desiredSize}대`,
    ...(d.from === d.desiredSize ? {} : { because: `전에는 ${d.from}대` }),
  }),
  nodegroupNodesConfigured: (d, name) => ({
    head: `노드 그룹 ${name} 노드 ${d.nodes}대의 레이블이나 테인트를 바꿉니다`,
    because: [...d.labels, ...d.taints].join(', '),
  }),
  nodegroupUpdated: (d, name) => ({
    head: `노드 그룹 ${name} 업데이트를 마쳤습니다`,
    because: duration(d.tookMs),
  }),
  nodegroupDegraded: (d, name) => ({
    head: `노드 그룹 ${name} 상태가 나빠졌습니다: \`DEGRADED\``,
    because: d.code,
    why: d.message,
  }),
  nodegroupCreateFailed: (d, name) => ({
    head: `노드 그룹 ${name} 만들지 못했습니다`,
    because: d.code,
    why: d.message,
  }),
  nodegroupRecovered: (_, name) => ({ head: `노드 그룹 ${name} 다시 활성 상태입니다` }),
  nodegroupDeleting: (d, name) => ({
    head: `노드 그룹 ${name} 삭제 중입니다`,
    because: `노드 ${d.nodes}대`,
  }),
  nodegroupDeleted: (d, name) => ({
    head: `노드 그룹 ${name} 삭제했습니다`,
    because: duration(d.tookMs),
  }),
  nodegroupDrainBegun: (d, name) => ({
    head: `인스턴스를 종료하기 전에 노드 ${name} 드레인합니다`,
    because: `노드 그룹 ${d.nodegroup}`,
    why: `파드가 나가기를 최대 ${duration(d.limitMs)} 기다립니다`,
  }),
  nodegroupDrainEnded: (d, name) => ({
    head:
      d.podsLeft === 0
        ? `노드 ${name} 드레인을 마쳤습니다: 이제 인스턴스를 종료합니다`
        : `노드 ${name} 파드 ${d.podsLeft}개를 남긴 채 종료합니다`,
    because: duration(d.tookMs),
  }),
  fargateProfileCreating: (d, name) => ({
    head: `Fargate 프로필 ${name} 만드는 중입니다`,
    because: `셀렉터 ${d.selectors}개`,
  }),
  fargateProfileDeleting: (d, name) => ({
    head: `Fargate 프로필 ${name} 삭제 중입니다`,
    because: `파드 ${d.pods}개도 함께 삭제`,
  }),
  fargateProfileActive: (d, name) => ({
    head: `Fargate 프로필 ${name} 활성 상태입니다: 이제 맞는 파드는 Fargate로 갑니다`,
    because: duration(d.tookMs),
  }),
  fargateProfileDeleted: (_, name) => ({ head: `Fargate 프로필 ${name} 삭제했습니다` }),
  fargatePodSized: (d, name) => ({
    head: `파드 ${name} 몫으로 Fargate 머신 ${vcpu(d.milliCpu)}, ${memory(d.memoryMiB)} 준비합니다`,
    because: `프로필 ${d.profile}`,
    why: `요청 ${vcpu(d.askedMilliCpu)}, ${d.askedMemoryMiB}MiB에 Kubernetes 몫 ${d.addedMiB}MiB를 더해 올림. \`${d.zone}\`, ${duration(d.readyInMs)} 뒤 준비`,
  }),
  fargatePodUnsupported: (d, name) => ({
    head: `파드 ${name} Fargate에서 실행할 수 없습니다`,
    why: d.message,
  }),
  fargateNodeReady: (d, name) => ({
    head: `파드 ${name} 머신이 준비되었습니다: \`${hostName(d.node)}\`. 지금부터 과금합니다`,
    because: `$${(d.nanoUsdPerHour / 1e9).toFixed(5)}/h`,
    why: `${duration(d.tookMs)} 걸렸습니다`,
  }),
  fargateNodeReleased: (d, name) => ({
    head: `파드 ${name} 머신도 함께 끝났습니다`,
    because: `과금 ${duration(d.billedMs)}`,
  }),
};
