/**
 * The one table that turns a platform's state into a family (fullness, colour) and a glyph (the exact state).
 * States: Amazon ECS `lastStatus` in its order; Kubernetes phase, container reasons and readiness as kubectl prints them.
 */
import type { TaskLastStatus } from '../models/ecs/types';
import type { Family, GlyphName } from './view';

export interface TileState {
  readonly state: string;
  readonly family: Family;
  readonly glyph: GlyphName | null;
}

/** For how long an ended tile is still seen, in simulated time. */
export const FADE_MS = 10_000;

const as = (state: string, family: Family, glyph: GlyphName | null): TileState => ({
  state,
  family,
  glyph,
});

export const ECS_STATES: Readonly<Record<TaskLastStatus | 'UNHEALTHY' | 'STOPPED_0', TileState>> = {
  PROVISIONING: as('PROVISIONING', 'waiting', 'dots'),
  PENDING: as('PENDING', 'starting', 'pull'),
  ACTIVATING: as('ACTIVATING', 'starting', 'link'),
  RUNNING: as('RUNNING', 'serving', null),
  UNHEALTHY: as('RUNNING, UNHEALTHY', 'unhealthy', 'bang'),
  DEACTIVATING: as('DEACTIVATING', 'leaving', 'unlink'),
  STOPPING: as('STOPPING', 'leaving', 'stop'),
  DEPROVISIONING: as('DEPROVISIONING', 'leaving', 'detach'),
  STOPPED: as('STOPPED', 'failed', 'cross'),
  STOPPED_0: as('STOPPED', 'done', 'check'),
};

export const KUBERNETES_STATES = {
  Pending: as('Pending', 'waiting', 'clock'),
  SchedulingGated: as('SchedulingGated', 'waiting', 'clock'),
  ContainerCreating: as('ContainerCreating', 'starting', 'pull'),
  NotReady: as('Running, not Ready', 'starting', 'ring'),
  Ready: as('Ready', 'serving', null),
  LostReady: as('Running, lost Ready', 'unhealthy', 'bang'),
  Terminating: as('Terminating', 'leaving', 'stop'),
  Succeeded: as('Succeeded', 'done', 'check'),
  Failed: as('Failed', 'failed', 'cross'),
  Unknown: as('Unknown', 'unknown', 'what'),
} as const satisfies Record<string, TileState>;

/** Waiting reasons that are steps of a normal start. */
const STARTS = new Set(['ContainerCreating', 'PodInitializing']);
/** Waiting reasons that concern the image. */
const IMAGE = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ErrImageInspect',
]);

/** A container that waits for `reason`. */
export function waitingReason(reason: string): TileState {
  if (STARTS.has(reason)) return as(reason, 'starting', 'pull');
  if (IMAGE.has(reason)) return as(reason, 'broken', 'nopull');
  if (reason === 'CrashLoopBackOff') return as(reason, 'broken', 'loop');
  return as(reason, 'broken', 'bang');
}

/** A container that ended and whose restart is due. */
export const terminatedReason = (reason: string): TileState => as(reason, 'broken', 'cross');
