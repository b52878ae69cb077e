/**
 * Fargate Spot taking a task back (Developer Guide, "Amazon ECS clusters for Fargate workloads", Fargate Spot): quayside
 * `interruptSpot { kind: 'ecs/Task', key }`. With the two-minute warning the task's containers get SIGTERM and its targets are
 * deregistered; what still runs when it is over goes with its host. A service replaces the task where its strategy says.
 */
import {
  defineWatch,
  type Admission,
  type AnyRequest,
  type Context,
  type Controller,
  type Effect,
} from '../../../engine/model';
import { answer, refuse } from '../../aws/refusal';
import { timings as aws } from '../../aws/timings';
import { forgetManaged, tell } from '../agent/messages';
import { FARGATE_SPOT } from './lookups';

type Interrupt = AnyRequest & {
  readonly action?: string;
  readonly input?: { readonly kind?: unknown; readonly key?: unknown };
};

export const isInterruptOfTask = (request: AnyRequest): boolean => {
  const { api, action, input } = request as Interrupt;
  return api === 'quayside' && action === 'interruptSpot' && input?.kind === 'ecs/Task';
};

const NOTICE_MS = aws.ec2.spotNoticeMs;
const END = { stopCode: 'SpotInterruption', reason: 'Your Spot Task was interrupted.' } as const;

export function interruptTask(request: AnyRequest, ctx: Context): Admission {
  return answer((): Admission => {
    const key = String((request as Interrupt).input?.key);
    const task = ctx.get('ecs/Task', key);
    if (task?.capacityProviderName !== FARGATE_SPOT || task.desiredStatus === 'STOPPED')
      refuse(
        'InvalidParameterException',
        `The task '${key}' is not a Fargate Spot task that runs.`,
        ['key'],
      );
    const about = { kind: 'ecs/Task', key } as const;
    const data = { capacityProvider: FARGATE_SPOT, leftMs: NOTICE_MS };
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'note', fact: { model: 'ecs', type: 'fargateSpotInterrupted', about, data } },
        tell(key, { type: 'interrupt', ...END }),
      ],
    };
  });
}

const FARGATE_SPOT_CONTROLLER = 'ecs/fargateSpot';

/** Key: that of the task. */
export const fargateSpotController: Controller = {
  name: FARGATE_SPOT_CONTROLLER,
  latencyMs: 0,
  sync(task, read) {
    const record = read.get('ecs/Task', task);
    if (record?.stopCode !== END.stopCode || record.lastStatus === 'STOPPED') return undefined;
    const overMs = (record.stoppingAt ?? 0) + NOTICE_MS;
    return read.nowMs < overMs
      ? { commands: [], requeueAfterMs: overMs - read.nowMs }
      : { commands: [{ model: 'ecs', type: 'reclaimFargateSpot', task }] };
  },
};

export const fargateSpotWatch = defineWatch({
  kind: 'ecs/Task',
  wakes: FARGATE_SPOT_CONTROLLER,
  keys: (after, before, key) =>
    after?.stopCode === END.stopCode && before?.stopCode === undefined ? [key] : [],
});

export function reclaimFargateSpot(
  { task: key }: { readonly task: string },
  ctx: Context,
): readonly Effect[] {
  const managed = ctx.get('ecs/ManagedTask', key);
  return [
    ...(managed ? forgetManaged(key, managed, ctx) : []),
    tell(key, { type: 'hostLost', ...END }),
  ];
}
