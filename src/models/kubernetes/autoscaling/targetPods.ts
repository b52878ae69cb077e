/** The pods behind a scale as the arithmetic takes them. */
import type { Read } from '../../../engine/model';
import { processesOf } from '../../workload/processes';
import type { Process } from '../../workload/types';
import { podsWithLabels } from '../api/indexes';
import { aboutPod } from '../kubelet/types';
import { objectKey } from '../naming';
import { bytes, milliValue } from '../quantity';
import { podResources } from '../podResources';
import { parseSelector, requirementsPredicate, type Requirement } from '../selector';
import type { Container, Pod, PodSpec } from '../types';
import type { HpaPod } from './groupPods';
import { scalingPods } from './scalingInputs';

/** Of the text that a Scale carries; what cannot be read selects by nothing. */
export function requirementsOf(selector: string): readonly Requirement[] {
  const parsed = parseSelector(selector);
  return parsed.error === undefined ? parsed.requirements : [];
}

/** The pods behind one scale, and what was found out about them. */
export interface TargetPods {
  readonly pods: readonly Pod[];
  /** `resource` is `''` where requests do not count. */
  of(resource: string): readonly HpaPod[];
  /** What runs in each of them. */
  readonly running: readonly (readonly Running[])[];
}
export interface Running {
  readonly key: string;
  readonly process: Process;
}

/** Remembered until a pod, or what runs in one, is another (`scalingPods`). */
export function podsOfSelector(read: Read, namespace: string, selector: string): TargetPods {
  const token = scalingPods(read);
  const known = remembered.get(token);
  const key = `${namespace} ${selector}`;
  const found = known?.get(key);
  if (found) return found;
  const made = findPods(read, namespace, selector);
  if (known) known.set(key, made);
  else remembered.set(token, new Map([[key, made]]));
  return made;
}
const remembered = new WeakMap<object, Map<string, TargetPods>>();

function findPods(read: Read, namespace: string, selector: string): TargetPods {
  const requirements = requirementsOf(selector);
  const labels = Object.fromEntries(
    requirements
      .filter(({ operator }) => operator === '=')
      .map(({ key, values }) => [key, values[0] ?? '']),
  );
  const pods = podsWithLabels(read, namespace, labels, requirementsPredicate(requirements));
  const byResource = new Map<string, readonly HpaPod[]>();
  return {
    pods,
    of(resource) {
      const made = byResource.get(resource) ?? pods.map((pod) => newHpaPod(pod, resource));
      byResource.set(resource, made);
      return made;
    },
    running: pods.map((pod) => runningIn(pod, read)),
  };
}

const runningIn = ({ metadata }: Pod, read: Read): readonly Running[] =>
  processesOf(read, aboutPod(objectKey(metadata))).flatMap((key) => {
    const process = read.get('workload/Process', key);
    return process ? [{ key, process }] : [];
  });

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
    ...(resource !== '' && hasPodLevelRequests(spec)
      ? { podRequestMilli: podRequestMilli(spec, resource) }
      : {}),
  };
}

/** resourcehelpers.IsPodLevelRequestsSet */
const hasPodLevelRequests = ({ resources }: PodSpec): boolean =>
  Object.keys(resources?.requests ?? {}).length > 0;

/** A resource that the pod as a whole does not name is the sum of its containers'; null where none of them names it either. */
function podRequestMilli(spec: PodSpec, resource: string): number | null {
  const all = [spec, ...spec.containers, ...(spec.initContainers ?? [])];
  if (all.every(({ resources }) => resources?.requests?.[resource] === undefined)) return null;
  const { cpuMilli, memoryBytes } = podResources(spec);
  return resource === 'cpu' ? cpuMilli : 1000 * memoryBytes;
}

const sidecars = (initContainers: readonly Container[] = []): readonly Container[] =>
  initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');

function requestMilli({ resources }: Container, resource: string): number | null {
  const request = resources?.requests?.[resource];
  if (request === undefined) return null;
  return resource === 'cpu' ? milliValue(request) : 1000 * bytes(request);
}
