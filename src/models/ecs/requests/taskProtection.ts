/** UpdateTaskProtection and GetTaskProtection (API reference; Developer Guide, "API failure reasons"). */
import type { Admission, Context, Effect, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { nameOf, taskArn } from '../arn';
import { isBlockedByProtection } from '../controllers/blockedByProtection';
import { DEFAULT_PROTECTION_MS, protectedUntilMs } from '../controllers/protection';
import { SERVICE_CONTROLLER } from '../controllers/service';
import { epochSeconds } from '../printers/epoch';
import type { Task } from '../types';
import { accepted } from './answers';
import { clusterNamed } from './lookups';

export interface UpdateTaskProtectionRequest {
  readonly cluster: string;
  readonly tasks: readonly string[];
  readonly protectionEnabled: boolean;
  readonly expiresInMinutes?: number;
}

const MAX_UPDATED = 10;
const MAX_READ = 100;
const MAX_MINUTES = 2_880;

export function updateTaskProtection(input: UpdateTaskProtectionRequest, ctx: Context): Admission {
  const { clusterName, clusterArn } = clusterNamed(ctx, input.cluster);
  checkCount(input.tasks, MAX_UPDATED);
  const { expiresInMinutes: minutes } = input;
  if (minutes !== undefined && !(minutes >= 1 && minutes <= MAX_MINUTES))
    refuse('InvalidParameterException', `expiresInMinutes must be between 1 and ${MAX_MINUTES}.`, [
      'expiresInMinutes',
    ]);
  const expiresAtMs =
    ctx.nowMs + (minutes === undefined ? DEFAULT_PROTECTION_MS : minutes * 60_000);
  const rows = input.tasks.map((name): Row => {
    const key = `${clusterName}/${nameOf(name)}`;
    return { key, arn: taskArn(clusterArn, nameOf(name)), task: ctx.get('ecs/Task', key) };
  });
  const refused = new Map(rows.map((row) => [row.key, failureOf(row, input, ctx)]));
  const changed = rows.filter(({ key }) => refused.get(key) === null);
  return accepted(
    {
      protectedTasks: changed.map(({ arn }) => ({
        taskArn: arn,
        protectionEnabled: input.protectionEnabled,
        ...(input.protectionEnabled ? { expirationDate: epochSeconds(expiresAtMs) } : {}),
      })),
      failures: rows.flatMap(({ key, arn }) => {
        const failure = refused.get(key);
        return failure ? [{ arn, ...failure }] : [];
      }),
    },
    changed.flatMap(({ key, task }) => effectsOf(key, task, input, expiresAtMs, ctx)),
  );
}

interface Row {
  readonly key: string;
  readonly arn: string;
  readonly task: Task | undefined;
}
interface Failure {
  readonly reason: string;
  readonly detail?: string;
}

function failureOf(
  { key, task }: Row,
  { protectionEnabled }: UpdateTaskProtectionRequest,
  ctx: Context,
): Failure | null {
  if (!task || task.lastStatus === 'STOPPED') return { reason: 'MISSING' };
  const service = serviceOf(key, task);
  if (service === undefined)
    return {
      reason: 'TASK_NOT_VALID',
      detail: "The specified task isn't part of an Amazon ECS service.",
    };
  if (protectionEnabled && isBlockedByProtection(service, ctx))
    return {
      reason: 'DEPLOYMENT_BLOCKED',
      detail:
        'Unable to set task protection. A deployment of the service is blocked by protected tasks.',
    };
  return null;
}

const SERVICE = 'service:';
const serviceOf = (key: string, { group }: Task): string | undefined =>
  group.startsWith(SERVICE)
    ? `${key.slice(0, key.indexOf('/'))}/${group.slice(SERVICE.length)}`
    : undefined;

function effectsOf(
  key: string,
  task: Task | undefined,
  { protectionEnabled }: UpdateTaskProtectionRequest,
  expiresAtMs: number,
  ctx: Context,
): readonly Effect[] {
  if (!task || (!protectionEnabled && !ctx.has('ecs/TaskProtection', key))) return [];
  const about = { kind: 'ecs/Task', key } as const;
  const kind = 'ecs/TaskProtection';
  const expiresInMinutes = protectionEnabled ? (expiresAtMs - ctx.nowMs) / 60_000 : null;
  return [
    protectionEnabled
      ? { do: 'put', kind, key, value: { expiresAtMs } }
      : { do: 'remove', kind, key },
    {
      do: 'note',
      fact: { model: 'ecs', type: 'taskProtectionSet', about, data: { expiresInMinutes } },
    },
    { do: 'wake', controller: SERVICE_CONTROLLER, key: serviceOf(key, task) ?? '' },
  ];
}

export interface GetTaskProtectionRequest {
  readonly cluster: string;
  readonly tasks?: readonly string[];
}

export function getTaskProtection(input: GetTaskProtectionRequest, read: Read): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  checkCount(input.tasks ?? [], MAX_READ);
  const rows = (input.tasks ?? []).map((name): Row => {
    const key = `${clusterName}/${nameOf(name)}`;
    return { key, arn: taskArn(clusterArn, nameOf(name)), task: read.get('ecs/Task', key) };
  });
  return accepted({
    protectedTasks: rows
      .filter(({ task }) => task)
      .map(({ key, arn }) => {
        const untilMs = protectedUntilMs(read, key);
        return {
          taskArn: arn,
          protectionEnabled: untilMs !== null,
          ...(untilMs === null ? {} : { expirationDate: epochSeconds(untilMs) }),
        };
      }),
    failures: rows.filter(({ task }) => !task).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  });
}

function checkCount(tasks: readonly string[], most: number): void {
  if (tasks.length > most)
    refuse('InvalidParameterException', `At most ${most} tasks can be named at once.`, ['tasks']);
}
