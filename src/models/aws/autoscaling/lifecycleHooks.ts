/**
 * Lifecycle hooks (EC2 Auto Scaling User Guide, "Lifecycle hooks"): an instance that launches or terminates waits until every
 * hook of that transition has been completed or has timed out; then its default result is taken. ABANDON of a launch
 * terminates the instance; of a termination it only ends the waiting.
 */
import type { Context, Controller, Effect, Read } from '../../../engine/model';
import { MEMBER_LIFECYCLE } from './memberLifecycle';
import { isHeld } from './states';
import type {
  AutoScalingInstance,
  LifecycleAction,
  LifecycleHook,
  LifecycleTransition,
} from './types';

export const hookKey = (group: string, hook: string): string => `${group}/${hook}`;

export const hooksOf = (
  group: string,
  transition: LifecycleTransition,
  read: Pick<Read, 'by'>,
): readonly LifecycleHook[] =>
  read
    .by('autoscaling/LifecycleHook', 'group', group)
    .filter((hook) => hook.LifecycleTransition === transition);

/** The instance as the hooks hold it, and what is said of each; the caller puts it. */
export function heldBy(
  hooks: readonly LifecycleHook[],
  member: AutoScalingInstance,
  ctx: Context,
): { readonly member: AutoScalingInstance; readonly effects: readonly Effect[] } {
  const random = ctx.random(`autoscaling/${member.AutoScalingGroupName}/lifecycleActions`);
  const token = () =>
    [8, 4, 4, 4, 12].map((length) => random.text(length, '0123456789abcdef')).join('-');
  const actions = hooks.map((hook): LifecycleAction => ({
    LifecycleHookName: hook.LifecycleHookName,
    LifecycleTransition: hook.LifecycleTransition,
    LifecycleActionToken: token(),
    startedMs: ctx.nowMs,
    dueMs: ctx.nowMs + hook.HeartbeatTimeout * 1000,
    result: null,
  }));
  const about = { kind: 'autoscaling/AutoScalingGroup', key: member.AutoScalingGroupName } as const;
  const effects = hooks.map((hook): Effect => {
    const { LifecycleHookName, LifecycleTransition: transition, HeartbeatTimeout } = hook;
    const { InstanceId } = member;
    const data = {
      InstanceId,
      LifecycleHookName,
      LifecycleTransition: transition,
      HeartbeatTimeout,
    };
    return {
      do: 'note',
      fact: { model: 'aws', type: 'lifecycleActionStarted', data, about },
    };
  });
  return { member: { ...member, actions }, effects };
}

export interface CompleteLifecycleAction {
  readonly InstanceId: string;
  readonly LifecycleHookName: string;
  readonly result: 'CONTINUE' | 'ABANDON';
  readonly timedOut: boolean;
}

export function completeLifecycleAction(
  { InstanceId: key, LifecycleHookName, result, timedOut }: CompleteLifecycleAction,
  ctx: Context,
): readonly Effect[] {
  const member = ctx.get('autoscaling/AutoScalingInstance', key);
  const action = member && openAction(member, LifecycleHookName);
  if (!action) return [];
  const actions = (member.actions ?? []).map((a) =>
    a === action ? { ...a, dueMs: null, result } : a,
  );
  const about = { kind: 'autoscaling/AutoScalingGroup', key: member.AutoScalingGroupName } as const;
  const data = {
    InstanceId: key,
    LifecycleHookName,
    LifecycleActionResult: result,
    tookMs: ctx.nowMs - action.startedMs,
    timedOut,
  };
  const done = result === 'ABANDON' || actions.every((a) => a.result !== null);
  return [
    {
      do: 'put',
      kind: 'autoscaling/AutoScalingInstance',
      key,
      value: { ...member, actions },
    },
    { do: 'note', fact: { model: 'aws', type: 'lifecycleActionCompleted', data, about } },
    ...(done ? goOn(member, result) : []),
  ];
}

/** A launch that is abandoned ends in a termination; everything else takes its course. */
function goOn(member: AutoScalingInstance, result: 'CONTINUE' | 'ABANDON'): readonly Effect[] {
  const { InstanceId: key, LifecycleState } = member;
  if (result === 'ABANDON' && !LifecycleState.startsWith('Terminating'))
    return [
      {
        do: 'command',
        command: {
          model: 'aws',
          type: 'terminateGroupInstance',
          InstanceId: key,
          reason: 'abandoned',
        },
      },
    ];
  return [{ do: 'tell', lifecycle: MEMBER_LIFECYCLE, key, event: { type: 'proceed' } }];
}

export const openAction = (
  { actions = [], LifecycleState }: AutoScalingInstance,
  hook: string,
): LifecycleAction | undefined =>
  isHeld(LifecycleState)
    ? actions.find((a) => a.LifecycleHookName === hook && a.result === null)
    : undefined;

/** The timeout begins anew, but never beyond the hook's global timeout. */
export function recordHeartbeat(
  { InstanceId: key, LifecycleHookName }: Omit<CompleteLifecycleAction, 'result' | 'timedOut'>,
  ctx: Context,
): readonly Effect[] {
  const member = ctx.get('autoscaling/AutoScalingInstance', key);
  const action = member && openAction(member, LifecycleHookName);
  const hook =
    member &&
    ctx.get('autoscaling/LifecycleHook', hookKey(member.AutoScalingGroupName, LifecycleHookName));
  if (!action || !hook) return [];
  const dueMs = Math.min(
    ctx.nowMs + hook.HeartbeatTimeout * 1000,
    action.startedMs + hook.GlobalTimeout * 1000,
  );
  const actions = (member.actions ?? []).map((a) => (a === action ? { ...a, dueMs } : a));
  const value = { ...member, actions };
  return [{ do: 'put', kind: 'autoscaling/AutoScalingInstance', key, value }];
}

export const LIFECYCLE_ACTION_CONTROLLER = 'autoscaling/lifecycleActions';

/** Key: InstanceId. Takes the default result of what nobody has completed in time. */
export const lifecycleActionController: Controller = {
  name: LIFECYCLE_ACTION_CONTROLLER,
  latencyMs: 0,
  sync(InstanceId, read) {
    const member = read.get('autoscaling/AutoScalingInstance', InstanceId);
    if (!member || !isHeld(member.LifecycleState)) return undefined;
    const open = (member.actions ?? []).filter((action) => action.dueMs !== null);
    const late = open.find(({ dueMs }) => (dueMs ?? 0) <= read.nowMs);
    if (late) {
      const { LifecycleHookName } = late;
      const key = hookKey(member.AutoScalingGroupName, LifecycleHookName);
      const result = read.get('autoscaling/LifecycleHook', key)?.DefaultResult ?? 'ABANDON';
      return {
        commands: [
          {
            model: 'aws',
            type: 'completeLifecycleAction',
            InstanceId,
            LifecycleHookName,
            result,
            timedOut: true,
          },
        ],
      };
    }
    const next = Math.min(...open.map(({ dueMs }) => dueMs ?? Infinity));
    return {
      commands: [],
      ...(next === Infinity ? {} : { requeueAfterMs: next - read.nowMs }),
    };
  },
};
