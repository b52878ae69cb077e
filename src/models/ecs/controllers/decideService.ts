/**
 * What the scheduler does next for a service: arithmetic on what it observed, no store.
 *
 * 1. Tasks behind a load balancer whose containers run get their targets.
 * 2. What cannot help the service is stopped at once: PENDING tasks on draining instances and of older deployments.
 * 3. Tasks are started up to the desired number and the upper bound, in batches, unless launches are throttled, no
 *    instance has room, or the circuit breaker has failed the deployment.
 * 4. What is to leave (older deployments, draining instances) is stopped down to the lower bound.
 * 5. Unhealthy tasks go once they are replaced; without room for that, one at a time. Surplus is scaled in.
 *    While the zones are evened out (`zoneBalance.ts`) the surplus stays until all of it is healthy.
 * 6. Counts, completion, steady state, and a deployment that can never go on are reported.
 */
import type { Command } from '../../../engine/model';
import { timings } from '../timings';
import { launchesNewTasks } from './circuitBreaker';
import { decideStops, stopUseless } from './decideStops';
import { isBlocked, mayStart } from './deploymentArithmetic';
import type { DeploymentTasks, ObservedService } from './observeService';
import type { ServiceCommand } from './serviceCommand';
import { summed, tasksIn, type Sums } from './serviceSums';

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
    ...decideStops(observed, sums),
    ...report(observed, sums),
  ]);
  const waits = [starts.afterMs, steadyRepeatMs(observed)].filter((ms) => ms !== null);
  return { commands, ...(waits.length > 0 ? { requeueAfterMs: Math.min(...waits) } : {}) };
}

const asCommands = (commands: readonly ServiceCommand[]): readonly Command[] =>
  commands.map((command) => ({ model: 'ecs', ...command }));

const registerTargets = ({ key, awaitingTargets }: ObservedService): ServiceCommand[] =>
  awaitingTargets.length > 0
    ? [{ type: 'registerServiceTargets', service: key, tasks: awaitingTargets }]
    : [];

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

function report(observed: ObservedService, sums: Sums): ServiceCommand[] {
  const { key, primary, scheduling, service } = observed;
  const steady = isSteady(observed);
  const commands: ServiceCommand[] = [];
  if (countsChanged(observed) || (!steady && scheduling.steadySaidMs !== null))
    commands.push({ type: 'reportService', service: key });
  if (steady && primary.deployment.rolloutState === 'IN_PROGRESS')
    commands.push({ type: 'completeDeployment', service: key, deployment: primary.deployment.id });
  if (steady && steadyIsNews(observed)) commands.push({ type: 'reportSteadyState', service: key });
  if (scheduling.rebalancing && sums.current <= sums.desired)
    commands.push({ type: 'finishRebalancing', service: key });
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
  tasksIn(others, (d) => d.running) >= sums.desired;

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
