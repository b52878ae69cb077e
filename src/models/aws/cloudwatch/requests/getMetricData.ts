/**
 * CloudWatch GetMetricData. What an alarm watches or somebody publishes has a past; a metric of the ground that no alarm
 * watches answers with the period that has just ended, at the present value.
 */
import type { Admission, Read } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { answer } from '../../refusal';
import { inputOf, objectsOf, requiredText, wholeOf, type Input } from '../../requestInput';
import { datapointsOf } from '../datapoints';
import { metricValue } from '../metricValue';
import { MINUTE_MS, seriesKey } from '../series';
import type { Datapoint, Metric, Statistic } from '../types';
import { metricOf, statisticField } from './fields';

export const getMetricData = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const MetricDataResults = objectsOf(inputOf(input), 'MetricDataQueries').map((query) => {
      const stat = inputOf(query['MetricStat']);
      const metric = metricOf(inputOf(stat['Metric']));
      const points = pastOf(metric, stat, read).filter((point) => point.value !== null);
      return {
        Id: requiredText(query, 'Id'),
        Label: metric.MetricName,
        Timestamps: points.map((point) => isoInstant(point.atMs)),
        Values: points.map((point) => point.value),
        StatusCode: 'Complete',
      };
    });
    return { ok: true, output: { MetricDataResults }, effects: [] };
  });

/** Newest first, as the API gives them: whole periods. */
function pastOf(metric: Metric, stat: Input, read: Read): readonly Datapoint[] {
  const series = read.get('cloudwatch/Series', seriesKey(metric));
  const Statistic: Statistic = statisticField(stat, 'Stat');
  if (series) {
    const Period = wholeOf(stat, 'Period') ?? 60;
    const endMs = Math.floor(read.nowMs / (Period * 1000)) * Period * 1000;
    const periods = Math.ceil((endMs - (series.minutes[0]?.atMs ?? endMs)) / (Period * 1000));
    return datapointsOf({ ...metric, Statistic }, { endMs, Period, periods }, read).toReversed();
  }
  const minute = Math.floor(read.nowMs / MINUTE_MS);
  return minute === 0 ? [] : [{ atMs: (minute - 1) * MINUTE_MS, value: metricValue(metric, read) }];
}
