/** Auto Scaling PutWarmPool, DeleteWarmPool, DescribeWarmPool. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, textOf, wholeOf, type Input } from '../../requestInput';
import type { AutoScalingFact } from '../facts';
import { membersOf } from '../observeGroup';
import { isWarm } from '../states';
import type { AutoScalingGroup, WarmPoolConfiguration } from '../types';
import { wireMember } from './describe';
import { groupNamed, invalid, notNegative } from './fields';

/** `MaxGroupPreparedCapacity` as the API resets it to the group's own maximum. */
const UNDEFINED = -1;

export const putWarmPool = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = groupNamed(given, ctx);
    if (group.MixedInstancesPolicy)
      invalid(
        'Warm pools are not supported for Auto Scaling groups with a mixed instances policy.',
        'AutoScalingGroupName',
      );
    const WarmPool = poolOf(given, group.WarmPoolConfiguration);
    const prepared = WarmPool.MaxGroupPreparedCapacity ?? group.MaxSize;
    const { MinSize, PoolState, InstanceReusePolicy } = WarmPool;
    const data = {
      MinSize,
      prepared,
      PoolState,
      ReuseOnScaleIn: InstanceReusePolicy.ReuseOnScaleIn,
    };
    return {
      ok: true,
      output: {},
      effects: change(group, WarmPool, { type: 'warmPoolPut', data }),
    };
  });

/** The rules that need no world. */
export function checkWarmPool(given: Input): void {
  poolOf(given, undefined);
}

function poolOf(given: Input, before: WarmPoolConfiguration | undefined): WarmPoolConfiguration {
  const state = textOf(given, 'PoolState') ?? before?.PoolState ?? 'Stopped';
  if (state !== 'Stopped' && state !== 'Running')
    return invalid(`Invalid or not simulated pool state: ${state}`, 'PoolState');
  const asked = wholeOf(given, 'MaxGroupPreparedCapacity');
  if (asked !== undefined && asked < UNDEFINED)
    invalid('MaxGroupPreparedCapacity must be -1 or more.', 'MaxGroupPreparedCapacity');
  const reuse = inputOf(given['InstanceReusePolicy'])['ReuseOnScaleIn'];
  return {
    MinSize: notNegative(given, 'MinSize') ?? before?.MinSize ?? 0,
    MaxGroupPreparedCapacity:
      asked === undefined
        ? (before?.MaxGroupPreparedCapacity ?? null)
        : asked === UNDEFINED
          ? null
          : asked,
    PoolState: state,
    InstanceReusePolicy: {
      ReuseOnScaleIn:
        typeof reuse === 'boolean' ? reuse : (before?.InstanceReusePolicy.ReuseOnScaleIn ?? false),
    },
  };
}

export const deleteWarmPool = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = groupNamed(given, ctx);
    if (!group.WarmPoolConfiguration)
      invalid(
        `No warm pool found for Auto Scaling group ${group.AutoScalingGroupName}`,
        'AutoScalingGroupName',
      );
    const busy = membersOf(group.AutoScalingGroupName, ctx).some(isWarm);
    if (busy && given['ForceDelete'] !== true)
      refuse('ResourceInUse', 'You cannot delete a warm pool while there are instances in it.');
    return {
      ok: true,
      output: {},
      effects: change(group, undefined, { type: 'warmPoolDeleted', data: {} }),
    };
  });

function change(
  { WarmPoolConfiguration: _before, ...group }: AutoScalingGroup,
  pool: WarmPoolConfiguration | undefined,
  fact: Extract<AutoScalingFact, { readonly type: 'warmPoolPut' | 'warmPoolDeleted' }>,
): readonly Effect[] {
  const about = { kind: 'autoscaling/AutoScalingGroup', key: group.AutoScalingGroupName } as const;
  const value: AutoScalingGroup = pool ? { ...group, WarmPoolConfiguration: pool } : group;
  return [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'aws', ...fact, about } },
  ];
}

export const describeWarmPool = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const { AutoScalingGroupName: name, WarmPoolConfiguration } = groupNamed(inputOf(input), read);
    const Instances = membersOf(name, read).filter(isWarm).map(wireMember);
    const pool = WarmPoolConfiguration && {
      ...WarmPoolConfiguration,
      MaxGroupPreparedCapacity: WarmPoolConfiguration.MaxGroupPreparedCapacity ?? undefined,
    };
    return { ok: true, output: { WarmPoolConfiguration: pool, Instances }, effects: [] };
  });
