/**
 * Asked, True and Why of a Job, where no Deployment stands: it is asked to succeed so many times, and a pod that has ended is
 * what it was for. A Job that was made later is told of first.
 */
import type { Condition, StoredObject } from '../../models/kubernetes/types';
import type { Records } from '../records';
import type { Ledger, Tile, Why } from '../view';
import { gaugeOf, underWayOf } from './gaugeOf';
import { newestCondition } from './kubernetesLedger';

interface Job {
  readonly metadata: StoredObject['metadata'];
  readonly spec: { readonly completions?: number; readonly parallelism?: number };
  readonly status?: {
    readonly succeeded?: number;
    readonly failed?: number;
    readonly active?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface KeyedJob {
  readonly key: string;
  readonly record: Job;
}

export function newestJob(records: Records): KeyedJob | null {
  let newest: KeyedJob | null = null;
  let newestMs = -1;
  for (const [key, object] of records.all('kubernetes/Object')) {
    const createdMs = object.metadata.creationTimestamp;
    if (!key.startsWith('jobs.batch/') || createdMs < newestMs) continue;
    newest = { key, record: object as unknown as Job };
    newestMs = createdMs;
  }
  return newest;
}

export function jobLedger(
  { key, record }: KeyedJob,
  tiles: readonly Tile[],
  why: Why | null | undefined,
): Ledger {
  const { metadata, spec, status = {} } = record;
  const { name } = metadata;
  const { succeeded = 0, failed = 0 } = status;
  const asked = spec.completions ?? spec.parallelism ?? 1;
  const mine = tiles.filter((tile) => tile.name === name);
  const running = mine.filter(({ family }) => family === 'serving').length;
  const gauge = gaugeOf(mine, asked, asked, null);
  return {
    workload: { ref: { kind: 'kubernetes/Object', key }, kind: 'Job', name },
    asked,
    askedAs: 'completions',
    true: { state: 'Succeeded', family: 'done', count: succeeded },
    underWay: [
      { state: 'Running', family: 'serving', count: running } as const,
      ...underWayOf(mine),
      { state: 'Failed', family: 'failed', count: failed } as const,
    ].filter(({ count }) => count > 0),
    // What has succeeded is full, and what runs is on its way there.
    gauge: { ...gauge, serving: succeeded, starting: gauge.starting + running },
    limits: null,
    why: why ?? newestCondition(record),
  };
}
