/** Rules for requests and limits (pkg/apis/core/validation, v1.34): names, amounts, requests within limits. */
import { podResourceList, isPodLevelResource } from '../podResources';
import { compareQuantities, milliValue, quantity, quantityText } from '../quantity';
import type { PodSpec, ResourceList, ResourceRequirements } from '../types';
import { forbidden, invalid, invalidEach, notSupported, required } from './fieldErrors';
import type { FieldPath, Violation } from './fieldErrors';
import { isQualifiedName } from './names';
import { without } from './without';

export function validateContainerResources(
  resources: ResourceRequirements | undefined,
  at: FieldPath,
): readonly Violation[] {
  return validateRequirements(resources ?? {}, validateContainerResourceName, at);
}

/** Pod-level resources (v1.32 and later): the whole may not be less than its parts. */
export function validatePodLevelResources(spec: PodSpec, at: FieldPath): readonly Violation[] {
  const { resources } = spec;
  if (!resources) return [];
  const containersOnly = without(spec, 'resources') as PodSpec;
  const sums = podResourceList(containersOnly, 'requests', false);
  return [
    ...(resources.claims
      ? [forbidden(at.child('claims'), 'claims cannot be set for Resources at pod-level')]
      : []),
    ...validateRequirements(resources, validatePodResourceName, at),
    ...Object.entries(sums)
      .filter(([name]) => isPodLevelResource(name))
      .flatMap(([name, sum]) => {
        const whole = resources.requests?.[name] ?? resources.limits?.[name] ?? '0';
        return compareQuantities(quantity(sum), quantity(whole)) > 0
          ? [
              invalid(
                at.child('requests').key(name),
                String(whole),
                `must be greater than or equal to aggregate container requests of ${sum}`,
              ),
            ]
          : [];
      }),
    ...spec.containers.flatMap((container, i) =>
      Object.entries(container.resources?.limits ?? {}).flatMap(([name, limit]) => {
        const whole = resources.limits?.[name];
        return whole !== undefined && compareQuantities(quantity(limit), quantity(whole)) > 0
          ? [
              invalid(
                at.child('containers').index(i).key(name).child('limits'),
                String(limit),
                `must be less than or equal to pod limits of ${whole}`,
              ),
            ]
          : [];
      }),
    ),
  ];
}

export const validateOverhead = (
  overhead: ResourceList | undefined,
  at: FieldPath,
): readonly Violation[] =>
  overhead ? validateRequirements({ limits: overhead }, validateContainerResourceName, at) : [];

export function validateResourceAmount(
  name: string,
  amount: string | number,
  at: FieldPath,
): readonly Violation[] {
  const text = quantityText(quantity(amount));
  return [
    ...(quantity(amount).nanos < 0n
      ? [invalid(at, text, 'must be greater than or equal to 0')]
      : []),
    ...(isWholeResource(name) && milliValue(amount) % 1000 !== 0
      ? [invalid(at, text, 'must be an integer')]
      : []),
  ];
}

type ResourceNameRule = (name: string, at: FieldPath) => readonly Violation[];

function validateRequirements(
  { limits = {}, requests = {} }: ResourceRequirements,
  nameRule: ResourceNameRule,
  at: FieldPath,
): readonly Violation[] {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const hugePages = names.some((name) => name.startsWith('hugepages-'));
  return [
    ...validateList(limits, nameRule, at.child('limits')),
    ...validateList(requests, nameRule, at.child('requests')),
    ...validateWithinLimits(limits, requests, at),
    ...(hugePages && !names.includes('cpu') && !names.includes('memory')
      ? [forbidden(at, 'HugePages require cpu or memory')]
      : []),
  ];
}

const validateList = (
  list: ResourceList,
  nameRule: ResourceNameRule,
  at: FieldPath,
): readonly Violation[] =>
  Object.entries(list).flatMap(([name, amount]) => [
    ...nameRule(name, at.key(name)),
    ...validateResourceAmount(name, amount, at.key(name)),
  ]);

function validateWithinLimits(
  limits: ResourceList,
  requests: ResourceList,
  at: FieldPath,
): readonly Violation[] {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    const place = at.child('requests').silently(name);
    if (limit === undefined)
      return mayOvercommit(name)
        ? []
        : [required(at.child('limits'), 'Limit must be set for non overcommitable resources')];
    const order = compareQuantities(quantity(request), quantity(limit));
    const asked = quantityText(quantity(request));
    const allowed = `${name} limit of ${quantityText(quantity(limit))}`;
    if (order !== 0 && !mayOvercommit(name))
      return [invalid(place, asked, `must be equal to ${allowed}`)];
    return order > 0 ? [invalid(place, asked, `must be less than or equal to ${allowed}`)] : [];
  });
}

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
/** Standard for quotas, nodes or claims, and so a known word, but nothing that a container can ask for. */
const OTHER_STANDARD_RESOURCES =
  /^(pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|storage|(requests|limits)\..+|services\.(nodeports|loadbalancers))$/;

const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
const mayOvercommit = (name: string): boolean => isNative(name) && !name.startsWith('hugepages-');
const isWholeResource = (name: string): boolean =>
  !isNative(name) || /^(pods|services|secrets|configmaps|persistentvolumeclaims)$/.test(name);

function validateContainerResourceName(name: string, at: FieldPath): readonly Violation[] {
  const malformed = invalidEach(at, name, isQualifiedName(name));
  if (name.includes('/')) {
    return isNative(name) || !/^requests\./.test(name)
      ? malformed
      : [...malformed, invalid(at, name, "doesn't follow extended resource name standard")];
  }
  if (CONTAINER_RESOURCES.includes(name) || name.startsWith('hugepages-')) return malformed;
  return [
    ...malformed,
    ...(OTHER_STANDARD_RESOURCES.test(name)
      ? []
      : [invalid(at, name, 'must be a standard resource type or fully qualified')]),
    invalid(at, name, 'must be a standard resource for containers'),
  ];
}

const validatePodResourceName: ResourceNameRule = (name, at) =>
  isPodLevelResource(name) ? [] : [notSupported(at, name, ['cpu', 'hugepages-', 'memory'])];
