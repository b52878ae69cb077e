/**
 * Service events, newest first and at most a hundred, in the words of the service (Developer Guide, "Amazon ECS service
 * event messages"; published event logs, 2025-2026).
 */
import type { Effect, Ref } from '../../../engine/model';
import { nameOf } from '../arn';
import type { Service, Time } from '../types';

const EVENTS_AT_MOST = 100;

const named = ({ serviceName }: Service): string => `(service ${serviceName})`;
const tasks = (keys: readonly string[]): string =>
  keys.map((key) => `(task ${nameOf(key)})`).join(' ');

const byZone = (zones: ReadonlyMap<string, number>): string =>
  [...zones].map(([zone, count]) => `${count} tasks in ${zone}`).join(', ');

export const messages = {
  started: (service: Service, keys: readonly string[]) =>
    `${named(service)} has started ${keys.length} tasks: ${tasks(keys)}.`,
  stopped: (service: Service, keys: readonly string[], what: 'running' | 'pending') =>
    `${named(service)} has stopped ${keys.length} ${what} tasks: ${tasks(keys)}.`,
  registered: (service: Service, count: number, targetGroupArn: string) =>
    `${named(service)} registered ${count} targets in (target-group ${targetGroupArn})`,
  deregistered: (service: Service, count: number, targetGroupArn: string) =>
    `${named(service)} deregistered ${count} targets in (target-group ${targetGroupArn})`,
  draining: (service: Service, deployment: string, count: number) =>
    `(service ${service.serviceName}, taskSet ${deployment}) has begun draining connections on ${count} tasks.`,
  steady: (service: Service) => `${named(service)} has reached a steady state.`,
  completed: (service: Service, deployment: string) =>
    `${named(service)} (deployment ${deployment}) deployment completed.`,
  failed: (service: Service, deployment: string) =>
    `${named(service)} (deployment ${deployment}) deployment failed: tasks failed to start.`,
  rollingBack: (service: Service, deployment: string) =>
    `${named(service)} rolling back to deployment ${deployment}.`,
  throttled: (service: Service) =>
    `${named(service)} is unable to consistently start tasks successfully.`,
  noCapacity: (service: Service, reason: string) =>
    `${named(service)} was unable to place a task. Reason: ${reason}.`,
  protected: (service: Service, deployment: string) =>
    `${named(service)} was unable to reach steady state because task set (${deployment}) was unable to scale in. ` +
    'Reason: The number of protected tasks are more than the desired count of tasks.',
  overWaitingLimit: (service: Service) =>
    `${named(service)} was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.`,
  blocked: (service: Service) =>
    `${named(service)} was unable to stop or start tasks during a deployment because of the service deployment ` +
    'configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  uneven: (service: Service, zones: ReadonlyMap<string, number>) =>
    `${named(service)} is not AZ balanced with ${byZone(zones)}. AZ Rebalancing in progress.`,
  even: (service: Service, zones: ReadonlyMap<string, number>) =>
    `${named(service)} is AZ balanced with ${byZone(zones)}.`,
  startedToRebalance: (service: Service, keys: readonly string[], zones: readonly string[]) =>
    `${named(service)} has started ${keys.length} tasks in ${zones.join(', ')} to AZ Rebalance: ${tasks(keys)}.`,
  failedContainerChecks: (serviceName: string, task: string) =>
    `(service ${serviceName}) (task ${nameOf(task)}) failed container health checks.`,
  unhealthyTarget: (
    serviceName: string,
    task: string,
    port: number,
    targetGroupArn: string,
    reason: string,
  ) =>
    `(service ${serviceName}) (task ${nameOf(task)}) (port ${port}) is unhealthy in (target-group ${targetGroupArn}) ` +
    `due to (reason ${reason})`,
} as const;

/** The service with one more event. Ids count up, as text long enough to be told apart. */
export function withEvent(service: Service, message: string, nowMs: Time): Service {
  const [newest] = service.events;
  const number = newest ? Number.parseInt(newest.id.slice(-12), 16) + 1 : 1;
  const id = `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`;
  const events = [{ id, createdAt: nowMs, message }, ...service.events];
  return { ...service, events: events.slice(0, EVENTS_AT_MOST) };
}

/**
 * What happens to several tasks at the same instant is one event with a count: `text(n)` gives the message for n.
 */
export function withCountedEvent(
  service: Service,
  text: (count: number) => string,
  nowMs: Time,
): Service {
  const now = service.events.filter((event) => event.createdAt === nowMs);
  const same = now.find(({ message }) => message === text(countIn(message)));
  if (!same) return withEvent(service, text(1), nowMs);
  const message = text(countIn(same.message) + 1);
  return {
    ...service,
    events: service.events.map((event) => (event === same ? { ...event, message } : event)),
  };
}

const countIn = (message: string): number =>
  Number(/ (\d+) (?:targets|tasks)/.exec(message)?.[1] ?? 0);

/** Puts the service, and notes as facts the events that are new in it. */
export function putWithEvents(
  key: string,
  before: Service,
  after: Service,
  because?: Ref,
): Effect[] {
  const known = before.events[0]?.id;
  const added = after.events.findIndex((event) => event.id === known);
  const fresh = after.events.slice(0, added < 0 ? undefined : added).reverse();
  const about = { kind: 'ecs/Service', key } as const;
  return [
    { do: 'put', ...about, value: after },
    ...fresh.map(({ message }): Effect => ({
      do: 'note',
      fact: {
        model: 'ecs',
        type: 'serviceEvent',
        about,
        data: { message },
        ...(because ? { because } : {}),
      },
    })),
  ];
}
