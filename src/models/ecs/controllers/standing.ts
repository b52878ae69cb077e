/**
 * How the scheduler counts one task of a service: RUNNING, and what its checks say. Without a load balancer and without
 * container checks a task is healthy 40 s after RUNNING (API, DeploymentConfiguration). During the grace period after its
 * start bad checks are passed over (API, healthCheckGracePeriodSeconds). Only essential containers with a check of their
 * own are asked.
 */
import type { Command, Controller, Read } from '../../../engine/model';
import type { TargetHealth } from '../../aws/elasticloadbalancing/types';
import { keyOfArn, taskDefinitionKey } from '../arn';
import { timings } from '../timings';
import type { HealthStatus, Service, Task, Time } from '../types';
import { messages } from './serviceEvents';
import { targetHealthKey, type ServiceTask, type Standing } from './serviceTask';

export const STANDING_CONTROLLER = 'ecs/standing';

export const standingController: Controller = {
  name: STANDING_CONTROLLER,
  latencyMs: 0,
  sync(key, read) {
    const observed = observeTask(key, read);
    if (!observed) return undefined;
    const { standing, unhealthy, againMs } = decideStanding(observed);
    const { serviceTask, onDrainingInstance, drained } = observed;
    const same =
      serviceTask.standing === standing &&
      serviceTask.onDrainingInstance === onDrainingInstance &&
      serviceTask.unhealthy?.event === unhealthy?.event;
    const commands: Command[] = same
      ? []
      : [{ model: 'ecs', type: 'setStanding', task: key, standing, unhealthy, onDrainingInstance }];
    if (drained) commands.push({ model: 'ecs', type: 'finishDraining', task: key });
    return { commands, ...(againMs === null ? {} : { requeueAfterMs: againMs - observed.nowMs }) };
  },
};

interface ObservedTask {
  readonly key: string;
  readonly task: Task;
  readonly service: Service;
  readonly serviceTask: ServiceTask;
  readonly targets: readonly TargetHealth[];
  /** Of the essential containers that have a check. */
  readonly checks: readonly HealthStatus[];
  readonly onDrainingInstance: boolean;
  readonly drained: boolean;
  readonly nowMs: Time;
}

function observeTask(key: string, read: Read): ObservedTask | undefined {
  const task = read.get('ecs/Task', key);
  const serviceTask = read.get('ecs/ServiceTask', key);
  const service = serviceTask && read.get('ecs/Service', serviceTask.service);
  if (!task || !service) return undefined;
  const targets = serviceTask.targets
    .map((target) => read.get('elasticloadbalancing/TargetHealth', targetHealthKey(target)))
    .filter((target) => target !== undefined);
  return {
    key,
    task,
    service,
    serviceTask,
    targets,
    checks: checksOf(task, read),
    onDrainingInstance: instanceStatus(task, read) === 'DRAINING',
    drained: task.lastStatus === 'DEACTIVATING' && targets.length === 0,
    nowMs: read.nowMs,
  };
}

const instanceStatus = ({ containerInstanceArn }: Task, read: Read): string | undefined =>
  containerInstanceArn === undefined
    ? undefined
    : read.get('ecs/ContainerInstance', keyOfArn(containerInstanceArn))?.status;

function checksOf(task: Task, read: Read): readonly HealthStatus[] {
  const definition = read.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  return (definition?.containerDefinitions ?? [])
    .filter((c) => c.healthCheck && (c.essential ?? true))
    .map((c) => task.containers.find((own) => own.name === c.name)?.healthStatus ?? 'UNKNOWN');
}

interface Decision {
  readonly standing: Standing;
  readonly unhealthy: ServiceTask['unhealthy'];
  /** When to look again though nothing changes; null: never. */
  readonly againMs: Time | null;
}

function decideStanding(observed: ObservedTask): Decision {
  const { task, service, serviceTask, targets, checks, nowMs } = observed;
  const standing = (is: Standing, againMs: Time | null = null): Decision => ({
    standing: is,
    unhealthy: null,
    againMs: againMs !== null && againMs > nowMs ? againMs : null,
  });
  if (task.startedAt === undefined) return standing('PENDING');
  if (serviceTask.leaving)
    return { standing: serviceTask.standing, unhealthy: serviceTask.unhealthy, againMs: null };
  const graceEndsMs = task.startedAt + (service.healthCheckGracePeriodSeconds ?? 0) * 1000;
  const fault = faultOf(observed);
  if (fault)
    return nowMs < graceEndsMs
      ? standing('WAITING', graceEndsMs)
      : { standing: 'UNHEALTHY', unhealthy: fault, againMs: null };
  if (checks.length === 0 && serviceTask.targets.length === 0) {
    const healthyAtMs = task.startedAt + timings.healthyWithoutChecksMs;
    return nowMs < healthyAtMs ? standing('WAITING', healthyAtMs) : standing('HEALTHY');
  }
  const passed =
    checks.every((status) => status === 'HEALTHY') &&
    targets.every((target) => ['healthy', 'unused'].includes(target.TargetHealth.State));
  return standing(passed ? 'HEALTHY' : 'WAITING');
}

/** The first check that says no, with the texts that the platform gives for it. */
function faultOf({ key, service, targets, checks }: ObservedTask): ServiceTask['unhealthy'] {
  if (checks.includes('UNHEALTHY'))
    return {
      reason: 'Task failed container health checks',
      event: messages.failedContainerChecks(service.serviceName, key),
    };
  const failing = targets.find((target) => target.TargetHealth.State === 'unhealthy');
  if (!failing) return null;
  const { TargetGroupArn, Target, TargetHealth: health } = failing;
  const why = health.Description ?? 'Health checks failed';
  return {
    reason: `Task failed ELB health checks in (target-group ${TargetGroupArn})`,
    event: messages.unhealthyTarget(service.serviceName, key, Target.Port, TargetGroupArn, why),
  };
}
