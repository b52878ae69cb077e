/** elbv2 RegisterTargets and DeregisterTargets. */
import type { Admission, Context } from '../../../../engine/model';
import { zoneOfAddress } from '../../ec2/addresses';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import { deregisterTargets as drain, registerTargets as register } from '../targets';
import type { TargetRegistration } from '../targets';
import type { TargetGroup } from '../types';
import { targetGroupNamed } from './named';

export const registerTargets = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = targetGroupNamed(given, ctx);
    const targets = objectsOf(given, 'Targets').map((target) => readTarget(target, group, ctx));
    return { ok: true, output: {}, effects: register(group, targets, ctx) };
  });

/** What is not registered is passed over, as the API does. */
export const deregisterTargets = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = targetGroupNamed(given, ctx);
    const targets = objectsOf(given, 'Targets').map((target) => ({
      Id: requiredText(target, 'Id'),
      Port: wholeOf(target, 'Port') ?? group.Port,
    }));
    return { ok: true, output: {}, effects: drain(group, targets) };
  });

function readTarget(target: Input, group: TargetGroup, ctx: Context): TargetRegistration {
  const Id = requiredText(target, 'Id');
  const Port = wholeOf(target, 'Port') ?? group.Port;
  return group.TargetType === 'instance'
    ? instanceTarget(Id, Port, ctx)
    : addressTarget(Id, Port, textOf(target, 'AvailabilityZone'), ctx);
}

function instanceTarget(Id: string, Port: number, ctx: Context): TargetRegistration {
  const instance = ctx.get('ec2/Instance', Id);
  if (!instance) refuse('InvalidTarget', `The following targets are not valid: '${Id}'`);
  if (instance.State.Name !== 'running')
    refuse('InvalidTarget', `The following targets are not in a running state: '${Id}'`);
  const { AvailabilityZone } = instance.Placement;
  return { Id, Port, AvailabilityZone, address: `${instance.PrivateIpAddress}:${Port}` };
}

function addressTarget(
  Id: string,
  Port: number,
  zone: string | undefined,
  ctx: Context,
): TargetRegistration {
  const AvailabilityZone = zone ?? zoneOfAddress(ctx, Id);
  if (AvailabilityZone === undefined)
    refuse('InvalidTarget', `The IP address '${Id}' is not within a subnet of the VPC`);
  return { Id, Port, AvailabilityZone, address: `${Id}:${Port}` };
}
