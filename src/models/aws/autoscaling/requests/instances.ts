/** Auto Scaling TerminateInstanceInAutoScalingGroup, SetInstanceProtection, SetInstanceHealth. */
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

/** Within the grace period of the group the call does nothing, unless it says not to respect it (API, SetInstanceHealth). */
export const setInstanceHealth = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const member = memberNamed(needed(textOf(given, 'InstanceId'), 'InstanceId'), ctx);
    const HealthStatus = needed(textOf(given, 'HealthStatus'), 'HealthStatus');
    if (HealthStatus !== 'Healthy' && HealthStatus !== 'Unhealthy')
      return invalid(`Invalid Health Status: ${HealthStatus}`, 'HealthStatus');
    const graced = given['ShouldRespectGracePeriod'] !== false && isInGrace(member, ctx);
    if (graced || member.HealthStatus === HealthStatus || member.LifecycleState !== 'InService')
      return { ok: true, output: {}, effects: [] };
    const { InstanceId: key, AutoScalingGroupName } = member;
    const about = { kind: 'autoscaling/AutoScalingGroup', key: AutoScalingGroupName } as const;
    const data = { InstanceId: key, HealthStatus } as const;
    return {
      ok: true,
      output: {},
      effects: [
        {
          do: 'put',
          kind: 'autoscaling/AutoScalingInstance',
          key,
          value: { ...member, HealthStatus },
        },
        { do: 'note', fact: { model: 'aws', type: 'instanceHealthSet', data, about } },
      ],
    };
  });

function isInGrace(
  { AutoScalingGroupName, inServiceAtMs }: AutoScalingInstance,
  read: Pick<Read, 'get' | 'nowMs'>,
): boolean {
  const group = read.get('autoscaling/AutoScalingGroup', AutoScalingGroupName);
  const graceMs = (group?.HealthCheckGracePeriod ?? 0) * 1000;
  return inServiceAtMs !== null && read.nowMs < inServiceAtMs + graceMs;
}

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
