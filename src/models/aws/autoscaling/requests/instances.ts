/** Auto Scaling TerminateInstanceInAutoScalingGroup, SetInstanceProtection, SetInstanceHealth is left to EC2's own checks. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf } from '../../requestInput';
import { setDesired } from '../desiredCapacity';
import type { AutoScalingGroup, AutoScalingInstance } from '../types';
import { groupNamed, invalid, needed } from './fields';

export const terminateInstanceInAutoScalingGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { InstanceId, AutoScalingGroupName } = memberNamed(
      needed(textOf(given, 'InstanceId'), 'InstanceId'),
      ctx,
    );
    const decrement = given['ShouldDecrementDesiredCapacity'];
    if (typeof decrement !== 'boolean') needed(undefined, 'ShouldDecrementDesiredCapacity');
    const group = ctx.get('autoscaling/AutoScalingGroup', AutoScalingGroupName) as AutoScalingGroup;
    if (decrement === true && group.DesiredCapacity <= group.MinSize)
      invalid(
        `Currently, desiredSize equals minSize (${group.MinSize}). Terminating instance without replacement will violate ` +
          "group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
        'ShouldDecrementDesiredCapacity',
      );
    const terminate: Effect = {
      do: 'command',
      command: { model: 'aws', type: 'terminateGroupInstance', InstanceId, reason: 'request' },
    };
    const text = `instance ${InstanceId} was taken out of service in response to a user request,`;
    const lower = decrement === true ? setDesired(group, group.DesiredCapacity - 1, text, ctx) : [];
    return { ok: true, output: {}, effects: [...lower, terminate] };
  });

export const setInstanceProtection = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = groupNamed(given, ctx);
    const isProtected = given['ProtectedFromScaleIn'] === true;
    const ids = textsOf(given, 'InstanceIds');
    for (const id of ids)
      if (memberNamed(id, ctx).AutoScalingGroupName !== group.AutoScalingGroupName)
        invalid(
          `The instance ${id} is not part of Auto Scaling group ${group.AutoScalingGroupName}.`,
          'InstanceIds',
        );
    const effects = ids.map((InstanceId): Effect => ({
      do: 'command',
      command: { model: 'aws', type: 'protectFromScaleIn', InstanceId, isProtected },
    }));
    return { ok: true, output: {}, effects };
  });

function memberNamed(id: string, read: Pick<Read, 'get'>): AutoScalingInstance {
  return (
    read.get('autoscaling/AutoScalingInstance', id) ??
    invalid(
      `Instance Id not found - No managed instance found for instance ID: ${id}`,
      'InstanceId',
    )
  );
}
