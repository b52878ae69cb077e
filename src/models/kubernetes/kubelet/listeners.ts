/** What pods answer on the network: one `workload/Listener` per port on which a container's process listens. */
import { defineIndex, type Effect, type Read } from '../../../engine/model';
import type { ImageBehaviour, Listener } from '../../workload/types';
import type { Container } from '../types';
import { answersAtStart, listeningPorts } from './probes';
import { forgetProcesses, processKey } from './processRecord';
import { aboutPod, type Kubelet } from './types';

/** Listeners of one pod by its key. A namesake that still runs on a silent node is told apart by its address. */
export const listenersOfPod = defineIndex({
  name: 'kubernetesPod',
  kind: 'workload/Listener',
  buckets: ({ about }) => (about.kind === 'kubernetes/Pod' ? [about.key] : []),
});

export function openListeners(
  podKey: string,
  container: Container,
  behaviour: ImageBehaviour,
  ip: string,
  { machine }: Kubelet,
): readonly Effect[] {
  const common = {
    ip,
    about: aboutPod(podKey),
    container: container.name,
    availabilityZone: machine.zone,
    instanceId: machine.instanceId,
    answers: answersAtStart(behaviour),
    cpuPerRequestMs: behaviour.cpuPerRequestMs,
    process: processKey(podKey, ip, container.name),
  };
  return listeningPorts(container, behaviour).map((port): Effect => {
    const value: Listener = { ...common, port };
    return { do: 'put', kind: 'workload/Listener', key: listenerKey(value), value };
  });
}

export function setAnswers(
  read: Read,
  podKey: string,
  ip: string | null,
  container: string,
  answers: Listener['answers'],
): readonly Effect[] {
  return listenersAt(read, podKey, ip)
    .filter((listener) => listener.container === container && listener.answers !== answers)
    .map((listener) => ({
      do: 'put',
      kind: 'workload/Listener',
      key: listenerKey(listener),
      value: { ...listener, answers },
    }));
}

/** The process is gone, and with it what it used; without `container` the whole pod. */
export function closeListeners(
  read: Read,
  podKey: string,
  ip: string | null,
  container?: string,
): readonly Effect[] {
  const closed = listenersAt(read, podKey, ip)
    .filter((listener) => container === undefined || listener.container === container)
    .map((listener): Effect => ({
      do: 'remove',
      kind: 'workload/Listener',
      key: listenerKey(listener),
    }));
  return [...closed, ...forgetProcesses(read, podKey, ip, container)];
}

const listenerKey = ({ ip, port }: Pick<Listener, 'ip' | 'port'>): string => `${ip}:${port}`;

const listenersAt = (read: Read, podKey: string, ip: string | null): readonly Listener[] =>
  read
    .by('workload/Listener', listenersOfPod.name, podKey)
    .filter((listener) => listener.ip === ip);
