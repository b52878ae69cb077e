/** What a pod asks Fargate for: its containers' requests in whole thousandths and MiB, sized by `fargatePodSize`. */
import { bytes, milliValue } from '../../kubernetes/quantity';
import type { Container, PodSpec } from '../../kubernetes/types';
import { fargatePodSize, type FargateSize } from './podSize';

const MIB = 1024 * 1024;

export interface SizedPod {
  /** The larger of its containers together and its largest init container. */
  readonly asked: FargateSize;
  /** undefined: larger than anything that Fargate makes. */
  readonly size: FargateSize | undefined;
}

export function sizeOfPod({ containers, initContainers = [] }: PodSpec): SizedPod {
  const sidecars = initContainers.filter((container) => container.restartPolicy === 'Always');
  const before = initContainers.filter((container) => container.restartPolicy !== 'Always');
  const running = [...containers, ...sidecars].map(requestsOf);
  const starting = before.map(requestsOf);
  return { asked: largest(running, starting), size: fargatePodSize(running, starting) };
}

function requestsOf({ resources }: Container): FargateSize {
  const { cpu, memory } = resources?.requests ?? {};
  return {
    milliCpu: cpu === undefined ? 0 : milliValue(cpu),
    memoryMiB: memory === undefined ? 0 : Math.ceil(bytes(memory) / MIB),
  };
}

function largest(running: readonly FargateSize[], starting: readonly FargateSize[]): FargateSize {
  const of = (field: keyof FargateSize): number =>
    Math.max(
      running.reduce((sum, size) => sum + size[field], 0),
      ...starting.map((size) => size[field]),
    );
  return { milliCpu: of('milliCpu'), memoryMiB: of('memoryMiB') };
}

/** `0.25vCPU 0.5GB`: the annotation CapacityProvisioned. */
export const capacityProvisioned = ({ milliCpu, memoryMiB }: FargateSize): string =>
  `${milliCpu / 1000}vCPU ${memoryMiB / 1024}GB`;
