/**
 * Asked, True and Why of a Job, where no Deployment stands: it is asked to succeed so many times, and a pod that has ended is
 * what it was for. A Job that was made later is told of first.
 */
import type { Condition, StoredObject } from '../../models/kubernetes/types';
import type { Records } from '../records';
import type { Ledger, StateCount, Tile, Why } from '../view';
import { gaugeOf, underWayOf } from './gaugeOf';

const JOBS = 'jobs.batch/';

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
  for (const [key, object] of records.all('kubernetes/Object')) {
    if (!key.startsWith(JOBS)) continue;
    const record = object as unknown as Job;
    const isNewer =
      !newest || record.metadata.creationTimestamp >= newest.record.metadata.creationTimestamp;
    if (isNewer) newest = { key, record };
  }
  return newest;
}

export function jobLedger(
  { key, record }: KeyedJob,
  tiles: readonly Tile[],
  why: Why | null | undefined,
  capacity: Ledger['capacity'],
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
      ...some('Running', 'serving', running),
      ...underWayOf(mine),
      ...some('Failed', 'failed', failed),
    ],
    // What has succeeded is full, and what runs is on its way there.
    gauge: { ...gauge, serving: succeeded, starting: gauge.starting + running },
    limits: null,
    capacity,
    why: why ?? newestCondition(status.conditions ?? []),
  };
}

const some = (state: string, family: StateCount['family'], count: number): StateCount[] =>
  count > 0 ? [{ state, family, count }] : [];

/** Why it has failed, in the Job's own words. */
function newestCondition(conditions: readonly Condition[]): Why | null {
  const told = conditions.filter(({ status, message }) => status === 'True' && message);
  const last = told.at(-1);
  return last
    ? { text: last.message ?? '', atMs: last.lastTransitionTime ?? 0, serial: null }
    : null;
}
