/**
 * Task scale-in protection (Developer Guide, "Protect your Amazon ECS tasks from being terminated by scale-in events"): a protected
 * task is stopped neither by a scale-in nor by a deployment. UpdateTaskProtection gives it for a time; a worker whose image says
 * so asks for it at $ECS_AGENT_URI/task-protection/v1/state while it has a message in hand, and gives it back with the message:
 * that is worked out when somebody asks, and leaves no fact.
 */
import {
  defineWatch,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import { queueAt } from '../../aws/sqs/flow';
import { processesOf } from '../../workload/processes';

export interface TaskProtection {
  readonly expiresAtMs: number;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: as the task's. There while UpdateTaskProtection protects it; past `expiresAtMs` it means nothing. */
    'ecs/TaskProtection': TaskProtection;
  }
}

/** Until when, ms; null: it is not protected. */
export function protectedUntilMs(read: Read, task: string): number | null {
  const given = read.get('ecs/TaskProtection', task)?.expiresAtMs ?? 0;
  if (given > read.nowMs) return given;
  return asksForProtection(read, task) ? read.nowMs + DEFAULT_PROTECTION_MS : null;
}
export const isProtected = (read: Read, task: string): boolean =>
  protectedUntilMs(read, task) !== null;

/** `expiresInMinutes` where nobody says it: two hours. */
export const DEFAULT_PROTECTION_MS = 7_200_000;
/** The scheduler looks again at a task that was protected. Not documented; chosen for teaching. */
export const PROTECTION_RETRY_MS = 10_000;

function asksForProtection(read: Read, task: string): boolean {
  return processesOf(read, { kind: 'ecs/Task', key: task }).some((key) => {
    const process = read.get('workload/Process', key);
    if (process?.protectsTask !== true || !process.consumes) return false;
    const queue = read.get('sqs/Queue', process.consumes.queue);
    return (
      queue !== undefined &&
      queueAt(queue, read.nowMs).held.some(({ consumer }) => consumer === key)
    );
  });
}

/** Keys of the tasks that can be protected now: few, however many tasks there are. */
export function possiblyProtected(read: Read): readonly string[] {
  const asking = read.list('sqs/Queue').flatMap((queue) =>
    queueAt(queue, read.nowMs).held.flatMap(({ consumer }) => {
      const about = read.get('workload/Process', consumer)?.about;
      return about?.kind === 'ecs/Task' ? [about.key] : [];
    }),
  );
  return [...new Set([...read.keys('ecs/TaskProtection'), ...asking])];
}

const CONTROLLER = 'ecs/taskProtection';

/** Key: of a task that has stopped. */
export const protectionController: Controller = {
  name: CONTROLLER,
  latencyMs: 0,
  sync: (key, read) =>
    read.has('ecs/TaskProtection', key)
      ? { commands: [{ model: 'ecs', type: 'forgetProtection', task: key }] }
      : undefined,
};

export const forgetProtection = ({ task }: { readonly task: string }): Effect[] => [
  { do: 'remove', kind: 'ecs/TaskProtection', key: task },
];

export const protectionWatch: Watch = defineWatch({
  kind: 'ecs/Task',
  wakes: CONTROLLER,
  keys: (after, before, key, read) =>
    before &&
    after?.lastStatus !== before.lastStatus &&
    (after?.lastStatus ?? 'STOPPED') === 'STOPPED'
      ? read.has('ecs/TaskProtection', key)
        ? [key]
        : []
      : [],
});
