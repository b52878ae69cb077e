/** Asked, True and Why of one ECS service. */
import type { Service } from '../../models/ecs/types';
import type { Ledger, Tile, Why } from '../view';
import { gaugeOf, underWayOf } from './gaugeOf';

export function ecsLedger(
  service: { readonly key: string; readonly record: Service } | null,
  tiles: readonly Tile[],
  why: Why | null | undefined,
  limits: Ledger['limits'],
): Ledger {
  const record = service?.record;
  const mine = record ? tiles.filter((tile) => tile.name === record.serviceName) : tiles;
  const asked = record?.desiredCount ?? mine.filter((tile) => tile.family !== 'leaving').length;
  const percent = record?.deploymentConfiguration.maximumPercent ?? (record ? 200 : 100);
  const gauge = gaugeOf(mine, asked, Math.floor((asked * percent) / 100), limits);
  const twoRevisions = mine.some((tile) => tile.flies);
  return {
    workload: service && {
      ref: { kind: 'ecs/Service', key: service.key },
      kind: 'service',
      name: service.record.serviceName,
    },
    asked,
    askedAs: twoRevisions && record ? afterSlash(record.taskDefinition) : 'desiredCount',
    true: { state: 'RUNNING', family: 'serving', count: gauge.serving },
    underWay: underWayOf(mine),
    gauge,
    limits,
    why: why ?? (record ? newestEvent(record) : null),
  };
}

function newestEvent(service: Service): Why | null {
  const event = service.events[0];
  return event ? { text: event.message, atMs: event.createdAt, serial: null } : null;
}

const afterSlash = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
