/**
 * Registers the targets of tasks whose containers run: the task's own address for target type `ip`, else its instance,
 * with the port that the named container got (API, LoadBalancer; Developer Guide, "Use load balancing").
 */
import type { Context, Effect } from '../../../engine/model';
import type { TargetGroup } from '../../aws/elasticloadbalancing/types';
import { keyOfArn } from '../arn';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import { privateAddressOf } from '../lifecycles/taskStatusRecord';
import type { Service, ServiceLoadBalancer, Task } from '../types';
import { messages, putWithEvents, withEvent } from './serviceEvents';
import type { RegisteredTarget } from './serviceTask';

interface NewTarget {
  readonly targetGroupArn: string;
  readonly Id: string;
  readonly Port: number;
  readonly AvailabilityZone: string;
  readonly address: string;
}

export function registerServiceTargets(
  command: { readonly service: string; readonly tasks: readonly string[] },
  ctx: Context,
): Effect[] {
  const service = ctx.get('ecs/Service', command.service);
  if (!service) return [];
  const effects: Effect[] = [];
  const targets: NewTarget[] = [];
  for (const key of command.tasks) {
    const task = ctx.get('ecs/Task', key);
    const serviceTask = ctx.get('ecs/ServiceTask', key);
    if (!task || !serviceTask || serviceTask.leaving) continue;
    const own = service.loadBalancers.flatMap((lb) => targetOf(lb, task, ctx));
    targets.push(...own);
    effects.push(
      {
        do: 'put',
        kind: 'ecs/ServiceTask',
        key,
        value: { ...serviceTask, targets: own.map(registered) },
      },
      { do: 'tell', lifecycle: TASK_LIFECYCLE, key, event: { type: 'targetsRegistered' } },
    );
  }
  return [...effects, ...registrations(command.service, service, targets, ctx)];
}

const registered = ({ targetGroupArn, Id, Port }: NewTarget): RegisteredTarget => ({
  targetGroupArn,
  Id,
  Port,
});

function registrations(
  key: string,
  service: Service,
  targets: readonly NewTarget[],
  ctx: Context,
): Effect[] {
  const groups = [...new Set(targets.map((target) => target.targetGroupArn))];
  const told = groups.reduce((said, arn) => {
    const count = targets.filter((target) => target.targetGroupArn === arn).length;
    return withEvent(said, messages.registered(service, count, arn), ctx.nowMs);
  }, service);
  if (groups.length === 0) return [];
  return [
    ...putWithEvents(key, service, told),
    ...groups.map((targetGroupArn): Effect => {
      const own = targets
        .filter((target) => target.targetGroupArn === targetGroupArn)
        .map(({ Id, Port, AvailabilityZone, address }) => ({
          Id,
          Port,
          AvailabilityZone,
          address,
        }));
      return {
        do: 'command',
        command: { model: 'aws', type: 'registerTargets', targetGroupArn, targets: own },
      };
    }),
  ];
}

function targetOf(
  { targetGroupArn, containerName, containerPort }: ServiceLoadBalancer,
  task: Task,
  ctx: Context,
): NewTarget[] {
  const group =
    targetGroupArn === undefined
      ? undefined
      : ctx.get('elasticloadbalancing/TargetGroup', targetGroupArn);
  const at = group && addressOf(group, task, containerName, containerPort, ctx);
  if (!group || !at) return [];
  const AvailabilityZone = task.availabilityZone ?? '';
  return [{ targetGroupArn: group.TargetGroupArn, AvailabilityZone, ...at }];
}

function addressOf(
  { TargetType }: TargetGroup,
  task: Task,
  containerName: string | undefined,
  containerPort: number | undefined,
  ctx: Context,
): { readonly Id: string; readonly Port: number; readonly address: string } | undefined {
  const own = privateAddressOf(task);
  if (own !== undefined && containerPort !== undefined)
    return { Id: own, Port: containerPort, address: `${own}:${containerPort}` };
  const bound = task.containers
    .find((c) => c.name === containerName)
    ?.networkBindings.find((b) => b.containerPort === containerPort);
  const instance = instanceOf(task, ctx);
  if (!bound || !instance) return undefined;
  const { hostPort: Port } = bound;
  const { InstanceId, PrivateIpAddress: ip } = instance;
  return { Id: TargetType === 'ip' ? ip : InstanceId, Port, address: `${ip}:${Port}` };
}

function instanceOf({ containerInstanceArn }: Task, ctx: Context) {
  if (containerInstanceArn === undefined) return undefined;
  const id = ctx.get('ecs/ContainerInstance', keyOfArn(containerInstanceArn))?.ec2InstanceId;
  return id === undefined ? undefined : ctx.get('ec2/Instance', id);
}
