/**
 * The few words that the stage, the timeline and the machine diagram write. Platform states, units and messages are
 * not here: they stay the platform's. The page passes these or those of `words.ko.ts`.
 */
import { duration, figure } from './clock';
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
  /** Above tiles that have a machine of their own. */
  readonly fargate: string;
  readonly onFargate: (count: number) => string;
  readonly badge: Readonly<Record<BadgeLabel, string>>;
  /** Where the whole label leaves no room for the time. */
  readonly badgeShort: Readonly<Partial<Record<BadgeLabel, string>>>;
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
  /** Of an instance that its group may not terminate. */
  readonly kept: string;
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
  fargate: 'Fargate: no machine of yours',
  onFargate: (n) => `${figure(n)} on Fargate`,
  badge: {
    spotInterruption: 'spot interruption',
    rebalanceRecommended: 'rebalance recommended',
    DRAINING: 'DRAINING',
    SchedulingDisabled: 'SchedulingDisabled',
    NotReady: 'NotReady',
    agentDisconnected: 'agent disconnected',
    stopped: 'stopped',
    zoneImpaired: 'zone impaired',
  },
  badgeShort: {
    spotInterruption: 'spot',
    rebalanceRecommended: 'rebalance',
    agentDisconnected: 'no agent',
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
  kept: 'protected from scale-in',
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
