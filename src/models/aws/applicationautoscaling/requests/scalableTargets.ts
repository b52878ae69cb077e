/** Application Auto Scaling RegisterScalableTarget, DeregisterScalableTarget, DescribeScalableTargets. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { ACCOUNT_ID } from '../../account';
import { answer } from '../../refusal';
import { inputOf, textsOf, type Input } from '../../requestInput';
import { without } from '../../without';
import { limitsCause } from '../limits';
import { targetArn } from '../names';
import { policiesOf } from '../observeTarget';
import type { OfTarget, ScalableTarget, SuspendedState } from '../types';
import {
  capacityField,
  existingService,
  invalid,
  refuseMisshapen,
  registered,
  resourceOf,
} from './fields';
import { asked, epochOf, isSame, page } from './pages';
import { policyRemoved } from './scalingPolicies';
import { actionRemoved, actionsOfTarget } from './scheduledActions';

const KIND = 'applicationautoscaling/ScalableTarget';
const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`;

export const registerScalableTarget = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    refuseMisshapen('RegisterScalableTarget', input);
    const given = inputOf(input);
    const of = resourceOf(given);
    const before = ctx.get(KIND, of.ResourceId);
    if (existingService(of.ResourceId, ctx).isDaemon)
      invalid('A service with the DAEMON scheduling strategy cannot be scaled.', 'ResourceId');
    const limits = limitsOf(given, before);
    const SuspendedState = suspendedField(given, before?.SuspendedState);
    const value = targetOf(of, { ...limits, SuspendedState }, before, ctx);
    const about = { kind: KIND, key: of.ResourceId } as const;
    const suspended = Object.entries(SuspendedState).flatMap(([name, on]) => (on ? [name] : []));
    const data = { ...limits, suspended, again: before !== undefined };
    const Cause = limitsCause({
      MinCapacity: limits.MinCapacity === before?.MinCapacity ? undefined : limits.MinCapacity,
      MaxCapacity: limits.MaxCapacity === before?.MaxCapacity ? undefined : limits.MaxCapacity,
    });
    const { ResourceId } = of;
    return {
      ok: true,
      output: { ScalableTargetARN: value.ScalableTargetARN },
      effects: [
        { do: 'put', ...about, value },
        { do: 'note', fact: { model: 'aws', type: 'scalableTargetRegistered', data, about } },
        ...(Cause === '' ? [] : [applied(ResourceId, Cause)]),
      ],
    };
  });

/** The rules that need no world. One limit alone is right for a target that is there. */
export function checkScalableTarget(given: Input): void {
  resourceOf(given);
  const [MinCapacity, MaxCapacity] = [given['MinCapacity'], given['MaxCapacity']];
  if (MinCapacity !== undefined && MaxCapacity !== undefined) limitsOf(given, undefined);
}

/** The target is already as the input asks. */
export function isRegisteredAs(given: Input, target: ScalableTarget | undefined): boolean {
  if (!target) return false;
  const { MinCapacity, MaxCapacity } = limitsOf(given, target);
  return (
    MinCapacity === target.MinCapacity &&
    MaxCapacity === target.MaxCapacity &&
    isSame(suspendedField(given, target.SuspendedState), target.SuspendedState)
  );
}

const applied = (ResourceId: string, Cause: string): Effect => ({
  do: 'command',
  command: { model: 'aws', type: 'applyLimits', ResourceId, Cause },
});

const targetOf = (
  of: OfTarget,
  settings: Pick<ScalableTarget, 'MinCapacity' | 'MaxCapacity' | 'SuspendedState'>,
  before: ScalableTarget | undefined,
  read: Read,
): ScalableTarget => ({
  ...of,
  ScalableTargetARN: targetArn(of.ResourceId, read),
  RoleARN: ROLE,
  CreationTime: before?.CreationTime ?? read.nowMs,
  kept: null,
  ...settings,
});

/** Both are needed for a new target; of one that is there, either may be left as it is. */
function limitsOf(given: Input, before: ScalableTarget | undefined) {
  const MinCapacity = capacityField(given, 'MinCapacity') ?? before?.MinCapacity;
  const MaxCapacity = capacityField(given, 'MaxCapacity') ?? before?.MaxCapacity;
  if (MinCapacity === undefined || MaxCapacity === undefined)
    return invalid(
      'You must specify both the MinCapacity and MaxCapacity for registering a scalable target.',
      MinCapacity === undefined ? 'MinCapacity' : 'MaxCapacity',
    );
  if (MinCapacity > MaxCapacity)
    invalid(
      'Maximum capacity cannot be less than minimum capacity',
      given['MaxCapacity'] === undefined ? 'MinCapacity' : 'MaxCapacity',
    );
  return { MinCapacity, MaxCapacity };
}

function suspendedField(given: Input, before: SuspendedState | undefined): SuspendedState {
  const state = inputOf(given['SuspendedState']);
  const of = (name: keyof SuspendedState): boolean => {
    const value = state[name];
    if (value === undefined) return before?.[name] ?? false;
    if (typeof value === 'boolean') return value;
    return invalid(`Invalid type for parameter SuspendedState.${name}`, 'SuspendedState', name);
  };
  return {
    DynamicScalingInSuspended: of('DynamicScalingInSuspended'),
    DynamicScalingOutSuspended: of('DynamicScalingOutSuspended'),
    ScheduledScalingSuspended: of('ScheduledScalingSuspended'),
  };
}

/** Policies and scheduled actions go with it. */
export const deregisterScalableTarget = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const { ResourceId: key } = registered(resourceOf(inputOf(input)), ctx);
    const about = { kind: KIND, key } as const;
    return {
      ok: true,
      output: {},
      effects: [
        ...policiesOf(key, ctx).flatMap((policy) => policyRemoved(policy, ctx)),
        ...actionsOfTarget(key, ctx).flatMap(actionRemoved),
        { do: 'note', fact: { model: 'aws', type: 'scalableTargetDeregistered', data: {}, about } },
        { do: 'remove', ...about },
      ],
    };
  });

export const describeScalableTargets = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    asked(given);
    const ids = textsOf(given, 'ResourceIds');
    const targets = read
      .list(KIND)
      .filter(({ ResourceId }) => ids.length === 0 || ids.includes(ResourceId));
    return page(given, 'ScalableTargets', targets, (target) => ({
      ...without(target, 'kept'),
      CreationTime: epochOf(target.CreationTime),
    }));
  });
