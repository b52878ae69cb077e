/** What becomes of a deployment's tasks, and what that means for it: failures counted, starts throttled, rollback. */
import type { Context, Effect, Ref } from '../../../engine/model';
import type { Deployment, Service } from '../types';
import {
  failuresAfter,
  failureThreshold,
  rollbackTarget,
  trips,
  type TaskOutcome,
} from './circuitBreaker';
import { failed, primaryOf, rolledBack, withDeployment } from './deployments';
import { beginsToThrottle, putScheduling, schedulingOf, throttleAfterFailure } from './scheduling';
import { messages, putWithEvents, withEvent } from './serviceEvents';
import type { ServiceTask, Standing } from './serviceTask';

interface Outcome {
  readonly service: string;
  readonly deployment: string;
  readonly outcome: TaskOutcome;
  readonly startFailed: boolean;
  readonly because?: Ref;
}

/** Counts a task's outcome; the circuit breaker may end the deployment, and failed starts slow the next ones down. */
export function recordTaskOutcome(command: Outcome, ctx: Context): Effect[] {
  const { service: key, outcome, startFailed, because } = command;
  const service = ctx.get('ecs/Service', key);
  const primary = service && primaryOf(service);
  if (!service || primary?.id !== command.deployment) return [];
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  const failures = failuresAfter(primary.failedTasks, outcome, breaker?.resetOnHealthyTask);
  const counted =
    failures === primary.failedTasks
      ? service
      : withDeployment(service, { ...primary, failedTasks: failures, updatedAt: ctx.nowMs });
  const threshold = failureThreshold(service.desiredCount, breaker?.thresholdConfiguration);
  const inProgress = primary.rolloutState === 'IN_PROGRESS';
  if (outcome === 'FAILED' && breaker?.enable && inProgress && trips(failures, threshold))
    return failDeployment(key, counted, { failures, threshold, because }, ctx);
  if (!startFailed) return counted === service ? [] : putWithEvents(key, service, counted, because);
  return throttle(key, service, counted, primary, because, ctx);
}

function throttle(
  key: string,
  before: Service,
  counted: Service,
  { id }: Deployment,
  because: Ref | undefined,
  ctx: Context,
): Effect[] {
  const scheduling = schedulingOf(ctx, key);
  const startedAt = because && ctx.get('ecs/Task', because.key)?.createdAt;
  const after = throttleAfterFailure(scheduling.throttle, id, startedAt ?? ctx.nowMs, ctx.nowMs);
  if (after === scheduling.throttle) return putWithEvents(key, before, counted, because);
  const said = beginsToThrottle(scheduling.throttle, after)
    ? withEvent(counted, messages.throttled(counted), ctx.nowMs)
    : counted;
  const about = { kind: 'ecs/Service', key } as const;
  const data = { deployment: id, round: after.round, gapMs: after.untilMs - after.sinceMs };
  return [
    putScheduling(key, { ...scheduling, throttle: after }),
    ...putWithEvents(key, before, said, because),
    {
      do: 'note',
      fact: {
        model: 'ecs',
        type: 'launchesThrottled',
        about,
        data,
        ...(because ? { because } : {}),
      },
    },
  ];
}

function failDeployment(
  key: string,
  service: Service,
  why: { readonly failures: number; readonly threshold: number; readonly because: Ref | undefined },
  ctx: Context,
): Effect[] {
  const primary = primaryOf(service);
  if (!primary) return [];
  const { failures, threshold, because } = why;
  const { lastCompleted } = schedulingOf(ctx, key);
  const rollback = service.deploymentConfiguration.deploymentCircuitBreaker?.rollback ?? false;
  const earlier = service.deployments.filter((d) => d.id !== primary.id);
  const kept =
    lastCompleted && earlier.every((d) => d.id !== lastCompleted.id) ? [lastCompleted] : [];
  const target = rollbackTarget([...earlier, ...kept], rollback);
  const { nowMs } = ctx;
  const stopped = withEvent(
    failed(service, primary, nowMs),
    messages.failed(service, primary.id),
    nowMs,
  );
  const after = target
    ? withEvent(rolledBack(stopped, target, nowMs), messages.rollingBack(stopped, target.id), nowMs)
    : stopped;
  const data = { deployment: primary.id, failures, threshold, rollbackTo: target?.id ?? null };
  const about = { kind: 'ecs/Service', key } as const;
  return [
    ...putWithEvents(key, service, after, because),
    {
      do: 'note',
      fact: {
        model: 'ecs',
        type: 'deploymentFailed',
        about,
        data,
        ...(because ? { because } : {}),
      },
    },
  ];
}

export function setStanding(
  command: {
    readonly task: string;
    readonly standing: Standing;
    readonly unhealthy: ServiceTask['unhealthy'];
    readonly onDrainingInstance: boolean;
  },
  ctx: Context,
): Effect[] {
  const { task: key, standing, unhealthy, onDrainingInstance } = command;
  const before = ctx.get('ecs/ServiceTask', key);
  if (!before) return [];
  const value: ServiceTask = { ...before, standing, unhealthy, onDrainingInstance };
  const about = { kind: 'ecs/Task', key } as const;
  const put: Effect = { do: 'put', kind: 'ecs/ServiceTask', key, value };
  if (before.standing === standing) return [put];
  const data = { from: before.standing, to: standing, reason: unhealthy?.reason ?? null };
  const note: Effect = { do: 'note', fact: { model: 'ecs', type: 'standingChanged', about, data } };
  const said = unhealthy ? saidOf(before.service, unhealthy.event, ctx) : [];
  return [put, note, ...said, ...proven(key, before, standing, ctx)];
}

function saidOf(key: string, message: string, ctx: Context): Effect[] {
  const service = ctx.get('ecs/Service', key);
  return service ? putWithEvents(key, service, withEvent(service, message, ctx.nowMs)) : [];
}

/** A task that runs ends the throttling; one that is healthy may reset the circuit breaker's count. */
function proven(key: string, before: ServiceTask, standing: Standing, ctx: Context): Effect[] {
  const { service, deployment } = before;
  const scheduling = schedulingOf(ctx, service);
  const running: Effect[] =
    before.standing === 'PENDING' && scheduling.throttle?.deployment === deployment
      ? [putScheduling(service, { ...scheduling, throttle: null })]
      : [];
  if (standing !== 'HEALTHY') return running;
  const because = { kind: 'ecs/Task', key } as const;
  const said = { service, deployment, outcome: 'HEALTHY', startFailed: false, because } as const;
  return [
    ...running,
    { do: 'command', command: { model: 'ecs', type: 'recordTaskOutcome', ...said } },
  ];
}
