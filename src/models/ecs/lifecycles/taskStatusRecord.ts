/** The only place that turns a task's machine state into the fields of its record. */
import type { Context, Effect } from '../../../engine/model';
import { allocateAddresses } from '../../aws/ec2/addresses';
import type { Task, TaskLastStatus } from '../types';
import type { TaskContext } from './task.machine';

/** The task as it is now, and what must be committed with it; the same task when nothing changed. */
export function taskRecord(
  before: Task,
  lastStatus: TaskLastStatus,
  { end }: TaskContext,
  ctx: Context,
): { readonly task: Task; readonly effects: readonly Effect[] } {
  const desiredStatus = end ? 'STOPPED' : 'RUNNING';
  if (before.lastStatus === lastStatus && before.desiredStatus === desiredStatus)
    return { task: before, effects: [] };
  const network = networkInterface(before, lastStatus, ctx);
  const task: Task = {
    ...before,
    ...network.fields,
    lastStatus,
    desiredStatus,
    version: before.version + 1,
    ...(end ? { stopCode: end.stopCode, stoppedReason: end.reason } : {}),
    ...times(before, lastStatus, desiredStatus, ctx.nowMs),
  };
  return { task, effects: network.effects };
}

function times(
  before: Task,
  lastStatus: TaskLastStatus,
  desiredStatus: Task['desiredStatus'],
  nowMs: number,
): Partial<Task> {
  return {
    ...(lastStatus === 'RUNNING' && before.startedAt === undefined ? { startedAt: nowMs } : {}),
    ...(desiredStatus === 'STOPPED' && before.stoppingAt === undefined
      ? { stoppingAt: nowMs }
      : {}),
    ...(lastStatus === 'STOPPED' ? { stoppedAt: nowMs } : {}),
  };
}

const NO_NETWORK = { fields: {}, effects: [] } as const;

/** awsvpc: the interface is there when PROVISIONING is over, and gone when the task is STOPPED. */
function networkInterface(
  before: Task,
  lastStatus: TaskLastStatus,
  ctx: Context,
): { readonly fields: Partial<Task>; readonly effects: readonly Effect[] } {
  const [attachment] = before.attachments;
  if (attachment?.type !== 'ElasticNetworkInterface') return NO_NETWORK;
  if (lastStatus === 'STOPPED')
    return { fields: { attachments: [{ ...attachment, status: 'DELETED' }] }, effects: [] };
  if (lastStatus !== 'PENDING') return NO_NETWORK;
  const { addresses, effects } = allocateAddresses(ctx, 'tasks', [before.availabilityZone ?? '']);
  const privateIpv4Address = addresses[0] ?? '';
  const details = [
    ...attachment.details,
    { name: 'privateIPv4Address', value: privateIpv4Address },
  ];
  return {
    fields: {
      attachments: [{ ...attachment, status: 'ATTACHED', details }],
      containers: before.containers.map((c) => ({
        ...c,
        networkInterfaces: [{ attachmentId: attachment.id, privateIpv4Address }],
      })),
    },
    effects,
  };
}

/** The address of an awsvpc task; undefined for the others. */
export const privateAddressOf = (task: Task): string | undefined =>
  task.attachments[0]?.details.find((d) => d.name === 'privateIPv4Address')?.value;
