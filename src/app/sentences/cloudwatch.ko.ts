/** CloudWatch 경보가 남기는 기록. */
import type { CloudWatchFact } from '../../models/aws/cloudwatch/facts';
import { figure } from '../../stage/clock';
import { num } from '../scaling/numbers';
import type { ModelSentences } from './types';

const listed = (values: readonly (number | null)[]): string =>
  values.map((value) => (value === null ? '-' : num(Math.round(value * 10) / 10))).join(', ');

export const cloudWatch: Pick<ModelSentences<'aws'>, CloudWatchFact['type']> = {
  alarmPut: (d, name) => ({
    head: `경보 ${name} 지표 ${d.MetricName} 지켜봅니다`,
    because: `임곗값 ${figure(d.Threshold)}`,
  }),
  alarmDeleted: (_, name) => ({ head: `경보 ${name} 삭제했습니다` }),
  alarmActionsSwitched: (d, name) => ({
    head: d.enabled ? `경보 ${name} 작업 켰습니다` : `경보 ${name} 작업 껐습니다`,
  }),
  alarmStateChanged: (d, name) => ({
    head: `경보 ${name} \`${d.from}\` → **${d.to}**`,
    why: d.reason,
    because: `${d.MetricName} ${listed(d.datapoints)}, 임곗값 ${figure(d.Threshold)}`,
  }),
};
