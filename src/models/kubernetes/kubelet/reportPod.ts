/** Sends a pod's status to the API server: one put and the facts that a reader of the API learns from it. */
import type { Effect, FactNote, Read } from '../../../engine/model';
import type { Condition, Pod, PodStatus } from '../types';
import { podStatus, sameStatus } from './podStatus';
import { podView, type PodView } from './podView';
import { aboutPod, reports } from './types';

/** Nothing when nothing changed, or when no word leaves the node. */
export function reportPod(read: Read, podKey: string): readonly Effect[] {
  const view = podView(read, podKey);
  return view ? reportView(read, view) : [];
}

export function reportView(read: Read, view: PodView): readonly Effect[] {
  const { pod, key } = view;
  const kubelet = read.get('kubernetes/Kubelet', pod.spec.nodeName ?? '');
  if (!reports(kubelet)) return [];
  const status = podStatus(view, kubelet.machine.ip, read.nowMs);
  if (sameStatus(pod.status, status)) return [];
  return [
    { do: 'put', kind: 'kubernetes/Pod', key, value: { ...pod, status } },
    ...statusFacts(read, key, pod, status).map((fact): Effect => ({ do: 'note', fact })),
  ];
}

function statusFacts(read: Read, key: string, pod: Pod, status: PodStatus): readonly FactNote[] {
  const facts: FactNote[] = [];
  const [was, is] = [readyCondition(pod.status), readyCondition(status)];
  const about = aboutPod(key);
  const over = status.phase === 'Succeeded' || status.phase === 'Failed';
  if (is?.status === 'True' && was?.status !== 'True') {
    const sinceCreatedMs = read.nowMs - pod.metadata.creationTimestamp;
    const data = { node: pod.spec.nodeName ?? '', sinceCreatedMs };
    facts.push({ model: 'kubernetes', type: 'podReady', about, data });
  } else if (was?.status === 'True' && is?.status !== 'True') {
    const data = { reason: is?.reason ?? '', message: is?.message ?? '' };
    facts.push({ model: 'kubernetes', type: 'podNotReady', about, data });
  }
  if (over && status.phase !== pod.status.phase) {
    const type = status.phase === 'Succeeded' ? 'podSucceeded' : 'podFailed';
    const data = { reason: status.reason ?? null, message: status.message ?? null };
    facts.push({ model: 'kubernetes', type, about, data });
  }
  return facts;
}

const readyCondition = ({ conditions }: PodStatus): Condition | undefined =>
  conditions?.find((condition) => condition.type === 'Ready');
