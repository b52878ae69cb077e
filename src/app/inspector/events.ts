/** The events that the platform keeps about a thing, newest first. */
import type { Ref } from '../../engine/model';
import type { RecordMaps } from '../recordMaps';

export interface PlatformEvent {
  readonly id: string;
  readonly atMs: number;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly warning: boolean;
}

const MOST = 40;

export function eventsOf(ref: Ref, records: RecordMaps): readonly PlatformEvent[] {
  const found =
    SOURCES[ref.kind]?.(ref.key, records) ??
    (ref.kind.startsWith('kubernetes/')
      ? kubernetesEvents(ref, records)
      : serviceEvents(ref, records));
  return found.sort((a, b) => b.atMs - a.atMs).slice(0, MOST);
}

/** Groups and scalable targets keep activities. */
const SOURCES: Readonly<
  Partial<Record<string, (key: string, records: RecordMaps) => PlatformEvent[]>>
> = {
  'autoscaling/AutoScalingGroup': (key, records) =>
    activities(records.all('autoscaling/Activity'), (each) => each.AutoScalingGroupName === key),
  'applicationautoscaling/ScalableTarget': (key, records) =>
    activities(
      records.all('applicationautoscaling/ScalingActivity'),
      (each) => each.ResourceId === key,
    ),
};

interface AnyActivity {
  readonly StartTime: number;
  readonly StatusCode: string;
  readonly Description: string;
  readonly Cause: string;
}

const activities = <A extends AnyActivity>(
  all: ReadonlyMap<string, A>,
  isOf: (activity: A) => boolean,
): PlatformEvent[] =>
  [...all]
    .filter(([, each]) => isOf(each))
    .map(([id, { StartTime, StatusCode, Description, Cause }]) => ({
      id,
      atMs: StartTime,
      reason: StatusCode,
      message: `${Description} ${Cause}`.trim(),
      count: 1,
      warning: StatusCode === 'Failed',
    }));

function kubernetesEvents(ref: Ref, records: RecordMaps): PlatformEvent[] {
  const kind = ref.kind.slice(ref.kind.indexOf('/') + 1);
  const name = ref.key.slice(ref.key.lastIndexOf('/') + 1);
  const found: PlatformEvent[] = [];
  for (const [id, event] of records.all('kubernetes/Event')) {
    const { involvedObject } = event;
    if (involvedObject.kind !== kind || involvedObject.name !== name) continue;
    found.push({
      id,
      atMs: event.lastTimestamp,
      reason: event.reason,
      message: event.message,
      count: event.count,
      warning: event.type === 'Warning',
    });
  }
  return found;
}

/** ECS keeps events by service; of a task, those that name it. */
function serviceEvents(ref: Ref, records: RecordMaps): PlatformEvent[] {
  const cluster = ref.key.slice(0, ref.key.indexOf('/'));
  const id = ref.key.slice(ref.key.indexOf('/') + 1);
  const service = ref.kind === 'ecs/Service' ? id : serviceOfTask(ref, records);
  const events =
    service === null ? [] : (records.get('ecs/Service', `${cluster}/${service}`)?.events ?? []);
  return events
    .filter((event) => ref.kind === 'ecs/Service' || event.message.includes(id))
    .map((event) => ({
      id: event.id,
      atMs: event.createdAt,
      reason: '',
      message: event.message,
      count: 1,
      warning: event.message.includes('unable') || event.message.includes('unhealthy'),
    }));
}

function serviceOfTask(ref: Ref, records: RecordMaps): string | null {
  const group = ref.kind === 'ecs/Task' ? records.get('ecs/Task', ref.key)?.group : undefined;
  return group?.startsWith('service:') ? group.slice('service:'.length) : null;
}
