/**
 * What the service scheduler thinks of one of its tasks. Kept apart from the task, which belongs to the control plane
 * and the agent; begins with the task and ends when it is STOPPED.
 */
import { defineIndex, defineTally, type IndexDef, type TallyDef } from '../../../engine/model';

/** A target that the scheduler registered for the task. */
export interface RegisteredTarget {
  readonly targetGroupArn: string;
  readonly Id: string;
  readonly Port: number;
}

/**
 * PENDING: not RUNNING yet. WAITING: RUNNING, its checks have not said anything, or the 40 s of a task without checks are
 * not over.
 */
export type Standing = 'PENDING' | 'WAITING' | 'HEALTHY' | 'UNHEALTHY';

export interface ServiceTask {
  /** Key of the service. */
  readonly service: string;
  /** Deployment id. */
  readonly deployment: string;
  readonly standing: Standing;
  /** Why it is UNHEALTHY: the stoppedReason that it would get, and the service event's text. */
  readonly unhealthy: { readonly reason: string; readonly event: string } | null;
  /** Its container instance is DRAINING. */
  readonly onDrainingInstance: boolean;
  /** It is to stop, or stopping: no longer counted. */
  readonly leaving: boolean;
  readonly targets: readonly RegisteredTarget[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: as the task's. Indexes: `attention` (`<deployment>|<what>`), `target` (key of the TargetHealth). */
    'ecs/ServiceTask': ServiceTask;
  }
}

export const targetHealthKey = ({ targetGroupArn, Id, Port }: RegisteredTarget): string =>
  `${targetGroupArn}|${Id}:${Port}`;

/** Tasks that the scheduler may have to choose one by one. */
export type Attention = 'notHealthy' | 'unhealthy' | 'draining';
export const attentionBucket = (deployment: string, what: Attention): string =>
  `${deployment}|${what}`;

export const serviceTaskIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'attention',
    kind: 'ecs/ServiceTask',
    buckets: ({ deployment, standing, onDrainingInstance, leaving }) => {
      if (leaving) return [];
      const what: Attention[] = [];
      if (standing !== 'HEALTHY') what.push('notHealthy');
      if (standing === 'UNHEALTHY') what.push('unhealthy');
      if (onDrainingInstance) what.push('draining');
      return what.map((w) => attentionBucket(deployment, w));
    },
  }),
  defineIndex({
    name: 'target',
    kind: 'ecs/ServiceTask',
    buckets: ({ targets }) => targets.map(targetHealthKey),
  }),
];

/** By deployment id, without the tasks that are leaving. */
export const STANDINGS = 'ecs/standings';
export const standingsTally: TallyDef = defineTally({
  name: STANDINGS,
  kind: 'ecs/ServiceTask',
  of: ({ deployment, standing, onDrainingInstance, leaving }) => {
    if (leaving) return undefined;
    const one = (is: boolean) => (is ? 1 : 0);
    return {
      bucket: deployment,
      add: {
        pending: one(standing === 'PENDING'),
        running: one(standing !== 'PENDING'),
        healthy: one(standing === 'HEALTHY'),
        unhealthy: one(standing === 'UNHEALTHY'),
        draining: one(onDrainingInstance),
        drainingPending: one(onDrainingInstance && standing === 'PENDING'),
        drainingHealthy: one(onDrainingInstance && standing === 'HEALTHY'),
        drainingUnhealthy: one(onDrainingInstance && standing === 'UNHEALTHY'),
      },
    };
  },
});
