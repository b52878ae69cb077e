/** Auto Scaling PutLifecycleHook, DeleteLifecycleHook, DescribeLifecycleHooks, CompleteLifecycleAction and its heartbeat. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf, wholeOf, type Input } from '../../requestInput';
import { hookKey, openAction } from '../lifecycleHooks';
import type { AutoScalingInstance, LifecycleHook, LifecycleTransition } from '../types';
import { groupNamed, invalid, needed } from './fields';

/** API reference, PutLifecycleHook. */
const HEARTBEAT = { least: 30, most: 7200, standard: 3600 };
const GLOBAL_MOST = 172_800;
const HOOKS_AT_MOST = 50;
const TRANSITIONS: readonly string[] = [
  'autoscaling:EC2_INSTANCE_LAUNCHING',
  'autoscaling:EC2_INSTANCE_TERMINATING',
];

export const putLifecycleHook = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { AutoScalingGroupName: group } = groupNamed(given, ctx);
    const LifecycleHookName = needed(textOf(given, 'LifecycleHookName'), 'LifecycleHookName');
    const key = hookKey(group, LifecycleHookName);
    const before = ctx.get('autoscaling/LifecycleHook', key);
    if (!before && ctx.count('autoscaling/LifecycleHook', 'group', group) >= HOOKS_AT_MOST)
      invalid(`A group can have at most ${HOOKS_AT_MOST} lifecycle hooks.`, 'LifecycleHookName');
    return {
      ok: true,
      output: {},
      effects: storeHook(hookOf(given, group, before)),
    };
  });

/** The rules that need no world. */
export function checkLifecycleHook(given: Input): void {
  hookOf(given, '', undefined);
}

export function storeHook(hook: LifecycleHook): readonly Effect[] {
  const { AutoScalingGroupName: key, LifecycleHookName } = hook;
  const { LifecycleTransition: transition, HeartbeatTimeout, DefaultResult } = hook;
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  const data = {
    LifecycleHookName,
    LifecycleTransition: transition,
    HeartbeatTimeout,
    DefaultResult,
  };
  return [
    {
      do: 'put',
      kind: 'autoscaling/LifecycleHook',
      key: hookKey(key, LifecycleHookName),
      value: hook,
    },
    { do: 'note', fact: { model: 'aws', type: 'lifecycleHookPut', data, about } },
  ];
}

export function hookOf(
  given: Input,
  AutoScalingGroupName: string,
  before: LifecycleHook | undefined,
): LifecycleHook {
  const LifecycleHookName = needed(textOf(given, 'LifecycleHookName'), 'LifecycleHookName');
  const transition = textOf(given, 'LifecycleTransition') ?? before?.LifecycleTransition;
  if (!TRANSITIONS.includes(needed(transition, 'LifecycleTransition')))
    invalid(`Invalid lifecycle transition: ${transition}`, 'LifecycleTransition');
  const seconds =
    wholeOf(given, 'HeartbeatTimeout') ?? before?.HeartbeatTimeout ?? HEARTBEAT.standard;
  if (seconds < HEARTBEAT.least || seconds > HEARTBEAT.most)
    invalid(
      `Heartbeat timeout must be between ${HEARTBEAT.least} and ${HEARTBEAT.most} seconds.`,
      'HeartbeatTimeout',
    );
  const result = textOf(given, 'DefaultResult') ?? before?.DefaultResult ?? 'ABANDON';
  if (result !== 'CONTINUE' && result !== 'ABANDON')
    return invalid(`Invalid default result: ${result}`, 'DefaultResult');
  return {
    LifecycleHookName,
    AutoScalingGroupName,
    LifecycleTransition: transition as LifecycleTransition,
    HeartbeatTimeout: seconds,
    GlobalTimeout: Math.min(GLOBAL_MOST, seconds * 100),
    DefaultResult: result,
  };
}

export const deleteLifecycleHook = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const hook = hookNamed(inputOf(input), ctx);
    return { ok: true, output: {}, effects: removeHook(hook) };
  });

export function removeHook({
  AutoScalingGroupName,
  LifecycleHookName,
}: LifecycleHook): readonly Effect[] {
  const about = { kind: 'autoscaling/AutoScalingGroup', key: AutoScalingGroupName } as const;
  const data = { LifecycleHookName };
  return [
    { do: 'note', fact: { model: 'aws', type: 'lifecycleHookDeleted', data, about } },
    {
      do: 'remove',
      kind: 'autoscaling/LifecycleHook',
      key: hookKey(AutoScalingGroupName, LifecycleHookName),
    },
  ];
}

export const describeLifecycleHooks = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { AutoScalingGroupName: group } = groupNamed(given, read);
    const names = textsOf(given, 'LifecycleHookNames');
    const LifecycleHooks = read
      .by('autoscaling/LifecycleHook', 'group', group)
      .filter((hook) => names.length === 0 || names.includes(hook.LifecycleHookName));
    return { ok: true, output: { LifecycleHooks }, effects: [] };
  });

export const completeLifecycleActionRequest = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { LifecycleHookName } = hookNamed(given, ctx);
    const result = needed(textOf(given, 'LifecycleActionResult'), 'LifecycleActionResult');
    if (result !== 'CONTINUE' && result !== 'ABANDON')
      return invalid(`Invalid lifecycle action result: ${result}`, 'LifecycleActionResult');
    const { InstanceId } = heldMember(given, LifecycleHookName, ctx);
    const command = { InstanceId, LifecycleHookName, result, timedOut: false } as const;
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'command', command: { model: 'aws', type: 'completeLifecycleAction', ...command } },
      ],
    };
  });

export const recordLifecycleActionHeartbeat = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { LifecycleHookName } = hookNamed(given, ctx);
    const { InstanceId } = heldMember(given, LifecycleHookName, ctx);
    return {
      ok: true,
      output: {},
      effects: [
        {
          do: 'command',
          command: { model: 'aws', type: 'recordHeartbeat', InstanceId, LifecycleHookName },
        },
      ],
    };
  });

function hookNamed(given: Input, read: Pick<Read, 'get'>): LifecycleHook {
  const { AutoScalingGroupName: group } = groupNamed(given, read);
  const name = needed(textOf(given, 'LifecycleHookName'), 'LifecycleHookName');
  return (
    read.get('autoscaling/LifecycleHook', hookKey(group, name)) ??
    invalid(`Lifecycle hook not found: ${name}`, 'LifecycleHookName')
  );
}

/** By instance, or by the token of the action. */
function heldMember(given: Input, hook: string, read: Read): AutoScalingInstance {
  const group = textOf(given, 'AutoScalingGroupName') ?? '';
  const id = textOf(given, 'InstanceId');
  const token = textOf(given, 'LifecycleActionToken');
  const found = read.by('autoscaling/AutoScalingInstance', 'group', group).find((member) => {
    const action = openAction(member, hook);
    if (!action) return false;
    return id === undefined ? action.LifecycleActionToken === token : member.InstanceId === id;
  });
  return (
    found ??
    invalid(
      id === undefined
        ? `No active Lifecycle Action found with token ${token ?? 'null'}`
        : `No active Lifecycle Action found with instance ID ${id}`,
      id === undefined ? 'LifecycleActionToken' : 'InstanceId',
    )
  );
}
