/** A container's next step toward its steady state, if its dependencies give leave for it (`mayStart.ts`). */
import type { ContainerEvent } from '../lifecycles/container.machine';
import type { ContainerDefinition } from '../types';
import { PAUSE_CONTAINER, type ManagedContainer } from './managedTask';
import {
  isTerminal,
  mayStart,
  mayStop,
  type Dependency,
  type Ordered,
  type Resolution,
} from './mayStart';

export interface ObservedContainer extends ManagedContainer {
  /** Undefined for the pause container. */
  readonly definition: ContainerDefinition | undefined;
  /** The machine's state: a known status, or the work under way. */
  readonly state: string;
}

/** A container that its agent forces to end was never sent SIGTERM; 143 stands for it (agent pull request 3218). */
const GIVEN_UP = 143;

/** `pullImage`: leave to pull, whose length the instance decides. undefined: it waits, or works. */
export function nextStep(
  container: ObservedContainer,
  containers: readonly ObservedContainer[],
  nowMs: number,
): ContainerEvent | 'pullImage' | undefined {
  const { state, name } = container;
  if (state !== 'MANIFEST_PULLED' && state !== 'PULLED' && state !== 'CREATED') return undefined;
  const { resolution, on } = mayStart(
    ordered(container),
    dependencyIn(containers),
    'RUNNING',
    nowMs,
  );
  if (isTerminal(resolution)) {
    const reason = dependencyError(resolution, on, name);
    return { type: 'giveUp', exitCode: GIVEN_UP, reason };
  }
  if (resolution === 'waiting' || !networkIsUp(containers, name)) return undefined;
  if (state === 'MANIFEST_PULLED') return 'pullImage';
  return { type: state === 'PULLED' ? 'create' : 'start' };
}

/** The pause container goes last, after every other. */
export function mayStopNow(
  container: ObservedContainer,
  all: readonly ObservedContainer[],
): boolean {
  if (container.state === 'stopping') return false;
  if (container.name === PAUSE_CONTAINER)
    return all.every((c) => c.name === PAUSE_CONTAINER || c.state === 'STOPPED');
  return mayStop(ordered(container), all.map(ordered));
}

/** When the start timeout of a container ends that somebody who has not been created yet waits for; else null. */
export function startTimeoutMs(
  { name, startedAtMs, definition, state }: ObservedContainer,
  containers: readonly ObservedContainer[],
): number | null {
  const timeout = definition?.startTimeout;
  if (timeout === undefined || startedAtMs === null || state !== 'RUNNING') return null;
  const awaited = containers.some(
    (c) =>
      (c.state === 'MANIFEST_PULLED' || c.state === 'PULLED') &&
      c.definition?.dependsOn?.some((d) => d.containerName === name && d.condition !== 'START'),
  );
  return awaited ? startedAtMs + timeout * 1000 + 1 : null;
}

/** agent, task.go addNetworkResourceProvisioningDependency: nothing is pulled before the pause container is provisioned. */
const networkIsUp = (containers: readonly ObservedContainer[], name: string): boolean =>
  name === PAUSE_CONTAINER ||
  containers.every((c) => c.name !== PAUSE_CONTAINER || c.known === 'RESOURCES_PROVISIONED');

const ordered = ({ name, known, definition }: ObservedContainer): Ordered => ({
  name,
  known,
  dependsOn: definition?.dependsOn ?? [],
});

const dependencyIn =
  (containers: readonly ObservedContainer[]) =>
  (name: string): Dependency | undefined => {
    const found = containers.find((c) => c.name === name);
    if (!found) return undefined;
    const { known, exitCode, health, startedAtMs, definition } = found;
    const startTimeout = definition?.startTimeout;
    return {
      known,
      exitCode,
      health,
      hasHealthCheck: definition?.healthCheck !== undefined,
      startedAtMs,
      startTimeoutMs: startTimeout === undefined ? null : startTimeout * 1000,
    };
  };

const DEPENDENCY_ERRORS: Partial<Record<Resolution, string>> = {
  notSuccessful: 'as dependency did not exit successfully.',
  neverRan: 'as dependency never started.',
  timedOut: 'as dependency has timed out.',
  missing: 'as dependency does not exist.',
};

const dependencyError = (resolution: Resolution, on: string | null, target: string): string =>
  `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [${on ?? ''}] ` +
  `for target [${target}] ${DEPENDENCY_ERRORS[resolution] ?? ''}`;
