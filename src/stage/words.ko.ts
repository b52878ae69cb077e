/** The stage's words in Korean: fetched with the page's own, so that an English page does not carry them. */
import { durationKo, figure } from './clock';
import type { Words } from './words';

export const KOREAN: Words = {
  ecs: 'Amazon ECS',
  kubernetes: 'Kubernetes',
  duration: durationKo,
  requestsPerSecond: 'req/s',
  p95: 'ms p95',
  lost: '유실',
  targets: (healthy, all) => `대상 ${figure(all)}개 중 ${figure(healthy)}개 정상`,
  targetStates: ['정상', '초기', '드레이닝', '비정상'],
  boxes: (platform, n) => `${platform === 'ecs' ? '인스턴스' : '노드'} ${figure(n)}`,
  tiles: (platform, n) => `${platform === 'ecs' ? '태스크' : '파드'} ${figure(n)}`,
  free: (amount) => `${amount} 남음`,
  badge: {
    spotInterruption: '스팟 중단까지',
    rebalanceRecommended: '재조정 권고',
    DRAINING: 'DRAINING',
    SchedulingDisabled: 'SchedulingDisabled',
    NotReady: 'NotReady',
    agentDisconnected: '에이전트 끊김',
    stopped: '중지됨',
    zoneImpaired: '영역 장애',
  },
  joinsIn: (platform, time) => (platform === 'ecs' ? `등록까지 ${time}` : `Ready까지 ${time}`),
  family: {
    waiting: '대기',
    starting: '시작 중',
    serving: '실행 중',
    unhealthy: '비정상',
    broken: '고장',
    leaving: '나가는 중',
    done: '끝남',
    failed: '실패',
    unknown: '끊긴 노드 위',
    system: '노드의 일부',
  },
  waitsForCapacity: '자리가 있는 인스턴스를 기다립니다',
  andMore: (count) => `외 ${figure(count)}개`,
  ended: (shortId, exitCode) =>
    exitCode === null ? `태스크 ${shortId}` : `태스크 ${shortId}, 종료 코드 ${exitCode}`,
  restarts: (count, shortId) =>
    shortId === null ? `재시작 ${figure(count)}` : `재시작 ${figure(count)}: 파드 ${shortId}`,
  counterpart: (what, ecs, kubernetes) =>
    what === 'tile' ? `태스크 ${ecs} ↔ 파드 ${kubernetes}` : `인스턴스 ${ecs} ↔ 노드 ${kubernetes}`,
  half: (name, cluster, asked, truth) => `${name}, 클러스터 ${cluster}. ${asked}. ${truth}`,
  thing: {
    task: '태스크',
    pod: '파드',
    instance: '인스턴스',
    node: '노드',
    loadBalancer: '로드 밸런서',
  },
  revision: (revision) => `리비전 ${revision}`,
  restarted: (times) => `재시작 ${figure(times)}번`,
  inBox: (box, zone) => `${zone}의 ${box} 위`,
  waits: '자리를 기다리는 중',
  timeline: {
    name: '시간',
    you: '나',
    faults: '장애',
    now: (time) => `지금 ${time}`,
    soFar: (time) => `${time} …`,
    left: (count) => (count === 0 ? '두고 온 분기' : `두고 온 변경 ${count}개`),
    bookmark: (time) => `${time} 책갈피`,
  },
  machine: {
    soFar: (time) => `지금까지 ${time}`,
    in: (what, time) => `${time} 뒤 ${what}`,
    name: (state) => `상태 기계, 지금 ${state}`,
  },
};
