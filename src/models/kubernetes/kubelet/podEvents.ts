/** Kubernetes Events that the kubelet records about a pod or one of its containers; a silent kubelet records none. */
import type { Effect, Read } from '../../../engine/model';
import { recordEvent } from '../api/recordEvent';
import type { Pod } from '../types';
import { reports } from './types';

export function podEvent(
  read: Read,
  pod: Pod,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  container?: string,
): readonly Effect[] {
  const host = pod.spec.nodeName ?? '';
  if (!reports(read.get('kubernetes/Kubelet', host))) return [];
  return recordEvent(read, pod, {
    type,
    reason,
    message,
    component: 'kubelet',
    host,
    ...(container === undefined ? {} : { fieldPath: fieldPath(pod, container) }),
  });
}

function fieldPath({ spec }: Pod, container: string): string {
  const init = spec.initContainers?.some((c) => c.name === container) ?? false;
  return `spec.${init ? 'initContainers' : 'containers'}{${container}}`;
}

/** As Go prints a duration: `850ms`, `2.45s`, `1m3.2s`. */
export function goDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = String((ms - minutes * 60_000) / 1000);
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
