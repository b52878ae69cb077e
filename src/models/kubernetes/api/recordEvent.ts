/**
 * Kubernetes `Event` objects, as scheduler, kubelet and controllers record them (client-go tools/record, v1.34).
 *
 * The same event on the same object raises `count` and `lastTimestamp` instead of making another. Events are forgotten
 * an hour after their last occurrence (kube-apiserver --event-ttl), swept by the minute.
 * Simplified: no aggregation of similar messages and no spam filter.
 */
import type { Effect, Read } from '../../../engine/model';
import { fnv32a, objectKey } from '../naming';
import type { Event } from '../types';

export const EVENT_TTL_MS = 3_600_000;
export const EVENT_SWEEP_MS = 60_000;
export const EVENT_SWEEPER = 'kubernetes/eventTtl';

export interface EventAbout {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
}

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  /** `FailedScheduling`, `Pulled`... */
  readonly reason: string;
  /** The platform's own text. */
  readonly message: string;
  /** `default-scheduler`, `kubelet`, `deployment-controller`... */
  readonly component: string;
  /** The kubelet's node. */
  readonly host?: string;
  /** `spec.containers{web}` when it is about one container. */
  readonly fieldPath?: string;
}

/**
 * The effects that record an event about an object. Any record fits as `about`: a Pod, a Deployment, a Node.
 * Events about cluster-scoped objects live in namespace `default`, as upstream.
 */
export function recordEvent(read: Read, about: EventAbout, text: EventText): readonly Effect[] {
  const namespace = about.metadata.namespace ?? 'default';
  const identity = [about.metadata.uid, text.reason, text.message, text.component, text.fieldPath];
  const print = JSON.stringify([text.type, ...identity]);
  const suffix = hex(fnv32a(print)) + hex(fnv32a(print, SECOND_LANE));
  const key = objectKey({ namespace, name: `${about.metadata.name}.${suffix}` });
  const known = read.get('kubernetes/Event', key);
  const value = known
    ? { ...known, count: known.count + 1, lastTimestamp: read.nowMs }
    : newEvent(read.nowMs, namespace, suffix, about, text);
  const minute = expiryMinute(value);
  return [
    { do: 'put', kind: 'kubernetes/Event', key, value },
    {
      do: 'wake',
      controller: EVENT_SWEEPER,
      key: String(minute),
      afterMs: (minute + 1) * EVENT_SWEEP_MS - read.nowMs,
    },
  ];
}

/** The minute at whose end the event is forgotten: bucket of the index `expires`. */
export const expiryMinute = (event: Event): number =>
  Math.floor((event.lastTimestamp + EVENT_TTL_MS) / EVENT_SWEEP_MS);

const SECOND_LANE = 0x9747b28c;
const hex = (n: number): string => n.toString(16).padStart(8, '0');

function newEvent(
  nowMs: number,
  namespace: string,
  suffix: string,
  about: EventAbout,
  text: EventText,
): Event {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${about.metadata.name}.${suffix}`,
      namespace,
      uid: `${suffix.slice(0, 8)}-${suffix.slice(8, 12)}-4${suffix.slice(13)}-8${suffix.slice(1, 4)}-${suffix.slice(4)}`,
      creationTimestamp: nowMs,
    },
    involvedObject: {
      kind: about.kind,
      name: about.metadata.name,
      uid: about.metadata.uid,
      ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
      ...(text.fieldPath === undefined ? {} : { fieldPath: text.fieldPath }),
    },
    type: text.type,
    reason: text.reason,
    message: text.message,
    count: 1,
    firstTimestamp: nowMs,
    lastTimestamp: nowMs,
    source: {
      component: text.component,
      ...(text.host === undefined ? {} : { host: text.host }),
    },
  };
}
