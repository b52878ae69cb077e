/**
 * The two-minute notice of a spot instance, heard by its agent (ECS_ENABLE_SPOT_INSTANCE_DRAINING) or by managed draining: the
 * instance is set DRAINING, so that its service tasks are replaced while it lasts. Without either nothing is said and the
 * tasks end with the instance (Developer Guide, container instance draining; "Managed instance draining and Spot Instance
 * draining"). Key: InstanceId.
 */
import type { Context, Controller, Effect } from '../../../engine/model';
import { keyOfArn } from '../arn';
import { timings } from '../timings';
import { activeProvider } from './lookups';
import { drain } from './drain';
import { containerInstanceOf } from './need';

export const SPOT_NOTICE_CONTROLLER = 'ecs/spotNotice';

export const spotNoticeController: Controller = {
  name: SPOT_NOTICE_CONTROLLER,
  latencyMs: timings.spotNoticeHeardMs,
  sync(instanceId, read) {
    const ec2 = read.get('ec2/Instance', instanceId);
    const instance = containerInstanceOf(instanceId, read);
    if (ec2?.interruptedAtMs === undefined || instance?.status !== 'ACTIVE') return undefined;
    if (!instance.agentConnected) return undefined;
    const byAgent =
      ec2.bootstrap?.as === 'ecs-container-instance' && ec2.bootstrap.spotDraining === true;
    const provider = activeProvider(read, instance.capacityProviderName ?? '');
    const managed = provider?.autoScalingGroupProvider.managedDraining === 'ENABLED';
    if (!byAgent && !managed) return undefined;
    return { commands: [{ model: 'ecs', type: 'drainSpotInstance', instanceId }] };
  },
};

export function drainSpotInstance(
  { instanceId }: { readonly instanceId: string },
  ctx: Context,
): readonly Effect[] {
  const instance = containerInstanceOf(instanceId, ctx);
  const atMs = ctx.get('ec2/Instance', instanceId)?.interruptedAtMs;
  if (instance?.status !== 'ACTIVE' || atMs === undefined) return [];
  const key = keyOfArn(instance.containerInstanceArn);
  const about = { kind: 'ecs/ContainerInstance', key } as const;
  const data = {
    ec2InstanceId: instanceId,
    tasks: instance.runningTasksCount + instance.pendingTasksCount,
    leftMs: Math.max(0, atMs - ctx.nowMs),
  };
  return [
    { do: 'note', fact: { model: 'ecs', type: 'spotInstanceDraining', about, data } },
    drain(key),
  ];
}
