/** quayside `explainManagedScaling { cluster, capacityProvider }`: what the policy would do now, with its numbers. */
import type { Admission, AnyRequest, Read } from '../../../engine/model';
import { newestPoints } from '../../aws/cloudwatch/alarms';
import { managedAlarms } from '../../aws/autoscaling/managedPolicy';
import { decideManagedScaling } from './decideManaged';
import { activeProvider } from './lookups';
import { managedInput, stateKey, youngestOf } from './managed';
import type { ManagedScalingExplanation } from './types';

type Asked = AnyRequest & {
  readonly action?: string;
  readonly input?: { readonly cluster?: unknown; readonly capacityProvider?: unknown };
};

export const isManagedScalingQuestion = (request: AnyRequest): boolean =>
  request.api === 'quayside' && (request as Asked).action === 'explainManagedScaling';

export function explainManagedScaling(request: AnyRequest, read: Read): Admission | undefined {
  if (!isManagedScalingQuestion(request)) return undefined;
  const { cluster, capacityProvider } = (request as Asked).input ?? {};
  const output = explanation(String(cluster), String(capacityProvider), read);
  if (output) return { ok: true, output, effects: [] };
  const message = 'Managed scaling is not at work there.';
  return { ok: false, status: 404, error: { name: 'NotFound', message, causes: [] } };
}

function explanation(
  cluster: string,
  name: string,
  read: Read,
): ManagedScalingExplanation | undefined {
  const state = read.get('ecs/ManagedScaling', stateKey(cluster, name));
  const provider = activeProvider(read, name);
  const input = state && provider && managedInput({ state, provider }, read);
  if (!input) return undefined;
  const { action, wanted, to, heldBy } = decideManagedScaling(input);
  const { group, settings, need } = input;
  const { autoScalingGroupName, policyName } = state;
  const names = managedAlarms({ AutoScalingGroupName: autoScalingGroupName, policyName });
  const youngest = youngestOf(autoScalingGroupName, read);
  const leftMs = youngest ? settings.instanceWarmupPeriod * 1000 - youngest.ageMs : 0;
  return {
    ...need,
    capacityProvider: name,
    cluster,
    autoScalingGroupName,
    policyName,
    managedScaling: settings,
    action,
    desiredCapacity: group.DesiredCapacity,
    minSize: group.MinSize,
    maxSize: group.MaxSize,
    target: wanted,
    result: to,
    heldBy,
    warmUp: youngest && leftMs > 0 ? { instanceId: youngest.InstanceId, leftMs } : null,
    alarms: [...alarmRow(names.high, 'out', read), ...alarmRow(names.low, 'in', read)],
  };
}

/** In the shape of the rows that `explainScaling` gives. */
function alarmRow(
  name: string,
  direction: 'out' | 'in',
  read: Read,
): ManagedScalingExplanation['alarms'] {
  const alarm = read.get('cloudwatch/MetricAlarm', name);
  if (!alarm) return [];
  return [
    {
      name,
      direction,
      state: alarm.StateValue,
      reason: alarm.StateReason,
      threshold: alarm.Threshold,
      comparison: alarm.ComparisonOperator,
      periodSeconds: alarm.Period,
      datapointsToAlarm: alarm.DatapointsToAlarm,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapoints: newestPoints(alarm, read),
    },
  ];
}
