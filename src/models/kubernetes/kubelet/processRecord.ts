/**
 * The process in a container as the node's kernel sees it (pkg/kubelet/kuberuntime and pkg/kubelet/cm, v1.34): CPU requests
 * are weights (MilliCPUToShares, at least 2), CPU and memory limits hold for the container, and for the pod where all its
 * containers have one.
 */
import type { Effect, Read } from '../../../engine/model';
import { workerFields } from '../../workload/consumption';
import { processesOf, removeProcess } from '../../workload/processes';
import type { ImageBehaviour, Process } from '../../workload/types';
import { bytes, milliValue } from '../quantity';
import type { Container, Pod } from '../types';
import { aboutPod, type Kubelet } from './types';

const prefix = (podKey: string, ip: string | null): string =>
  `kubernetes/Pod/${podKey}@${ip ?? ''}/`;

/** A namesake that still runs on a silent node is told apart by its address. */
export const processKey = (podKey: string, ip: string | null, container: string): string =>
  prefix(podKey, ip) + container;

export function putProcess(
  podKey: string,
  pod: Pod,
  container: Container,
  { behaviour, calls, ip, kubelet }: Running,
  nowMs: number,
): Effect {
  const milli = (c: Container, which: 'requests' | 'limits') => amount(c, which, 'cpu', milliValue);
  const { containers } = pod.spec;
  const sum = containers.reduce((n, c) => n + (milli(c, 'requests') ?? 0), 0);
  const limits = containers.map((c) => milli(c, 'limits'));
  const limit = milli(container, 'limits');
  const memoryLimit = amount(container, 'limits', 'memory', bytes);
  const { machine } = kubelet;
  const value: Process = {
    about: aboutPod(podKey),
    container: container.name,
    island: 'kubernetes',
    owner: `kubernetes/Namespace ${namespaceOf(podKey)}`,
    box: machine.instanceId ?? machine.name,
    boxMicro: 1000 * milliValue(machine.capacity['cpu'] ?? '1'),
    cell: `${podKey}@${ip}`,
    cellWeight: shares(sum),
    cellLimitMicro: limits.every((l) => l !== null)
      ? 1000 * limits.reduce((n: number, l) => n + (l ?? 0), 0)
      : null,
    weight: shares(milli(container, 'requests') ?? 0),
    limitMicro: limit === null ? null : 1000 * limit,
    askedMicro: 1000 * (milli(container, 'requests') ?? 0),
    askedKiB: Math.floor((amount(container, 'requests', 'memory', bytes) ?? 0) / 1024),
    startedAtMs: nowMs,
    startUpMs: behaviour.startUpMs,
    idleMicro: behaviour.idleCpuMilli * 1000,
    cpuPerRequestMicros: Math.round(behaviour.cpuPerRequestMs * 1000),
    memoryKiB: Math.round(behaviour.memoryMiB * 1024),
    memoryPerRequestKiB: behaviour.memoryPerRequestKiB,
    leakKiBPerMinute: Math.round(behaviour.leakMiBPerMinute * 1024),
    memoryLimitKiB: memoryLimit === null ? null : Math.floor(memoryLimit / 1024),
    killed: null,
    ...workerFields(behaviour, container.env),
    ...(calls.length > 0 ? { calls } : {}),
  };
  return {
    do: 'put',
    kind: 'workload/Process',
    key: processKey(podKey, ip, container.name),
    value,
  };
}

interface Running {
  readonly behaviour: ImageBehaviour;
  /** See `kubectl/calls.ts`. */
  readonly calls: readonly (readonly string[])[];
  readonly ip: string;
  readonly kubelet: Kubelet;
}

/** Of one container, or of the whole pod at that address. */
export function forgetProcesses(
  read: Pick<Read, 'keysBy'>,
  podKey: string,
  ip: string | null,
  container?: string,
): readonly Effect[] {
  const own = prefix(podKey, ip);
  return processesOf(read, aboutPod(podKey))
    .filter((key) => (container === undefined ? key.startsWith(own) : key === own + container))
    .flatMap(removeProcess);
}

const namespaceOf = (podKey: string): string => podKey.slice(0, podKey.indexOf('/'));

/** 1024 for a whole vCPU. */
const shares = (milli: number): number => Math.max(2, Math.floor((milli * 1024) / 1000));

function amount(
  { resources }: Container,
  which: 'requests' | 'limits',
  name: string,
  read: (text: string | number) => number,
): number | null {
  const text = resources?.[which]?.[name];
  return text === undefined ? null : read(text);
}
