/**
 * What a pod as a whole asks for (component-helpers resource, v1.34).
 *
 * Per resource: max( app containers + sidecars, the largest moment of the init phase ) + overhead, where an ordinary
 * init container runs beside the sidecars declared before it. Pod-level `spec.resources` replaces the sum for the
 * resources it names. Overhead is added to a limit only where there is one.
 * Left out: resizing in place, whose status-based amounts do not exist here.
 */
import { add, bytes, compareQuantities, milliValue, quantity, quantityText } from './quantity';
import type { Container, PodSpec, QuantityText, ResourceList } from './types';

/** Effective requests in whole numbers, as scheduler and kubelet count. */
export interface PodResources {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  /** Every other resource in whole pieces, `nvidia.com/gpu`, `hugepages-2Mi`...; only those asked for. */
  readonly extended: Readonly<Record<string, number>>;
  /** For scoring only: a container that says nothing counts 100m and 200 MiB; an explicit 0 stays 0. */
  readonly nonZeroCpuMilli: number;
  readonly nonZeroMemoryBytes: number;
}

const DEFAULT_CPU_MILLI = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024;

/** Remembered by the list of containers: pods of one template share it, before and after they get a node. */
export function podResources(spec: PodSpec): PodResources {
  const { containers, initContainers, overhead, resources } = spec;
  const known = remembered.get(containers);
  if (
    known &&
    known.spec.initContainers === initContainers &&
    known.spec.overhead === overhead &&
    known.spec.resources === resources
  )
    return known.result;
  const result = computePodResources(spec);
  remembered.set(containers, { spec, result });
  return result;
}
const remembered = new WeakMap<
  PodSpec['containers'],
  { readonly spec: PodSpec; readonly result: PodResources }
>();

/** Effective requests or limits of the pod, exactly, as the API would print them. */
export function podResourceList(
  spec: PodSpec,
  which: 'requests' | 'limits',
  includeOverhead = true,
): ResourceList {
  const totals = total(spec, (container) => listOf(container.resources?.[which]), exactly);
  for (const [name, amount] of listOf(spec.resources?.[which]))
    if (isPodLevelResource(name)) totals.set(name, amount);
  if (includeOverhead)
    for (const [name, amount] of listOf(spec.overhead)) {
      const sum = totals.get(name);
      if (which === 'requests' || (sum !== undefined && milliValue(sum) !== 0))
        totals.set(name, sum === undefined ? amount : exactly.add(sum, amount));
    }
  return Object.fromEntries([...totals].map(([name, sum]) => [name, quantityText(quantity(sum))]));
}

/** The value of a `resourceFieldRef`: rounded up to whole divisors. An error in the kubelet's words otherwise. */
export function resourceFieldValue(
  spec: PodSpec,
  ref: {
    readonly containerName: string;
    readonly resource: string;
    readonly divisor?: QuantityText;
  },
): { readonly value: string; readonly error?: never } | { readonly error: string } {
  const container = [...spec.containers, ...(spec.initContainers ?? [])].find(
    (c) => c.name === ref.containerName,
  );
  if (!container) return { error: `container ${ref.containerName} not found` };
  const match = /^(requests|limits)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.exec(
    ref.resource,
  );
  if (!match?.[2]) return { error: `Unsupported container resource : ${ref.resource}` };
  const [, which, name] = match;
  const amount = container.resources?.[which as 'requests' | 'limits']?.[name] ?? '0';
  const divisor = ref.divisor === undefined || milliValue(ref.divisor) === 0 ? '1' : ref.divisor;
  const count = name === 'cpu' ? milliValue : bytes;
  return { value: String(Math.ceil(count(amount) / count(divisor))) };
}

/** Hugepages, cpu and memory are the resources that `spec.resources` of a pod may name. */
export const isPodLevelResource = (name: string): boolean =>
  name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

interface Arithmetic<T> {
  readonly add: (a: T, b: T) => T;
  readonly max: (a: T, b: T) => T;
}
const numbers: Arithmetic<number> = { add: (a, b) => a + b, max: Math.max };
const exactly: Arithmetic<QuantityText> = {
  add: (a, b) => quantityText(add(quantity(a), quantity(b))),
  max: (a, b) => (compareQuantities(quantity(a), quantity(b)) < 0 ? b : a),
};

const listOf = (list: ResourceList | undefined): ReadonlyMap<string, QuantityText> =>
  new Map(Object.entries(list ?? {}));

/** App containers and sidecars together, or the largest moment of the init phase, per resource. */
function total<T>(
  spec: PodSpec,
  amounts: (container: Container) => ReadonlyMap<string, T>,
  arithmetic: Arithmetic<T>,
): Map<string, T> {
  const running = new Map<string, T>();
  const sidecars = new Map<string, T>();
  const starting = new Map<string, T>();
  for (const container of spec.containers) merge(running, amounts(container), arithmetic.add);
  for (const container of spec.initContainers ?? []) {
    const own = amounts(container);
    if (container.restartPolicy === 'Always') {
      merge(running, own, arithmetic.add);
      merge(sidecars, own, arithmetic.add);
      merge(starting, sidecars, arithmetic.max);
    } else {
      const beside = new Map(own);
      merge(beside, sidecars, arithmetic.add);
      merge(starting, beside, arithmetic.max);
    }
  }
  merge(running, starting, arithmetic.max);
  return running;
}

function merge<T>(
  into: Map<string, T>,
  from: ReadonlyMap<string, T>,
  join: (a: T, b: T) => T,
): void {
  for (const [name, amount] of from) {
    const present = into.get(name);
    into.set(name, present === undefined ? amount : join(present, amount));
  }
}

function computePodResources(spec: PodSpec): PodResources {
  const totals = total(spec, (c) => wholeAmounts(c.resources?.requests, false), numbers);
  const nonZero = total(spec, (c) => wholeAmounts(c.resources?.requests, true), numbers);
  for (const [name, amount] of wholeAmounts(spec.resources?.requests, false))
    if (isPodLevelResource(name)) {
      totals.set(name, amount);
      nonZero.set(name, amount);
    }
  const overhead = wholeAmounts(spec.overhead, false);
  merge(totals, overhead, numbers.add);
  merge(nonZero, overhead, numbers.add);
  const {
    cpu = 0,
    memory = 0,
    'ephemeral-storage': ephemeral = 0,
    ...extended
  } = Object.fromEntries(totals);
  return {
    cpuMilli: cpu,
    memoryBytes: memory,
    ephemeralBytes: ephemeral,
    extended,
    nonZeroCpuMilli: nonZero.get('cpu') ?? 0,
    nonZeroMemoryBytes: nonZero.get('memory') ?? 0,
  };
}

function wholeAmounts(list: ResourceList | undefined, nonZero: boolean): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [name, text] of Object.entries(list ?? {}))
    amounts.set(name, name === 'cpu' ? milliValue(text) : bytes(text));
  if (nonZero) {
    if (!amounts.has('cpu')) amounts.set('cpu', DEFAULT_CPU_MILLI);
    if (!amounts.has('memory')) amounts.set('memory', DEFAULT_MEMORY_BYTES);
  }
  return amounts;
}
