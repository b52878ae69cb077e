/** EC2 says that an instance runs, has stopped, or is gone: what that means for the group's own view of it. */
import type { Context, Effect } from '../../../engine/model';
import { heldBy, hooksOf } from './lifecycleHooks';
import { MEMBER_LIFECYCLE } from './memberLifecycle';
import type { MemberEvent } from './member.machine';

const LAUNCHING = 'autoscaling:EC2_INSTANCE_LAUNCHING';

export function followInstance(
  {
    InstanceId: key,
    event,
  }: { readonly InstanceId: string; readonly event: 'running' | 'terminated' },
  ctx: Context,
): readonly Effect[] {
  const member = ctx.get('autoscaling/AutoScalingInstance', key);
  if (!member) return [];
  const hooks =
    event === 'running' && member.LifecycleState === 'Pending'
      ? hooksOf(member.AutoScalingGroupName, LAUNCHING, ctx)
      : [];
  if (hooks.length === 0) return [tellMember(key, event)];
  const held = heldBy(hooks, member, ctx);
  return [
    { do: 'put', kind: 'autoscaling/AutoScalingInstance', key, value: held.member },
    ...held.effects,
    tellMember(key, 'runningHeld'),
  ];
}

export const tellMember = (key: string, type: MemberEvent['type']): Effect => ({
  do: 'tell',
  lifecycle: MEMBER_LIFECYCLE,
  key,
  event: { type },
});
