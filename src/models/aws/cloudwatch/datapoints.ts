/** The datapoints of a metric or of metric math: one a period, null where nothing arrived. */
import type { Read } from '../../../engine/model';
import { evaluateExpression } from './metricMath';
import { isCountMetric } from './metricValue';
import { together } from './series';
import { seriesKey } from './seriesKey';
import type {
  Datapoint,
  Metric,
  MetricDataQuery,
  MetricSource,
  Minute,
  Series,
  Statistic,
} from './types';

export interface Span {
  /** The last period ends here, virtual ms. */
  readonly endMs: number;
  /** Seconds. */
  readonly Period: number;
  readonly periods: number;
}

/** Where the minutes of a metric are looked up. */
export type PastOf = (metric: Metric) => Pick<Series, 'sinceMs' | 'minutes'> | undefined;

/** What is watched or published: an alarm's metrics have all of their past there. */
export const watchedPast =
  (read: Pick<Read, 'get'>): PastOf =>
  (metric) =>
    read.get('cloudwatch/Series', seriesKey(metric));

/** Oldest first. Periods from before the metric began are left out; later ones without a value are null. */
export function datapointsOf(
  source: MetricSource,
  span: Span,
  pastOf: PastOf,
): readonly Datapoint[] {
  const starts = startsOf(span);
  if (!('Metrics' in source)) {
    const values = valuesOf(source, source.Statistic, span, pastOf);
    return pointsFrom(starts, values, pastOf(source)?.sinceMs ?? Infinity);
  }
  const known = new Map<string, readonly (number | null)[]>();
  for (const query of inOrder(source.Metrics))
    known.set(query.Id, lineOf(query, known, span, pastOf));
  const returned = source.Metrics.find((query) => query.ReturnData !== false);
  return pointsFrom(starts, known.get(returned?.Id ?? '') ?? [], sinceOf(source.Metrics, pastOf));
}

const startsOf = ({ endMs, Period, periods }: Span): readonly number[] =>
  Array.from({ length: periods }, (_, i) => endMs - (periods - i) * Period * 1000);

const pointsFrom = (
  starts: readonly number[],
  values: readonly (number | null)[],
  sinceMs: number,
): readonly Datapoint[] =>
  starts
    .map((atMs, i) => ({ atMs, value: values[i] ?? null }))
    .filter(({ atMs, value }) => value !== null || atMs >= sinceMs);

/** Metrics before expressions, expressions as they are written: one may name those above it. */
const inOrder = (queries: readonly MetricDataQuery[]): readonly MetricDataQuery[] => [
  ...queries.filter((query) => query.MetricStat),
  ...queries.filter((query) => !query.MetricStat),
];

function lineOf(
  query: MetricDataQuery,
  known: ReadonlyMap<string, readonly (number | null)[]>,
  span: Span,
  pastOf: PastOf,
): readonly (number | null)[] {
  if (query.MetricStat)
    return valuesOf(query.MetricStat.Metric, query.MetricStat.Stat, span, pastOf);
  const { Expression = '' } = query;
  return Array.from({ length: span.periods }, (_, i) =>
    evaluateExpression(Expression, (id) => known.get(id)?.[i] ?? null),
  );
}

/** From when on there is anything of any of them. */
const sinceOf = (queries: readonly MetricDataQuery[], pastOf: PastOf): number =>
  Math.min(
    ...queries.flatMap(({ MetricStat }) =>
      MetricStat ? [pastOf(MetricStat.Metric)?.sinceMs ?? Infinity] : [],
    ),
  );

function valuesOf(
  metric: Metric,
  statistic: Statistic,
  span: Span,
  pastOf: PastOf,
): readonly (number | null)[] {
  const minutes = pastOf(metric)?.minutes ?? [];
  const periodMs = span.Period * 1000;
  const startMs = span.endMs - span.periods * periodMs;
  const byPeriod = Array.from({ length: span.periods }, (): Minute[] => []);
  // From the newest back: a look at the last minutes does not read hours.
  for (let i = minutes.length - 1; i >= 0; i--) {
    const minute = minutes[i] as Minute;
    if (minute.atMs < startMs) break;
    byPeriod[Math.floor((minute.atMs - startMs) / periodMs)]?.unshift(minute);
  }
  return byPeriod.map((within) =>
    within.length === 0 ? null : statisticOf(metric, statistic, within),
  );
}

/** A count that is measured is a rate, of a whole minute each time. */
function statisticOf(metric: Metric, statistic: Statistic, minutes: readonly Minute[]): number {
  const all = together(minutes);
  switch (statistic) {
    case 'Minimum':
      return all.Minimum;
    case 'Maximum':
      return all.Maximum;
    case 'SampleCount':
      return all.SampleCount;
    case 'Average':
      return all.Sum / all.SampleCount;
    case 'Sum':
      return isCountMetric(metric)
        ? minutes.reduce((sum, minute) => sum + minute.Sum / minute.SampleCount, 0)
        : all.Sum;
  }
}
