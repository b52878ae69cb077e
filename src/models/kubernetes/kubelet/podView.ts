/** A pod as its kubelet sees it: the object, the pod worker and every container with what it is doing now. */
import type { Read } from '../../../engine/model';
import type { Container, Pod, PodSpec } from '../types';
import { topState, type ContainerContext, type ContainerStateName } from './container.machine';
import type { PodContext } from './pod.machine';
import { isSidecar } from './podPhase';
import { CONTAINER_LIFECYCLE, POD_LIFECYCLE, containerKey } from './types';

export type ContainerRole = 'init' | 'sidecar' | 'app';

export interface ContainerView {
  readonly container: Container;
  readonly role: ContainerRole;
  readonly state: ContainerStateName;
  readonly context: ContainerContext;
}

export interface PodView {
  readonly key: string;
  readonly pod: Pod;
  readonly state: string;
  readonly context: PodContext;
  /** Init containers first, in the order of the spec. */
  readonly containers: readonly ContainerView[];
}

/** undefined: no kubelet runs this pod. */
export function podView(read: Read, key: string): PodView | undefined {
  const pod = read.get('kubernetes/Pod', key);
  const worker = pod && read.lifecycle(POD_LIFECYCLE, key);
  if (!worker) return undefined;
  return {
    key,
    pod,
    state: worker.value as string,
    context: worker.context as PodContext,
    containers: containerViews(read, key, containersOf(pod)),
  };
}

function containerViews(
  read: Read,
  podKey: string,
  containers: readonly WithRole[],
): readonly ContainerView[] {
  const views: ContainerView[] = [];
  for (const { container, role } of containers) {
    const running = read.lifecycle(CONTAINER_LIFECYCLE, containerKey(podKey, container.name));
    if (!running) continue;
    const context = running.context as ContainerContext;
    views.push({ container, role, state: topState(running.value), context });
  }
  return views;
}

type WithRole = { readonly container: Container; readonly role: ContainerRole };

export function containersOf({ spec }: Pod): readonly WithRole[] {
  const known = remembered.get(spec.containers);
  if (known?.init === spec.initContainers && known) return known.all;
  const all = computeContainers(spec);
  remembered.set(spec.containers, { init: spec.initContainers, all });
  return all;
}
/** The pods of a template share their lists of containers. */
const remembered = new WeakMap<
  PodSpec['containers'],
  { readonly init: PodSpec['initContainers']; readonly all: readonly WithRole[] }
>();

function computeContainers(spec: PodSpec): readonly WithRole[] {
  const init = (spec.initContainers ?? []).map((container) => ({
    container,
    role: isSidecar(container) ? ('sidecar' as const) : ('init' as const),
  }));
  return [...init, ...spec.containers.map((container) => ({ container, role: 'app' as const }))];
}

/** Over for good: it will not be started again. */
export const hasEnded = ({ state }: ContainerView): boolean =>
  state === 'Terminated' || state === 'NeverStarted';
