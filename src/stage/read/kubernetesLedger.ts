/** Asked, True and Why of one Deployment. */
import type { Deployment } from '../../models/kubernetes/types';
import type { Ledger, Tile, Why } from '../view';
import { gaugeOf, underWayOf } from './gaugeOf';

export function kubernetesLedger(
  deployment: { readonly key: string; readonly record: Deployment } | null,
  tiles: readonly Tile[],
  why: Why | null | undefined,
  limits: Ledger['limits'],
): Ledger {
  const record = deployment?.record;
  const name = record?.metadata.name;
  const mine = tiles.filter((tile) =>
    name === undefined ? tile.family !== 'system' : tile.name === name,
  );
  const asked = record?.spec.replicas ?? mine.filter((tile) => tile.family !== 'leaving').length;
  const gauge = gaugeOf(mine, asked, asked + (record ? surgeOf(record) : 0), limits);
  const twoRevisions = mine.some((tile) => tile.flies);
  return {
    workload: deployment && {
      ref: { kind: 'kubernetes/Deployment', key: deployment.key },
      kind: 'Deployment',
      name: deployment.record.metadata.name,
    },
    asked,
    askedAs: twoRevisions ? `generation ${record?.metadata.generation ?? 1}` : 'replicas',
    true: { state: 'Ready', family: 'serving', count: gauge.serving },
    underWay: underWayOf(mine),
    gauge,
    limits,
    why: why ?? (record ? newestCondition(record) : null),
  };
}

/** maxSurge, default 25 %, percentages rounded up. */
function surgeOf({ spec }: Deployment): number {
  if (spec.strategy.type === 'Recreate') return 0;
  const surge = spec.strategy.rollingUpdate?.maxSurge ?? '25%';
  return typeof surge === 'number'
    ? surge
    : Math.ceil((spec.replicas * Number.parseFloat(surge)) / 100);
}

/** Of a Deployment or a Job, in its own words. */
export function newestCondition({
  status,
}: {
  readonly status?: { readonly conditions?: readonly Told[] };
}): Why | null {
  const told = (status?.conditions ?? []).filter((each) => each.message);
  const newest = told.reduce<(typeof told)[number] | undefined>(
    (best, each) =>
      (each.lastUpdateTime ?? each.lastTransitionTime ?? 0) >=
      (best?.lastUpdateTime ?? best?.lastTransitionTime ?? 0)
        ? each
        : best,
    undefined,
  );
  if (!newest) return null;
  const atMs = newest.lastUpdateTime ?? newest.lastTransitionTime ?? 0;
  return { text: newest.message ?? '', atMs, serial: null };
}

type Told = Partial<
  Pick<
    NonNullable<Deployment['status']['conditions']>[number],
    'message' | 'lastUpdateTime' | 'lastTransitionTime'
  >
>;
