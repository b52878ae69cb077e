/** What CloudWatch alarms leave in the log. */
import type { CloudWatchFact } from '../../models/aws/cloudwatch/facts';
import { figure } from '../../stage/clock';
import { num } from '../scaling/numbers';
import type { ModelSentences } from './types';

const listed = (values: readonly (number | null)[]): string =>
  values.map((value) => (value === null ? '-' : num(Math.round(value * 10) / 10))).join(', ');

export const cloudWatch: Pick<ModelSentences<'aws'>, CloudWatchFact['type']> = {
  alarmPut: (d, name) => ({
    head: `Alarm ${name} watches ${d.MetricName}`,
    because: `threshold ${figure(d.Threshold)}`,
  }),
  alarmDeleted: (_, name) => ({ head: `Alarm ${name} deleted` }),
  alarmActionsSwitched: (d, name) => ({
    head: d.enabled ? `Alarm ${name} acts again` : `Alarm ${name} no longer acts`,
  }),
  alarmStateChanged: (d, name) => ({
    head: `Alarm ${name} \`${d.from}\` to **${d.to}**`,
    why: d.reason,
    because: `${d.MetricName} ${listed(d.datapoints)} against ${figure(d.Threshold)}`,
  }),
};
