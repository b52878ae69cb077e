/** Amazon ECS records -> its half of the view. Pure; unchanged records give back the same tiles, boxes and zones. */
import type { Service } from '../models/ecs/types';
import { ecsLedger } from './read/ecsLedger';
import { instanceBoxes } from './read/instanceBox';
import { serviceLimits } from './read/limits';
import { readTargets } from './read/targets';
import { readTasks } from './read/tasks';
import { capacityReasons } from './read/waitingForCapacity';
import { byCodeUnit, zonesOf } from './read/zonesOf';
import type { ReadOptions, Records } from './records';
import type { Half, Tile, Waiting } from './view';

export function readEcs(records: Records, options: ReadOptions): Half {
  const cluster =
    options.cluster ?? [...records.all('ecs/Cluster').keys()].sort(byCodeUnit)[0] ?? '';
  const service = serviceInFocus(records, cluster, options.focus);
  const targets = readTargets(records, loadBalancerName(records, service?.record));
  const tasks = readTasks(records, options, cluster, targets);
  const boxes = instanceBoxes(records, options, cluster, tasks.byInstance);
  return {
    platform: 'ecs',
    cluster,
    ledger: ecsLedger(
      service,
      tasks.alive,
      options.why,
      service && serviceLimits(records, service.key),
    ),
    loadBalancer: targets.loadBalancer,
    zones: zonesOf(records, options, boxes, tasks.floating),
    waiting: waitingOf(
      tasks.waiting,
      service?.record,
      capacityReasons(records, cluster, tasks.waiting),
    ),
    ended: tasks.ended,
    count: tasks.alive.length,
  };
}

interface Keyed {
  readonly key: string;
  readonly record: Service;
}

/** The one asked for, else the first with a load balancer, else the first. */
function serviceInFocus(
  records: Records,
  cluster: string,
  focus: string | undefined,
): Keyed | null {
  const all = [...records.all('ecs/Service')]
    .filter(([key, record]) => key.startsWith(`${cluster}/`) && record.status === 'ACTIVE')
    .map(([key, record]) => ({ key, record }))
    .sort((a, b) => byCodeUnit(a.key, b.key));
  return (
    all.find(({ key }) => key === focus) ??
    all.find(({ record }) => record.loadBalancers.length > 0) ??
    all[0] ??
    null
  );
}

function loadBalancerName(records: Records, service: Service | undefined): string | null {
  const arn = service?.loadBalancers[0]?.targetGroupArn;
  if (arn === undefined) return null;
  for (const [name, record] of records.all('elasticloadbalancing/LoadBalancer'))
    if (record.forwardsTo === arn) return name;
  return null;
}

const CANNOT_PLACE = 'unable to place a task';

function waitingOf(
  tiles: readonly Tile[],
  service: Service | undefined,
  reasons: Waiting['reasons'],
): Waiting {
  const newest = service?.events[0]?.message ?? '';
  const missing = service ? service.desiredCount - service.runningCount - service.pendingCount : 0;
  const unmade =
    missing > 0 && newest.includes(CANNOT_PLACE) ? { count: missing, message: newest } : null;
  return { tiles, reasons, unmade };
}
