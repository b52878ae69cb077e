/**
 * CloudWatch GetMetricData: metrics and expressions over them, whole periods from StartTime to EndTime, newest first. Lines
 * that are only there for an expression (ReturnData false) are not answered.
 */
import type { Admission, Read } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, type Input } from '../../requestInput';
import { instantField } from '../../schedule/instantField';
import { datapointsOf, type Span } from '../datapoints';
import { countedTasks, minutesOf } from '../series';
import { MINUTE_MS } from '../seriesKey';
import type { Metric, MetricDataQuery } from '../types';
import { metricQueries } from './metricQueries';

export const getMetricData = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const at = ['MetricDataQueries'] as const;
    const queries = metricQueries(objectsOf(given, 'MetricDataQueries'), at, 'any');
    const range = rangeOf(given, read);
    const MetricDataResults = queries
      .filter((query) => query.ReturnData !== false)
      .map((query) => resultOf(query, queries, range, read));
    return { ok: true, output: { MetricDataResults }, effects: [] };
  });

interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

function rangeOf(given: Input, { nowMs }: Read): Range {
  const instant = (field: string, otherwise: number): number =>
    instantField(given, field, (message, ...path) => refuse('ValidationError', message, path)) ??
    otherwise;
  const startMs = Math.max(0, instant('StartTime', 0));
  return { startMs, endMs: Math.min(instant('EndTime', nowMs), nowMs) };
}

function resultOf(
  query: MetricDataQuery,
  queries: readonly MetricDataQuery[],
  range: Range,
  read: Read,
) {
  const lines = queries
    .map(countedTasks)
    .map((line) => ({ ...line, ReturnData: line.Id === query.Id }));
  const span = spanOf(queries, range);
  const known = (metric: Metric) => {
    const minutes = minutesOf(metric, read);
    return { sinceMs: minutes[0]?.atMs ?? Infinity, minutes };
  };
  const points = datapointsOf({ Metrics: lines }, span, known)
    .filter(({ value }) => value !== null)
    .toReversed();
  return {
    Id: query.Id,
    Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
    Timestamps: points.map(({ atMs }) => isoInstant(atMs)),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}

/** Whole periods; none from before anything was gathered. */
function spanOf(queries: readonly MetricDataQuery[], { startMs, endMs: toMs }: Range): Span {
  const stated = queries.find(({ MetricStat }) => MetricStat?.Period !== undefined);
  const Period = stated?.MetricStat?.Period ?? MINUTE_MS / 1000;
  const periodMs = Period * 1000;
  const endMs = Math.floor(toMs / periodMs) * periodMs;
  const periods = Math.floor(endMs / periodMs) - Math.floor(startMs / periodMs);
  return { endMs, Period, periods: Math.max(0, periods) };
}
