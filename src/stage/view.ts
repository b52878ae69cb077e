/**
 * What the stage shows, before anything is measured: two halves, each a ledger, a load balancer, zones of boxes of
 * tiles, and the lane of those that wait. Language neutral (`words.ts` speaks) and free of time: what changes with
 * the clock is a `Span` that `scene` reads. Readers return the same object for what has not changed, so that layout
 * and drawing can compare by identity.
 */
import type { Ref } from '../engine/model';

export type Platform = 'ecs' | 'kubernetes';

/** What a state means for service; fullness and colour. The exact state is the glyph and the platform's word. */
export type Family =
  | 'waiting'
  | 'starting'
  | 'serving'
  | 'unhealthy'
  | 'broken'
  | 'leaving'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'system';

export type GlyphName =
  | 'dots'
  | 'clock'
  | 'pull'
  | 'link'
  | 'ring'
  | 'bang'
  | 'loop'
  | 'nopull'
  | 'unlink'
  | 'stop'
  | 'detach'
  | 'check'
  | 'cross'
  | 'what';

/** Something the model has under way. `dueAtMs` null: it ends when it ends. */
export interface Span {
  readonly startedAtMs: number;
  readonly dueAtMs: number | null;
}

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';

/** One task or pod. */
export interface Tile {
  readonly ref: Ref;
  /** ARN or uid: the same thing over its whole life, and never another. */
  readonly id: string;
  /** Service, owner or family: `web`. */
  readonly name: string;
  /** What tells it from its siblings: `a8c0`, `r4n8d`. */
  readonly shortId: string;
  /** The platform's word: `RUNNING`, `CrashLoopBackOff`. */
  readonly state: string;
  readonly family: Family;
  readonly glyph: GlyphName | null;
  /** Asked for, in thousandths of a vCPU and in MiB. */
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  /** CPU used of CPU asked; may pass 1. Null: not known. */
  readonly use: number | null;
  readonly revision: number | null;
  /** Of an older revision than the one asked for. */
  readonly old: boolean;
  /** Two revisions of its owner live, so it flies a flag. */
  readonly flies: boolean;
  readonly restarts: number;
  /** Fill, drain, grace or back-off. */
  readonly span: Span | null;
  readonly sinceMs: number;
  /** Set when it has ended: its outline fades in the ten seconds that follow. */
  readonly endedAtMs: number | null;
  /** The platform's own words on why it is not serving. */
  readonly reason: string | null;
  readonly target: TargetState | null;
  /** A request that reaches it is served. */
  readonly answers: boolean;
  /** On Fargate capacity that may be taken back. */
  readonly spot?: boolean;
}

export type BadgeLabel =
  | 'DRAINING'
  | 'SchedulingDisabled'
  | 'NotReady'
  | 'agentDisconnected'
  | 'stopped'
  | 'zoneImpaired'
  | 'spotInterruption'
  | 'rebalanceRecommended';

export interface Badge {
  readonly tone: 'broken' | 'waiting' | 'leaving';
  readonly label: BadgeLabel;
  /** Counts up from here. */
  readonly sinceMs: number | null;
  /** Counts down to here. */
  readonly untilMs?: number;
}

/** `reserved` is kept by the platform for itself; `asked` is what the tiles on it ask for. */
export interface Amount {
  readonly capacity: number;
  readonly reserved: number;
  readonly asked: number;
}

export type BoxState = 'ok' | 'launching' | 'draining' | 'lost';

/** An instance or node. */
export interface Box {
  readonly ref: Ref;
  readonly id: string;
  readonly name: string;
  /** `m5.large`. */
  readonly type: string;
  readonly zone: string;
  readonly state: BoxState;
  readonly badge: Badge | null;
  readonly cpuMilli: Amount;
  readonly memoryMiB: Amount;
  readonly tiles: readonly Tile[];
  /** Its group may not terminate it when it scales in. */
  readonly kept?: boolean;
  /** While launching: boot and join, and the platform's word for where it is. */
  readonly launch: { readonly state: string; readonly span: Span } | null;
}

export interface Zone {
  readonly ref: Ref;
  readonly name: string;
  readonly lost: boolean;
  readonly badge: Badge | null;
  readonly boxes: readonly Box[];
  /** Tiles with a machine of their own: Fargate. */
  readonly floating: readonly Tile[];
}

/** Rates in requests per second since `sinceMs`; counts at `sinceMs`. */
export interface Flow {
  readonly sinceMs: number;
  readonly offered: number;
  readonly served: number;
  readonly lost: number;
  readonly lostSoFar: number;
  readonly latencyMs: number;
  /** Null while the model keeps no distribution. */
  readonly p95Ms: number | null;
}

export interface LoadBalancer {
  readonly ref: Ref;
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly targets: Readonly<Record<TargetState, number>>;
  readonly flow: Flow | null;
}

/** Tiles without a place, and what stands in for tiles that were never made. */
export interface Waiting {
  readonly tiles: readonly Tile[];
  /** The platform's words, the most frequent first. */
  readonly reasons: readonly { readonly text: string; readonly count: number }[];
  /** ECS could not place and so made no task. */
  readonly unmade: { readonly count: number; readonly message: string } | null;
}

export interface Ended {
  readonly count: number;
  /** Of them: pods that did not succeed. */
  readonly failed: number;
  readonly last: {
    readonly shortId: string;
    readonly exitCode: number | null;
    readonly atMs: number;
  } | null;
  readonly restarts: number;
  readonly lastRestarted: string | null;
}

/** Replicas by family, as the needle (`asked`) and the fill see them. */
export interface Gauge {
  readonly asked: number;
  /** Of the serving ones, how many are of an old revision. */
  readonly old: number;
  readonly serving: number;
  readonly starting: number;
  readonly waiting: number;
  readonly unhealthy: number;
  readonly broken: number;
  readonly unknown: number;
  /** Between what bounds a loop moves `asked`; null: none does. */
  readonly limits: { readonly min: number; readonly max: number } | null;
  /** The most that may run by the platform's own rule. */
  readonly max: number;
}

/** Instances or nodes: in service, wanted by their groups, and between what bounds. */
export interface Capacity {
  readonly have: number;
  readonly asked: number;
  readonly min: number;
  /** null: no number of machines is the most. */
  readonly max: number | null;
  readonly groups: readonly MachineGroup[];
}

export interface MachineGroup {
  readonly ref: Ref;
  /** An Auto Scaling group, the node group that owns it, or a NodePool of Karpenter. */
  readonly kind: 'group' | 'nodegroup' | 'nodepool';
  readonly name: string;
  readonly have: number;
  readonly asked: number;
  readonly min: number;
  readonly max: number | null;
  /** `spec.limits` of a NodePool; none: it is bounded by a number of machines. */
  readonly limits?: readonly ResourceLimit[];
}

/** `cpu` in vCPU, `memory` in GiB, anything else in pieces. */
export interface ResourceLimit {
  readonly resource: string;
  readonly used: number;
  readonly limit: number;
}

/** Between what bounds a loop moves what is asked for. */
export interface Limits {
  /** The scalable target, or the HorizontalPodAutoscaler. */
  readonly ref: Ref;
  /** As the platform calls it. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

export interface Why {
  readonly text: string;
  readonly atMs: number;
  /** The fact to select when it is pressed. */
  readonly serial: number | null;
}

export interface StateCount {
  readonly state: string;
  readonly family: Family;
  readonly count: number;
}

/** Asked, True, Why of the workload in focus. */
export interface Ledger {
  /** `service web`, `Deployment web`. Null: nothing is asked yet. */
  readonly workload: { readonly ref: Ref; readonly kind: string; readonly name: string } | null;
  readonly asked: number;
  /** `desiredCount`, `replicas`; while two revisions live, the one asked for: `web:43`, `generation 2`. */
  readonly askedAs: string;
  readonly true: StateCount;
  readonly underWay: readonly StateCount[];
  readonly gauge: Gauge;
  /** null: nothing moves it by itself. */
  readonly limits: Limits | null;
  readonly why: Why | null;
}

export interface Half {
  readonly platform: Platform;
  readonly cluster: string;
  readonly ledger: Ledger;
  readonly loadBalancer: LoadBalancer | null;
  readonly zones: readonly Zone[];
  readonly waiting: Waiting;
  readonly ended: Ended;
  /** Tiles that live, wherever they are; those that are part of a node are not counted. */
  readonly count: number;
}

export interface View {
  readonly ecs: Half | null;
  readonly kubernetes: Half | null;
}

export const PLATFORMS: readonly Platform[] = ['ecs', 'kubernetes'];

export function halvesOf(view: View): readonly Half[] {
  return PLATFORMS.flatMap((platform) => view[platform] ?? []);
}

/** Identity of a thing across both halves, as text. */
export const refKey = (ref: Ref): string => `${ref.kind} ${ref.key}`;

export const sameRef = (a: Ref | null, b: Ref | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.key === b.key);
