/**
 * What an alarm does (CloudWatch User Guide, "Alarm actions"): the actions of a state once when it is entered; those that are
 * scaling policies again each minute while it stays. Who a policy belongs to is its own part's knowledge: each part hands in
 * which ARNs it owns and the command that one means. Other actions (SNS topics, EC2 actions) reach nobody here.
 */
import type { Command, Effect } from '../../../engine/model';
import type { MetricAlarm } from './types';

export interface AlarmActionOwner {
  owns(arn: string): boolean;
  /** Carried out right after the alarm's evaluation; reads the alarm's record as it then is. */
  command(arn: string, AlarmName: string): Command;
}

export const isScalingPolicy = (arn: string): boolean =>
  /^arn:[^:]*:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(arn);

/** `entered`: the state is new. */
export function invocations(
  alarm: MetricAlarm,
  entered: boolean,
  owners: readonly AlarmActionOwner[],
): readonly Effect[] {
  if (!alarm.ActionsEnabled) return [];
  return actionsOf(alarm)
    .filter((arn) => entered || isScalingPolicy(arn))
    .flatMap((arn) => {
      const owner = owners.find((each) => each.owns(arn));
      const command = owner?.command(arn, alarm.AlarmName);
      return command ? [{ do: 'command', command: because(command, alarm) } as const] : [];
    });
}

export function actionsOf(alarm: MetricAlarm): readonly string[] {
  switch (alarm.StateValue) {
    case 'OK':
      return alarm.OKActions;
    case 'ALARM':
      return alarm.AlarmActions;
    case 'INSUFFICIENT_DATA':
      return alarm.InsufficientDataActions;
  }
}

const because = (command: Command, { AlarmName: key }: MetricAlarm): Command => ({
  ...command,
  because: { kind: 'cloudwatch/MetricAlarm', key },
});
