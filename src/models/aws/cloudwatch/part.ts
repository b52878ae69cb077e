/** Amazon CloudWatch: metrics of what stands on the ground, and alarms on them. */
import type { ModelPart } from '../../../engine/composeModel';
import { actions } from '../actions';
import { alarmController, alarmWatches, sampleAlarm } from './alarms';
import { deleteAlarms, describeAlarms, getMetricData, putMetricAlarm } from './requests';

export const cloudWatchPart: ModelPart = {
  ...actions({
    changes: { cloudwatch: { PutMetricAlarm: putMetricAlarm, DeleteAlarms: deleteAlarms } },
    queries: { cloudwatch: { DescribeAlarms: describeAlarms, GetMetricData: getMetricData } },
  }),
  commands: { sampleAlarm },
  controllers: [alarmController],
  watches: alarmWatches,
};
