/**
 * What runs inside containers and what reaches them. Neutral ground between the platforms: the ECS agent and
 * the kubelet both read images here and both publish what listens on the network.
 */
import type { Ref } from '../../engine/model';

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
  readonly memoryMiB: number;
  readonly leakMiBPerMinute: number;
  /** null: runs for ever. */
  readonly exits: { readonly afterMs: number; readonly code: number } | null;
  /** Ports it listens on; empty: whatever port the definition maps. null: a worker, listens on nothing. */
  readonly listens: readonly number[] | null;
  /** What is wrong with it, if anything. */
  readonly fails: null | 'pull' | 'readiness' | 'liveness' | 'requests';
  /** From SIGTERM to exit. Larger than the grace period: it is killed (137). */
  readonly stopsAfterMs: number;
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
}

declare module '../../engine/model' {
  interface RecordKinds {
    /** Key: the image name or glob. */
    'workload/Image': ImageBehaviour;
    /** Key: `<ip>:<port>`. */
    'workload/Listener': Listener;
  }
}
