/** Amazon CloudWatch: metrics of what stands on the ground and of whoever publishes, and alarms that act on them. */
import type { ModelPart } from '../../../engine/composeModel';
import { actions } from '../actions';
import type { AlarmActionOwner } from './alarmActions';
import { alarmController, alarmWatches, evaluatingBy } from './alarms';
import { gatherMetrics, pastController, pastWatches } from './past';
import { getMetricData } from './requests/getMetricData';
import { deleteAlarms, describeAlarms } from './requests/alarms';
import { publishMetricData } from './requests/putMetricData';
import { putMetricAlarm } from './requests/putMetricAlarm';
import {
  disableAlarmActions,
  enableAlarmActions,
  settingAlarmState,
} from './requests/switchAlarms';
import {
  putMetricData,
  recordSample,
  seriesController,
  seriesIndexes,
  seriesWatches,
} from './series';

/** `owners`: whose ARNs an alarm may name as its actions. */
export const cloudWatchPart = (owners: readonly AlarmActionOwner[]): ModelPart => ({
  ...actions({
    changes: {
      cloudwatch: {
        PutMetricAlarm: putMetricAlarm,
        DeleteAlarms: deleteAlarms,
        EnableAlarmActions: enableAlarmActions,
        DisableAlarmActions: disableAlarmActions,
        SetAlarmState: settingAlarmState(owners),
        PutMetricData: publishMetricData,
      },
    },
    queries: { cloudwatch: { DescribeAlarms: describeAlarms, GetMetricData: getMetricData } },
  }),
  commands: { evaluateAlarm: evaluatingBy(owners), recordSample, putMetricData, gatherMetrics },
  controllers: [seriesController, alarmController, pastController],
  watches: [...seriesWatches, ...alarmWatches, ...pastWatches],
  indexes: seriesIndexes,
});
