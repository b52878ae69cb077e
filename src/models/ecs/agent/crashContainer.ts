/** `quayside crashContainer { kind: 'ecs/Task', key, container?, exitCode? }`: the process in a container ends, now. */
import type { Admission, Context, Effect } from '../../../engine/model';
import { CONTAINER_LIFECYCLE } from '../lifecycles/container';
import { containerKey, PAUSE_CONTAINER, type ManagedContainer } from './managedTask';
import { shouldRestart } from './restart';
import { effectiveContainers } from './effectiveContainer';
import { taskDefinitionKey } from '../arn';

export interface CrashInput {
  readonly key?: unknown;
  readonly container?: unknown;
  readonly exitCode?: unknown;
}

/** Without a name the first running essential container. */
export function crashContainer(input: CrashInput, ctx: Context): Admission {
  const { key, container: name, exitCode = 1 } = input;
  if (typeof key !== 'string') return refused('key', 'key must name a task: <cluster>/<task id>');
  if (typeof exitCode !== 'number' || !Number.isInteger(exitCode))
    return refused('exitCode', 'exitCode must be a whole number');
  const managed = ctx.get('ecs/ManagedTask', key);
  const running = managed?.containers.filter(
    (c) => c.process !== null && c.name !== PAUSE_CONTAINER,
  );
  const container = running?.find((c) => (name === undefined ? c.essential : c.name === name));
  if (!container)
    return refused(
      name === undefined ? 'key' : 'container',
      'No such container is running in the task.',
    );
  const about = { kind: 'ecs/Task', key } as const;
  const data = { container: container.name, exitCode };
  return {
    ok: true,
    output: data,
    effects: [
      { do: 'note', fact: { model: 'ecs', type: 'containerCrashed', about, data } },
      ...exitContainer(key, container, { exitCode }, ctx),
    ],
  };
}

/** The process is over; its restart policy decides what now. `reason` stays with the container. */
export function exitContainer(
  key: string,
  container: ManagedContainer,
  { exitCode, reason }: { readonly exitCode: number; readonly reason?: string },
  ctx: Context,
): Effect[] {
  const task = ctx.get('ecs/Task', key);
  const definition =
    task && ctx.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  const policy =
    definition &&
    effectiveContainers(definition, task.overrides).find((c) => c.name === container.name)
      ?.restartPolicy;
  const { restart } = shouldRestart(
    policy,
    {
      exitCode,
      startedAtMs: container.startedAtMs ?? ctx.nowMs,
      lastRestartAtMs: container.lastRestartAtMs,
      desiredStatus: ctx.get('ecs/ManagedTask', key)?.desiredStatus ?? 'STOPPED',
    },
    ctx.nowMs,
  );
  const event = { type: 'exited', exitCode, restart, ...(reason === undefined ? {} : { reason }) };
  const lifecycle = CONTAINER_LIFECYCLE;
  return [{ do: 'tell', lifecycle, key: containerKey(key, container.name), event }];
}

const refused = (field: string, message: string): Admission => ({
  ok: false,
  status: 400,
  error: {
    name: 'InvalidParameterException',
    message,
    causes: [{ path: [field], reason: 'InvalidParameterException', message }],
  },
});
