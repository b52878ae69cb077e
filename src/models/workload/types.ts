/**
 * What runs inside containers and what reaches them. Neutral ground between the platforms: the ECS agent and
 * the kubelet both read images here and both publish what listens on the network.
 */
import type { Ref } from '../../engine/model';

/** What a worker does: it takes messages from a queue one by one and works on so many at once. */
export interface Consumption {
  /** Name of the queue; null: the last part of the container's environment variable QUEUE_URL. */
  readonly queue: string | null;
  /** Of one message: waiting for others, and CPU time. */
  readonly waitMs: number;
  readonly cpuMs: number;
  readonly concurrency: number;
}

/** How an image behaves (DECISIONS.md 1.8). Times in ms, sizes in their unit. */
export interface ImageBehaviour {
  /** Exact name or glob (`shop/web:*`). */
  readonly name: string;
  readonly sizeMB: number;
  /** From process start until it listens. */
  readonly startUpMs: number;
  /** From process start until readiness (probes, health checks) succeeds; >= startUpMs. */
  readonly readyMs: number;
  readonly cpuPerRequestMs: number;
  /** CPU that it takes without a single request, thousandths of a vCPU. */
  readonly idleCpuMilli: number;
  readonly memoryMiB: number;
  /** For each request that is being served, on top of `memoryMiB`. */
  readonly memoryPerRequestKiB: number;
  readonly leakMiBPerMinute: number;
  /** null: runs for ever. */
  readonly exits: { readonly afterMs: number; readonly code: number } | null;
  /** Ports it listens on; empty: whatever port the definition maps. null: a worker, listens on nothing. */
  readonly listens: readonly number[] | null;
  /** What is wrong with it, if anything. */
  readonly fails: null | 'pull' | 'readiness' | 'liveness' | 'requests';
  /** From SIGTERM to exit. Larger than the grace period: it is killed (137). */
  readonly stopsAfterMs: number;
  /** A worker. On SIGTERM it finishes what it has in hand and exits with 0, if it is given the time. */
  readonly consumes?: Consumption;
  /** A worker that asks ECS to protect its task while it has a message in hand. */
  readonly protectsTask?: boolean;
}

/** Something that answers, or should, at an address. Written by the ECS agent and the kubelet only. */
export interface Listener {
  readonly ip: string;
  readonly port: number;
  /** The task or pod it belongs to. */
  readonly about: Ref;
  readonly container: string;
  readonly availabilityZone: string;
  /** null on Fargate. */
  readonly instanceId: string | null;
  /** `accepting`: 2xx. `failing`: answers 5xx. `silent`: connection refused or no answer. */
  readonly answers: 'accepting' | 'failing' | 'silent';
  readonly cpuPerRequestMs: number;
  /** Key of the process that listens; absent where nobody measures it. */
  readonly process?: string;
}

/**
 * A process in a container, as the machine's kernel knows it: what it may take and what it takes by itself. Written by the
 * ECS agent and the kubelet when it starts, removed when it ends. CPU in millionths of a vCPU.
 */
export interface Process {
  /** The task or pod. */
  readonly about: Ref;
  readonly container: string;
  /** Machines whose load is worked out together: `ecs/<cluster>` or `kubernetes`. */
  readonly island: string;
  /** Service, task without one, or namespace: sums are kept by it. */
  readonly owner: string;
  /** Whose CPU it shares: an instance id, or the task itself where that is a machine of its own. */
  readonly box: string;
  readonly boxMicro: number;
  /** The task or pod as one control group: containers share what it gets. */
  readonly cell: string;
  readonly cellWeight: number;
  readonly cellLimitMicro: number | null;
  /** CFS shares. */
  readonly weight: number;
  readonly limitMicro: number | null;
  /** Its part of what the task or pod asks for; use is measured against it. */
  readonly askedMicro: number;
  readonly askedKiB: number;
  readonly startedAtMs: number;
  /** From its start until its memory is filled: it listens then. */
  readonly startUpMs: number;
  readonly idleMicro: number;
  readonly cpuPerRequestMicros: number;
  readonly memoryKiB: number;
  readonly memoryPerRequestKiB: number;
  readonly leakKiBPerMinute: number;
  readonly memoryLimitKiB: number | null;
  /** The kernel's out-of-memory killer has ended it; whoever started it makes the best of that. */
  readonly killed: 'OutOfMemory' | null;
  /** The queue that it works on. */
  readonly consumes?: Consumption & { readonly queue: string };
  readonly protectsTask?: boolean;
  /** Command lines of a client of the cluster's API that it runs one after the other. */
  readonly calls?: readonly (readonly string[])[];
  /** It has got SIGTERM. Said of workers only: they finish what they have in hand. */
  readonly stopping?: boolean;
  /** It has ended by itself, at no instant known before. */
  readonly ended?: ProcessEnd;
}

export interface ProcessEnd {
  readonly exitCode: number;
  /** Its last words: what a terminated container's `message` or a log would show. */
  readonly message?: string;
}

/**
 * Which of its machine's levels a process uses the CPU at. Absent: it uses nothing but its memory. Copies of one thing on one
 * machine use the same and rise and fall together: what they use is written once for all of them (`useOf` reads both).
 */
export interface Use {
  /** The task or pod. */
  readonly about: Ref;
  readonly island: string;
  /** Key of the UseLevel. */
  readonly level: string;
  /** When it came to this level, and what it got until then. */
  readonly sinceMs: number;
  readonly cpuMicroBefore: number;
}

/**
 * What each of the processes of one owner that are at this level uses, constant since `sinceMs` (DECISIONS.md 1.14). It follows
 * the flow of requests within a second.
 */
export interface UseLevel {
  readonly owner: string;
  readonly island: string;
  readonly box: string;
  readonly sinceMs: number;
  /** Millionths of a vCPU: what it gets, and what it would take if nobody held it back. */
  readonly cpuMicro: number;
  readonly wantedMicro: number;
  /** Before `sinceMs`: for whoever looks back over a window. */
  readonly cpuMicroBefore: number;
  /** Requests served here, thousandths a second; and being served at any time, thousandths. */
  readonly servedRate: number;
  readonly inFlightMilli: number;
  readonly memoryPerRequestKiB: number;
}

declare module '../../engine/model' {
  interface RecordKinds {
    /** Key: the image name or glob. */
    'workload/Image': ImageBehaviour;
    /** Key: `<ip>:<port>`. */
    'workload/Listener': Listener;
    /** Key: chosen by its writer. Indexes: `about` (`<kind>/<key>`), `island`. */
    'workload/Process': Process;
    /** Key: that of the process. Index: `level`. */
    'workload/Use': Use;
    /** Key: `<box> <owner> <number>`. Indexes: `owner`, `island`, `box`. */
    'workload/UseLevel': UseLevel;
  }
}
