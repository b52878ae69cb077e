/** Metrics and minutes by name. */
import type { Metric, Minute } from './types';

export const MINUTE_MS = 60_000;

export const seriesKey = ({ Namespace, MetricName, Dimensions }: Metric): string =>
  [Namespace, MetricName, ...Dimensions.map((d) => `${d.Name}=${d.Value}`).sort()].join('|');

export const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

/** A minute in which one value arrived. */
export const single = (value: number, atMs: number): Minute => ({
  atMs,
  SampleCount: 1,
  Sum: value,
  Minimum: value,
  Maximum: value,
});
