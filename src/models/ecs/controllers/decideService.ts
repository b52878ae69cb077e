/**
 * What the scheduler does next for a service: arithmetic on what it observed, no store.
 *
 * 1. Tasks behind a load balancer whose containers run get their targets.
 * 2. What cannot help the service is stopped at once: PENDING tasks on draining instances and of older deployments.
 * 3. Tasks are started up to the desired number and the upper bound, in batches, unless launches are throttled, no
 *    instance has room, or the circuit breaker has failed the deployment.
 * 4. What is to leave (older deployments, draining instances) is stopped down to the lower bound.
 * 5. Unhealthy tasks go once they are replaced; without room for that, one at a time. Surplus is scaled in.
 * 6. Counts, completion, steady state, and a deployment that can never go on are reported.
 */
import type { Command } from '../../../engine/model';
import { timings } from '../timings';
import { launchesNewTasks } from './circuitBreaker';
import { isBlocked, mayStart, mayStop, type Counts } from './deploymentArithmetic';
import type { DeploymentTasks, ObservedService } from './observeService';
import type { ServiceCommand } from './serviceCommand';

export interface ServiceDecision {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}

export function decideService(observed: ObservedService): ServiceDecision {
  const { service, present } = observed;
  if (service.status === 'DRAINING' && present === 0)
    return { commands: asCommands([{ type: 'closeService', service: observed.key }]) };
  const sums = summed(observed);
  const starts = decideStarts(observed, sums);
  const commands = asCommands([
    ...registerTargets(observed),
    ...stopUseless(observed),
    ...starts.commands,
    ...stopLeaving(observed, sums),
    ...stopUnhealthy(observed, sums),
    ...scaleIn(observed, sums),
    ...report(observed, sums),
  ]);
  const waits = [starts.afterMs, steadyRepeatMs(observed)].filter((ms) => ms !== null);
  return { commands, ...(waits.length > 0 ? { requeueAfterMs: Math.min(...waits) } : {}) };
}

const asCommands = (commands: readonly ServiceCommand[]): readonly Command[] =>
  commands.map((command) => ({ model: 'ecs', ...command }));

interface Sums extends Counts {
  /** Of the newest deployment, on instances that stay. */
  readonly unhealthyHere: number;
  readonly healthyHere: number;
}

/** Running tasks that are to leave count as healthy unless their checks say otherwise: they serve. */
function summed({ desired, primary, others }: ObservedService): Sums {
  const unhealthyHere = primary.unhealthy - primary.drainingUnhealthy;
  const healthyHere = primary.healthy - primary.drainingHealthy;
  const drainingServing = primary.draining - primary.drainingPending - primary.drainingUnhealthy;
  const leavingHealthy = sum(others, (d) => d.running - d.unhealthy) + drainingServing;
  return {
    desired,
    current: primary.pending + primary.running - primary.draining - unhealthyHere,
    total: primary.pending + primary.running + sum(others, (d) => d.pending + d.running),
    healthy: healthyHere + leavingHealthy,
    leavingHealthy,
    unhealthyHere,
    healthyHere,
  };
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((n, item) => n + of(item), 0);

const registerTargets = ({ key, awaitingTargets }: ObservedService): ServiceCommand[] =>
  awaitingTargets.length > 0
    ? [{ type: 'registerServiceTargets', service: key, tasks: awaitingTargets }]
    : [];

/** A failed deployment that nothing rolls back is stalled: it stops nothing either. */
const isStalled = ({ primary, service }: ObservedService): boolean =>
  !launchesNewTasks(primary.deployment) && service.status === 'ACTIVE';

function stopUseless(observed: ObservedService): ServiceCommand[] {
  const { key, primary, others } = observed;
  const idle = (tasks: readonly string[]) =>
    tasks.filter((task) => ['PENDING', 'UNHEALTHY'].includes(observed.standingOf(task)));
  const old = isStalled(observed)
    ? []
    : others.flatMap((d) =>
        d.pending + d.unhealthy > 0 ? idle(observed.keysOf(d.deployment.id, 'notHealthy')) : [],
      );
  const draining =
    primary.drainingPending + primary.drainingUnhealthy > 0
      ? idle(observed.keysOf(primary.deployment.id, 'draining'))
      : [];
  const tasks = [...old, ...draining];
  return tasks.length > 0
    ? [{ type: 'stopServiceTasks', service: key, tasks, why: 'scaling' }]
    : [];
}

function decideStarts(
  observed: ObservedService,
  sums: Sums,
): { readonly commands: readonly ServiceCommand[]; readonly afterMs: number | null } {
  const { key, primary, scheduling, bounds, daemon, nowMs } = observed;
  const deployment = primary.deployment.id;
  const wanted = launchesNewTasks(primary.deployment) ? mayStart(sums, bounds) : 0;
  const free = daemon ? Math.min(wanted, daemon.free.length) : wanted;
  const throttled =
    scheduling.throttle?.deployment === deployment ? scheduling.throttle.untilMs : 0;
  const notBeforeMs = Math.max(throttled, scheduling.nextLaunchMs);
  if (free === 0 || scheduling.waiting?.deployment === deployment)
    return { commands: [], afterMs: null };
  if (nowMs < notBeforeMs) return { commands: [], afterMs: notBeforeMs - nowMs };
  const count = Math.min(free, timings.launchBatchSize);
  const on = daemon ? { on: daemon.free.slice(0, count) } : {};
  return {
    commands: [{ type: 'startServiceTasks', service: key, deployment, count, ...on }],
    afterMs: free > count ? timings.launchBatchMs : null,
  };
}

/** Older deployments first, then what runs on draining instances; daemons go last from there. */
function stopLeaving(observed: ObservedService, sums: Sums): ServiceCommand[] {
  const { key, primary, others, bounds, daemon } = observed;
  let left = mayStop(sums, bounds);
  if (left === 0) return [];
  const commands: ServiceCommand[] = [];
  for (const { deployment, running, unhealthy } of isStalled(observed) ? [] : others) {
    const count = Math.min(left, running - unhealthy);
    if (count > 0)
      commands.push({
        type: 'scaleInServiceTasks',
        service: key,
        deployment: deployment.id,
        count,
      });
    left -= count;
  }
  const serving = primary.draining - primary.drainingPending - primary.drainingUnhealthy;
  if (left === 0 || serving === 0) return commands;
  const tasks = observed
    .keysOf(primary.deployment.id, 'draining')
    .filter((task) => ['WAITING', 'HEALTHY'].includes(observed.standingOf(task)))
    .filter((task) => !daemon || daemon.isLastOn(task))
    .slice(0, left);
  if (tasks.length > 0)
    commands.push({ type: 'stopServiceTasks', service: key, tasks, why: 'scaling' });
  return commands;
}

/**
 * As many unhealthy tasks as are still missing may stay; the rest go. With no room for a replacement, and none on its
 * way, one is stopped to make room (Developer Guide, "Amazon ECS services").
 */
function stopUnhealthy(observed: ObservedService, sums: Sums): ServiceCommand[] {
  const { key, primary, bounds } = observed;
  const { desired, current, total, unhealthyHere, healthyHere } = sums;
  if (unhealthyHere === 0) return [];
  const replaced = unhealthyHere - Math.max(0, desired - healthyHere);
  const stuck = current < desired && total >= bounds.upper && current === healthyHere;
  const count = Math.max(0, replaced, stuck && launchesNewTasks(primary.deployment) ? 1 : 0);
  if (count === 0) return [];
  const draining = new Set(observed.keysOf(primary.deployment.id, 'draining'));
  const tasks = observed
    .keysOf(primary.deployment.id, 'unhealthy')
    .filter((task) => !draining.has(task))
    .slice(0, count);
  return [{ type: 'stopServiceTasks', service: key, tasks, why: 'unhealthy' }];
}

/** More than desired: what is not healthy yet goes first. */
function scaleIn(
  observed: ObservedService,
  { current, desired, healthyHere }: Sums,
): ServiceCommand[] {
  const { key, primary } = observed;
  const surplus = current - desired;
  if (surplus <= 0) return [];
  const young = current > healthyHere ? notYetHealthy(observed).slice(0, surplus) : [];
  const count = surplus - young.length;
  return [
    ...(young.length > 0
      ? [{ type: 'stopServiceTasks', service: key, tasks: young, why: 'scaling' } as const]
      : []),
    ...(count > 0
      ? [
          {
            type: 'scaleInServiceTasks',
            service: key,
            deployment: primary.deployment.id,
            count,
          } as const,
        ]
      : []),
  ];
}

function notYetHealthy(observed: ObservedService): readonly string[] {
  const { id } = observed.primary.deployment;
  const draining = new Set(observed.keysOf(id, 'draining'));
  return observed
    .keysOf(id, 'notHealthy')
    .filter((task) => !draining.has(task) && observed.standingOf(task) !== 'UNHEALTHY');
}

function report(observed: ObservedService, sums: Sums): ServiceCommand[] {
  const { key, primary, scheduling, service } = observed;
  const steady = isSteady(observed);
  const commands: ServiceCommand[] = [];
  if (countsChanged(observed) || (!steady && scheduling.steadySaidMs !== null))
    commands.push({ type: 'reportService', service: key });
  if (steady && primary.deployment.rolloutState === 'IN_PROGRESS')
    commands.push({ type: 'completeDeployment', service: key, deployment: primary.deployment.id });
  if (steady && steadyIsNews(observed)) commands.push({ type: 'reportSteadyState', service: key });
  const blocked = service.status === 'ACTIVE' && isStuck(observed, sums);
  if (blocked && scheduling.saidBlocked !== primary.deployment.id)
    commands.push({ type: 'reportBlockedDeployment', service: key });
  return commands;
}

/** As many tasks as desired, all of the newest deployment, all healthy, none to leave. */
export const isSteady = ({ service, primary, others, desired }: ObservedService): boolean =>
  service.status === 'ACTIVE' &&
  launchesNewTasks(primary.deployment) &&
  others.every((d) => d.pending + d.running === 0) &&
  primary.draining === 0 &&
  primary.pending === 0 &&
  primary.running === desired &&
  primary.healthy === desired;

const steadyIsNews = ({ scheduling, nowMs }: ObservedService): boolean =>
  scheduling.steadySaidMs === null ||
  nowMs - scheduling.steadySaidMs >= timings.steadyStateRepeatMs;

function steadyRepeatMs({ scheduling, nowMs }: ObservedService): number | null {
  const said = scheduling.steadySaidMs;
  return said === null ? null : Math.max(1, said + timings.steadyStateRepeatMs - nowMs);
}

/** A rollout over tasks that all stay, with neither room above nor slack below. */
const isStuck = ({ others, bounds, primary }: ObservedService, sums: Sums): boolean =>
  primary.deployment.rolloutState === 'IN_PROGRESS' &&
  isBlocked(sums.desired, bounds) &&
  sums.current === 0 &&
  sum(others, (d) => d.running) >= sums.desired;

function countsChanged({
  service,
  primary,
  others,
  desired,
  presentRunning,
  presentPending,
}: ObservedService) {
  const differs = ({ deployment, pending, running }: DeploymentTasks, wanted: number) =>
    deployment.pendingCount !== pending ||
    deployment.runningCount !== running ||
    deployment.desiredCount !== wanted;
  return (
    service.runningCount !== presentRunning ||
    service.pendingCount !== presentPending ||
    (service.status === 'ACTIVE' && service.desiredCount !== desired) ||
    differs(primary, desired) ||
    others.some((d) => differs(d, d.pending + d.running))
  );
}
