/**
 * Availability Zone rebalancing (Developer Guide, "Balancing an Amazon ECS service across Availability Zones"): a steady
 * service whose zones differ by more than one task gets tasks in the emptiest zones first; once they are healthy the
 * scheduler scales in where most run (`decideStops.ts`). On instances it uses those that are there, and adds none.
 * Simplified: as many tasks at once as it takes; the stop is told in the words of any scale-in.
 */
import type { Context, Controller, Effect, Read } from '../../../engine/model';
import { taskDefinitionKey } from '../arn';
import { clusterOfKey, type ClusterView } from '../placement/clusterView';
import { clusterView } from '../placement/decision';
import { launchTasks } from '../placement/launch';
import { taskKeyOf } from '../placement/newTask';
import { eachEntry } from '../placement/sortedChunks';
import { measureZones } from '../placement/zones';
import { timings } from '../timings';
import type { Service } from '../types';
import { canRebalance } from '../validation/service';
import { boundsOf, percentsOf } from './deploymentArithmetic';
import { primaryOf } from './deployments';
import { putScheduling, schedulingOf } from './scheduling';
import { messages, putWithEvents, withEvent } from './serviceEvents';
import { launchOf } from './startTasks';

export const ZONE_BALANCE_CONTROLLER = 'ecs/zoneBalance';

/** Tasks of a service meant to run, by zone in the order of names; only zones that can take one now. */
export type ZoneTasks = ReadonlyMap<string, number>;

export const zoneBalanceController: Controller = {
  name: ZONE_BALANCE_CONTROLLER,
  latencyMs: timings.zoneBalanceMs,
  sync(key, read) {
    const service = read.get('ecs/Service', key);
    const scheduling = schedulingOf(read, key);
    if (!service || !isBalanced(service) || scheduling.rebalancing) return undefined;
    if (scheduling.steadySaidMs === null) return undefined;
    if (tasksToMove(zoneTasks(key, service, read)) === 0) return undefined;
    return { commands: [{ model: 'ecs', type: 'startRebalancing', service: key }] };
  },
};

/** Whether ECS keeps the service even over its zones. */
export const isBalanced = (service: Service): boolean =>
  service.status === 'ACTIVE' &&
  service.availabilityZoneRebalancing === 'ENABLED' &&
  canRebalance(service);

/** How many stand where others should: none while the zones differ by one at most. */
export function tasksToMove(zones: ZoneTasks): number {
  const counts = [...zones.values()].sort((a, b) => b - a);
  if ((counts[0] ?? 0) - (counts.at(-1) ?? 0) < 2) return 0;
  const sum = total(zones);
  const each = Math.floor(sum / zones.size);
  const withOneMore = sum % zones.size;
  return counts.reduce(
    (moved, count, i) => moved + Math.max(0, count - each - (i < withOneMore ? 1 : 0)),
    0,
  );
}

const total = (zones: ZoneTasks): number =>
  [...zones.values()].reduce((sum, count) => sum + count, 0);

function zoneTasks(key: string, service: Service, read: Read): ZoneTasks {
  const view = clusterView(read, clusterOfKey(key));
  const group = `service:${service.serviceName}`;
  const pairs =
    service.launchType === 'FARGATE'
      ? measureZones(read, view, group, primaryOf(service)?.networkConfiguration)
          .filter(({ available }) => available)
          .map(({ zone, tasks }) => [zone, tasks] as const)
      : onInstances(view, group);
  return new Map([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function onInstances(view: ClusterView, group: string): ZoneTasks {
  const zones = new Map<string, number>();
  eachEntry(view.instances, ({ instance, availabilityZone, tasks }) => {
    if (instance.status !== 'ACTIVE' || !instance.agentConnected) return;
    zones.set(availabilityZone, (zones.get(availabilityZone) ?? 0) + (tasks[group] ?? 0));
  });
  return zones;
}

/** Starts the tasks that are missing in the emptier zones; nothing when they would land elsewhere. */
export function startRebalancing(
  { service: key }: { readonly service: string },
  ctx: Context,
): Effect[] {
  const service = ctx.get('ecs/Service', key);
  const deployment = service && primaryOf(service);
  const definition =
    deployment && ctx.get('ecs/TaskDefinition', taskDefinitionKey(deployment.taskDefinition));
  if (!service || !deployment || !definition) return [];
  const zones = zoneTasks(key, service, ctx);
  const count = Math.min(tasksToMove(zones), roomAbove(service), timings.launchBatchSize);
  const asked = launchOf(key, service, deployment, definition, { count }, ctx);
  const launch = { ...asked, mayWait: false };
  const { tasks, effects } = launchTasks(ctx, launch);
  const most = Math.ceil(total(zones) / zones.size);
  const helps = tasks.every(
    ({ availabilityZone = '' }) => (zones.get(availabilityZone) ?? 0) < most,
  );
  if (tasks.length === 0 || !helps) return [];
  const keys = tasks.map((task) => taskKeyOf(clusterOfKey(key), task));
  const where = [...new Set(tasks.map(({ availabilityZone = '' }) => availabilityZone))];
  const uneven = withEvent(service, messages.uneven(service, zones), ctx.nowMs);
  const said = withEvent(uneven, messages.startedToRebalance(service, keys, where), ctx.nowMs);
  return [
    ...effects,
    ...putWithEvents(key, service, said),
    putScheduling(key, { ...schedulingOf(ctx, key), rebalancing: { deployment: deployment.id } }),
    note(key, 'rebalancingStarted', zones, tasks.length),
  ];
}

/** The surplus is gone again: the service stands as it stands. */
export function finishRebalancing(
  { service: key }: { readonly service: string },
  ctx: Context,
): Effect[] {
  const service = ctx.get('ecs/Service', key);
  const { rebalancing, ...scheduling } = schedulingOf(ctx, key);
  if (!service || !rebalancing) return [];
  const zones = zoneTasks(key, service, ctx);
  const even = tasksToMove(zones) === 0;
  return [
    putScheduling(key, scheduling),
    ...(even
      ? [
          ...putWithEvents(
            key,
            service,
            withEvent(service, messages.even(service, zones), ctx.nowMs),
          ),
          note(key, 'rebalancingCompleted', zones, 0),
        ]
      : []),
  ];
}

function roomAbove(service: Service): number {
  const { schedulingStrategy, deploymentConfiguration, desiredCount } = service;
  const percents = percentsOf(schedulingStrategy, deploymentConfiguration);
  return boundsOf(desiredCount, percents).upper - desiredCount;
}

function note(
  key: string,
  type: 'rebalancingStarted' | 'rebalancingCompleted',
  zones: ZoneTasks,
  started: number,
): Effect {
  const about = { kind: 'ecs/Service', key } as const;
  const data = { zones: Object.fromEntries(zones), started };
  return { do: 'note', fact: { model: 'ecs', type, about, data } };
}
