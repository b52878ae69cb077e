/**
 * The past of metrics, minute by minute. What stands on the ground is measured every 20 s while an alarm watches it (as the ECS
 * agent sends its figures), and begins with what was gathered before (`past.ts`); anybody else's metric is kept as it is
 * published. A minute in which nothing arrived is not there.
 */
import {
  defineIndex,
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type IndexDef,
  type Read,
  type Watch,
} from '../../../engine/model';
import { timings } from '../timings';
import { isMeasured, metricValue } from './metricValue';
import { KEPT, pastOf } from './past';
import { minuteOf, seriesKey, single } from './seriesKey';
import type {
  Metric,
  MetricAlarm,
  MetricDataQuery,
  MetricSource,
  Minute,
  Series,
  Statistic,
} from './types';

const SERIES = 'cloudwatch/series';
const { sampleMs, samplePhaseMs } = timings.cloudwatch;

/** The metrics that an alarm looks at. */
export function metricsOf(alarm: Watching): Metric[] {
  const source = sourceOf(alarm);
  if ('Metrics' in source)
    return source.Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
  const { Namespace, MetricName, Dimensions } = source;
  return Namespace === '' ? [] : [{ Namespace, MetricName, Dimensions }];
}

type Watching = Partial<Metric> & Pick<MetricAlarm, 'Metrics' | 'Statistic'>;

/** What an alarm looks at, as one of the two forms. */
export function sourceOf(alarm: Watching): MetricSource {
  if (alarm.Metrics) return { Metrics: alarm.Metrics.map(countedTasks) };
  const { Namespace = '', MetricName = '', Dimensions = [], Statistic = 'Average' } = alarm;
  return asked({ Namespace, MetricName, Dimensions }, Statistic);
}

export function countedTasks(query: MetricDataQuery): MetricDataQuery {
  if (!query.MetricStat) return query;
  const { Metric, Stat, ...rest } = query.MetricStat;
  if (Stat !== 'SampleCount') return query;
  const { Statistic, ...metric } = asked(Metric, Stat);
  return { ...query, MetricStat: { ...rest, Metric: metric, Stat: Statistic } };
}

/**
 * Each running task sends its own figure each minute: the number of samples of a service's utilisation is that of its running
 * tasks (Developer Guide, "Service RUNNING task count"). Samples here are of the service, so the tasks are counted instead.
 */
function asked(metric: Metric, Statistic: Statistic): Metric & { readonly Statistic: Statistic } {
  const ofService =
    metric.Namespace === 'AWS/ECS' && metric.Dimensions.some(({ Name }) => Name === 'ServiceName');
  if (Statistic !== 'SampleCount' || !ofService) return { ...metric, Statistic };
  const { Dimensions } = metric;
  return {
    Namespace: 'ECS/ContainerInsights',
    MetricName: 'RunningTaskCount',
    Dimensions,
    Statistic: 'Average',
  };
}

export const seriesIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'series',
    kind: 'cloudwatch/MetricAlarm',
    dependsOn: ['Namespace', 'MetricName', 'Dimensions', 'Metrics', 'Statistic'],
    buckets: (alarm) => [...new Set(metricsOf(alarm).map(seriesKey))],
  }),
  defineIndex({
    name: 'action',
    kind: 'cloudwatch/MetricAlarm',
    dependsOn: ['OKActions', 'AlarmActions', 'InsufficientDataActions'],
    buckets: ({ OKActions, AlarmActions, InsufficientDataActions }) => [
      ...new Set([...OKActions, ...AlarmActions, ...InsufficientDataActions]),
    ],
  }),
];

/** Key: the series'. Measures at whole samples while anybody watches. */
export const seriesController: Controller = {
  name: SERIES,
  latencyMs: 0,
  sync(key, read) {
    const metric = watchedMetric(key, read);
    if (!metric || !isMeasured(metric)) return undefined;
    const sinceMs = (read.nowMs + sampleMs - samplePhaseMs) % sampleMs;
    const value = sinceMs === 0 ? metricValue(metric, read) : null;
    return {
      commands: value === null ? [] : [{ model: 'aws', type: 'recordSample', metric, value }],
      requeueAfterMs: sampleMs - sinceMs,
    };
  },
};

function watchedMetric(key: string, read: Read): Metric | undefined {
  const [alarm] = read.by('cloudwatch/MetricAlarm', 'series', key);
  return alarm && metricsOf(alarm).find((metric) => seriesKey(metric) === key);
}

export const seriesWatches: readonly Watch[] = [
  defineWatch({
    kind: 'cloudwatch/MetricAlarm',
    wakes: SERIES,
    keys: (after, before) =>
      after && after.Dimensions === before?.Dimensions && after.Metrics === before?.Metrics
        ? []
        : metricsOf(after ?? {}).map(seriesKey),
  }),
];

/** One command carries what it writes: measuring twice would double what it costs. */
export interface RecordSample {
  readonly type: 'recordSample';
  readonly metric: Metric;
  readonly value: number;
}

export const recordSample = ({ metric, value }: RecordSample, ctx: Context): readonly Effect[] =>
  added(metric, single(value, minuteOf(ctx.nowMs)), ctx);

/** A metric of one's own: anybody in the models may publish. A namespace of AWS is fine here, as for AWS's own services. */
export interface PutMetricData extends Metric {
  readonly type: 'putMetricData';
  readonly Value: number;
}

export const putMetricData = (
  { Namespace, MetricName, Dimensions, Value }: PutMetricData,
  ctx: Context,
): readonly Effect[] =>
  added({ Namespace, MetricName, Dimensions }, single(Value, minuteOf(ctx.nowMs)), ctx);

export function added(metric: Metric, arrived: Minute, read: Read): readonly Effect[] {
  const before = read.get('cloudwatch/Series', seriesKey(metric));
  const minutes = withMinute(before?.minutes ?? [], arrived).slice(-KEPT);
  return [putSeries(metric, before?.sinceMs ?? arrived.atMs, minutes)];
}

function putSeries(metric: Metric, sinceMs: number, minutes: readonly Minute[]): Effect {
  const { Namespace, MetricName, Dimensions } = metric;
  const value: Series = { Namespace, MetricName, Dimensions, sinceMs, minutes };
  return { do: 'put', kind: 'cloudwatch/Series', key: seriesKey(metric), value };
}

/** What a new alarm finds: the minutes in which nobody watched are those that were gathered. */
export function recalled(
  metric: Metric,
  read: Pick<Read, 'get' | 'list' | 'nowMs'>,
): readonly Effect[] {
  const before = read.get('cloudwatch/Series', seriesKey(metric))?.minutes ?? [];
  const minutes = minutesOf(metric, read);
  const [first] = minutes;
  return first && minutes.length > before.length ? [putSeries(metric, first.atMs, minutes)] : [];
}

/** All minutes of a metric that are known, watched or gathered, oldest first. */
export function minutesOf(
  metric: Metric,
  read: Pick<Read, 'get' | 'list' | 'nowMs'>,
): readonly Minute[] {
  const watched = read.get('cloudwatch/Series', seriesKey(metric))?.minutes ?? [];
  const known = new Set(watched.map(({ atMs }) => atMs));
  const gathered = pastOf(metric, read).filter(({ atMs }) => !known.has(atMs));
  if (gathered.length === 0) return watched;
  return [...watched, ...gathered].sort((a, b) => a.atMs - b.atMs).slice(-KEPT);
}

/** Nearly always the newest minute, or a new one after it. */
function withMinute(minutes: readonly Minute[], arrived: Minute): readonly Minute[] {
  const newest = minutes.at(-1);
  if (!newest || newest.atMs < arrived.atMs) return [...minutes, arrived];
  if (newest.atMs === arrived.atMs) return [...minutes.slice(0, -1), together([newest, arrived])];
  const same = minutes.find(({ atMs }) => atMs === arrived.atMs);
  if (same) return minutes.map((minute) => (minute === same ? together([same, arrived]) : minute));
  return [...minutes, arrived].sort((a, b) => a.atMs - b.atMs);
}

/** Several minutes as one; they are in order and at least one. */
export function together(minutes: readonly Minute[]): Minute {
  return {
    atMs: minutes[0]?.atMs ?? 0,
    SampleCount: minutes.reduce((sum, m) => sum + m.SampleCount, 0),
    Sum: minutes.reduce((sum, m) => sum + m.Sum, 0),
    Minimum: Math.min(...minutes.map((m) => m.Minimum)),
    Maximum: Math.max(...minutes.map((m) => m.Maximum)),
  };
}
