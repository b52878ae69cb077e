/**
 * Quality-of-service class of a pod (pkg/apis/core/v1/helper/qos, v1.34). Only cpu and memory count, init containers
 * included; zero amounts do not count. Pod-level resources, where given, decide alone.
 */
import { add, compareQuantities, quantity, type Quantity } from './quantity';
import type { PodSpec, ResourceList, ResourceRequirements } from './types';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const COUNTED = ['cpu', 'memory'] as const;
type Sums = Partial<Record<(typeof COUNTED)[number], Quantity>>;

/** Remembered by the spec, which the pods of a template share. */
export function podQosClass(spec: PodSpec): QosClass {
  let known = classes.get(spec);
  if (known === undefined) classes.set(spec, (known = classOf(spec)));
  return known;
}
const classes = new WeakMap<PodSpec, QosClass>();

function classOf(spec: PodSpec): QosClass {
  const parts = qosParts(spec);
  const requests: Sums = {};
  const limits: Sums = {};
  let everyPartLimited = true;
  for (const part of parts) {
    accumulate(requests, part?.requests);
    if (accumulate(limits, part?.limits) < COUNTED.length) everyPartLimited = false;
  }
  if (!requests.cpu && !requests.memory && !limits.cpu && !limits.memory) return 'BestEffort';
  const equal = COUNTED.every((name) => {
    const request = requests[name];
    const limit = limits[name];
    return request && limit && compareQuantities(request, limit) === 0;
  });
  return everyPartLimited && equal ? 'Guaranteed' : 'Burstable';
}

function qosParts(spec: PodSpec): readonly (ResourceRequirements | undefined)[] {
  if (spec.resources?.requests ?? spec.resources?.limits) return [spec.resources];
  return [...spec.containers, ...(spec.initContainers ?? [])].map((c) => c.resources);
}

/** Adds the positive amounts and says how many there were. */
function accumulate(sums: Sums, list: ResourceList | undefined): number {
  let found = 0;
  for (const name of COUNTED) {
    const text = list?.[name];
    if (text === undefined) continue;
    const amount = quantity(text);
    if (amount.nanos <= 0n) continue;
    found += 1;
    const sum = sums[name];
    sums[name] = sum ? add(sum, amount) : amount;
  }
  return found;
}
