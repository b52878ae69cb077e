/**
 * The few words that the stage, the timeline and the machine diagram write. Platform states, units and messages are
 * not here: they stay the platform's. The page passes one of the two.
 */
import { duration, durationKo, figure } from './clock';
import type { BadgeLabel, Family, Platform } from './view';

export interface Words {
  readonly ecs: string;
  readonly kubernetes: string;
  /** How long something took. */
  readonly duration: (ms: number) => string;
  /** `req/s` */
  readonly requestsPerSecond: string;
  readonly p95: string;
  readonly lost: string;
  readonly targets: (healthy: number, all: number) => string;
  /** `6 healthy, 2 draining` */
  readonly targetStates: readonly [
    healthy: string,
    initial: string,
    draining: string,
    unhealthy: string,
  ];
  readonly boxes: (platform: Platform, count: number) => string;
  readonly tiles: (platform: Platform, count: number) => string;
  readonly free: (amount: string) => string;
  readonly badge: Readonly<Record<BadgeLabel, string>>;
  readonly joinsIn: (platform: Platform, time: string) => string;
  readonly family: Readonly<Record<Family, string>>;
  readonly waitsForCapacity: string;
  readonly andMore: (count: number) => string;
  readonly ended: (shortId: string, exitCode: number | null) => string;
  readonly restarts: (count: number, shortId: string | null) => string;
  readonly counterpart: (what: 'tile' | 'box', ecs: string, kubernetes: string) => string;
  /** For those who do not see the picture. */
  readonly half: (name: string, cluster: string, asked: string, truth: string) => string;
  readonly thing: Readonly<Record<'task' | 'pod' | 'instance' | 'node' | 'loadBalancer', string>>;
  readonly revision: (revision: number) => string;
  readonly restarted: (times: number) => string;
  readonly inBox: (box: string, zone: string) => string;
  readonly waits: string;
  readonly timeline: {
    readonly name: string;
    readonly you: string;
    readonly faults: string;
    readonly now: (time: string) => string;
    readonly soFar: (time: string) => string;
    readonly left: (count: number) => string;
    readonly bookmark: (time: string) => string;
  };
  readonly machine: {
    readonly soFar: (time: string) => string;
    readonly in: (what: string, time: string) => string;
    readonly name: (state: string) => string;
  };
}

export const ENGLISH: Words = {
  ecs: 'Amazon ECS',
  kubernetes: 'Kubernetes',
  duration,
  requestsPerSecond: 'req/s',
  p95: 'ms p95',
  lost: 'lost',
  targets: (healthy, all) => `${figure(healthy)} of ${figure(all)} targets healthy`,
  targetStates: ['healthy', 'initial', 'draining', 'unhealthy'],
  boxes: (platform, n) =>
    `${figure(n)} ${platform === 'ecs' ? 'instance' : 'node'}${n === 1 ? '' : 's'}`,
  tiles: (platform, n) =>
    `${figure(n)} ${platform === 'ecs' ? 'task' : 'pod'}${n === 1 ? '' : 's'}`,
  free: (amount) => `${amount} free`,
  badge: {
    DRAINING: 'DRAINING',
    SchedulingDisabled: 'SchedulingDisabled',
    NotReady: 'NotReady',
    agentDisconnected: 'agent disconnected',
    stopped: 'stopped',
    zoneImpaired: 'zone impaired',
  },
  joinsIn: (platform, time) => (platform === 'ecs' ? `registers in ${time}` : `Ready in ${time}`),
  family: {
    waiting: 'waiting',
    starting: 'starting',
    serving: 'serving',
    unhealthy: 'unhealthy',
    broken: 'broken',
    leaving: 'leaving',
    done: 'done',
    failed: 'failed',
    unknown: 'on a lost node',
    system: 'part of the node',
  },
  waitsForCapacity: 'waiting for an instance with room',
  andMore: (count) => `+ ${figure(count)} more`,
  ended: (shortId, exitCode) =>
    exitCode === null ? `task ${shortId}` : `task ${shortId}, exit ${exitCode}`,
  restarts: (count, shortId) =>
    shortId === null ? `restarts ${figure(count)}` : `restarts ${figure(count)}: pod ${shortId}`,
  counterpart: (what, ecs, kubernetes) =>
    what === 'tile' ? `task ${ecs} ↔ pod ${kubernetes}` : `instance ${ecs} ↔ node ${kubernetes}`,
  half: (name, cluster, asked, truth) => `${name}, cluster ${cluster}. ${asked}. ${truth}`,
  thing: {
    task: 'task',
    pod: 'pod',
    instance: 'instance',
    node: 'node',
    loadBalancer: 'load balancer',
  },
  revision: (revision) => `revision ${revision}`,
  restarted: (times) => `restarted ${times === 1 ? 'once' : `${figure(times)} times`}`,
  inBox: (box, zone) => `on ${box} in ${zone}`,
  waits: 'waiting for a place',
  timeline: {
    name: 'Time',
    you: 'You',
    faults: 'Faults',
    now: (time) => `now ${time}`,
    soFar: (time) => `${time} …`,
    left: (count) =>
      count === 0 ? 'left here' : `left here: ${count} ${count === 1 ? 'change' : 'changes'}`,
    bookmark: (time) => `Bookmark at ${time}`,
  },
  machine: {
    soFar: (time) => `${time} so far`,
    in: (what, time) => `${what}, in ${time}`,
    name: (state) => `Machine, in state ${state}`,
  },
};

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
