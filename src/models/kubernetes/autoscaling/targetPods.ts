/** The pods behind a scale as the arithmetic takes them. Each record of a pod is read once: it never changes. */
import type { Read } from '../../../engine/model';
import { podsWithLabels } from '../api/indexes';
import { bytes, milliValue } from '../quantity';
import { parseSelector, requirementsPredicate, type Requirement } from '../selector';
import type { Container, Pod } from '../types';
import type { HpaPod } from './groupPods';

/** Of the text that a Scale carries; what cannot be read selects by nothing. */
export function requirementsOf(selector: string): readonly Requirement[] {
  const parsed = parseSelector(selector);
  return parsed.error === undefined ? parsed.requirements : [];
}

export function podsOfSelector(read: Read, namespace: string, selector: string): readonly Pod[] {
  const requirements = requirementsOf(selector);
  const labels = Object.fromEntries(
    requirements
      .filter(({ operator }) => operator === '=')
      .map(({ key, values }) => [key, values[0] ?? '']),
  );
  return podsWithLabels(read, namespace, labels, requirementsPredicate(requirements));
}

const remembered = new WeakMap<Pod, Map<string, HpaPod>>();

/** `resource` is `''` where requests do not count. */
export function hpaPod(pod: Pod, resource: string): HpaPod {
  const known = remembered.get(pod) ?? new Map<string, HpaPod>();
  const made = known.get(resource) ?? newHpaPod(pod, resource);
  remembered.set(pod, known.set(resource, made));
  return made;
}

function newHpaPod({ metadata, spec, status }: Pod, resource: string): HpaPod {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  return {
    name: metadata.name,
    phase: status.phase,
    deleting: metadata.deletionTimestamp !== undefined,
    ready: ready
      ? { status: ready.status === 'True', changedAtMs: ready.lastTransitionTime ?? 0 }
      : null,
    startedAtMs: status.startTime ?? null,
    requestsMilli:
      resource === ''
        ? []
        : [...spec.containers, ...sidecars(spec.initContainers)].map((container) => ({
            container: container.name,
            milli: requestMilli(container, resource),
          })),
  };
}

const sidecars = (initContainers: readonly Container[] = []): readonly Container[] =>
  initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');

function requestMilli({ resources }: Container, resource: string): number | null {
  const request = resources?.requests?.[resource];
  if (request === undefined) return null;
  return resource === 'cpu' ? milliValue(request) : 1000 * bytes(request);
}
