/**
 * What a pod asks for, from `resources.requests`: the sum of its containers, at least its largest init container,
 * plus overhead. A quantity is a number with a binary (Ki, Mi...) or decimal (m, k, M...) suffix.
 */
import type { Container, Pod, QuantityText } from '../../models/kubernetes/types';
import { remember } from '../records';

export interface PodRequests {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
}

export const podRequests = remember((spec: Pod['spec']): PodRequests => {
  const of = (name: string): number => {
    const sidecars = (spec.initContainers ?? []).filter((each) => each.restartPolicy === 'Always');
    const running = [...spec.containers, ...sidecars].reduce((sum, c) => sum + asked(c, name), 0);
    const starting = Math.max(0, ...(spec.initContainers ?? []).map((c) => asked(c, name)));
    return Math.max(running, starting) + amountOf(spec.overhead?.[name] ?? 0);
  };
  return { cpuMilli: 1000 * of('cpu'), memoryMiB: of('memory') / MiB };
});

const MiB = 1024 * 1024;
const SUFFIX: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: MiB,
  Gi: 1024 * MiB,
  Ti: MiB * MiB,
};

const asked = (container: Container, name: string): number =>
  amountOf(container.resources?.requests?.[name] ?? container.resources?.limits?.[name] ?? 0);

/** `500m` -> 0.5, `1Gi` -> 1073741824; what cannot be read is 0, as nothing is reserved for it. */
export function amountOf(quantity: QuantityText): number {
  const parts = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(quantity));
  if (!parts) return 0;
  return Number(parts[1]) * (SUFFIX[parts[2]!] ?? 0);
}
