/** Which tasks of a service are to stop, and why (steps 2, 4 and 5 of `decideService.ts`). */
import { launchesNewTasks } from './circuitBreaker';
import { mayStop } from './deploymentArithmetic';
import type { ObservedService } from './observeService';
import type { ServiceCommand } from './serviceCommand';
import type { Sums } from './serviceSums';

export const decideStops = (observed: ObservedService, sums: Sums): readonly ServiceCommand[] => [
  ...stopLeaving(observed, sums),
  ...stopUnhealthy(observed, sums),
  ...scaleIn(observed, sums),
];

/** What neither serves nor will: PENDING and unhealthy tasks that are to leave anyway. */
export function stopUseless(observed: ObservedService): ServiceCommand[] {
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

/** A failed deployment that nothing rolls back is stalled: it stops nothing either. */
const isStalled = ({ primary, service }: ObservedService): boolean =>
  !launchesNewTasks(primary.deployment) && service.status === 'ACTIVE';

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

/** More than desired: what is not healthy yet goes first, unless it is there to even out the zones. */
function scaleIn(
  observed: ObservedService,
  { current, desired, healthyHere }: Sums,
): ServiceCommand[] {
  const { key, primary } = observed;
  const surplus = current - desired;
  if (surplus <= 0 || (evensOut(observed) && healthyHere < current)) return [];
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

const evensOut = ({ scheduling, primary }: ObservedService): boolean =>
  scheduling.rebalancing?.deployment === primary.deployment.id;

function notYetHealthy(observed: ObservedService): readonly string[] {
  const { id } = observed.primary.deployment;
  const draining = new Set(observed.keysOf(id, 'draining'));
  return observed
    .keysOf(id, 'notHealthy')
    .filter((task) => !draining.has(task) && observed.standingOf(task) !== 'UNHEALTHY');
}
