/**
 * The machine that Fargate makes for one pod (EKS User Guide "Fargate Pod configuration", read 2026-11): what its containers ask
 * for together, or its largest init container, plus 256 MiB for Kubernetes' own parts, rounded up to the next pair of vCPU
 * and memory. A pod that asks for nothing gets the smallest.
 */
export interface FargateSize {
  /** Thousandths of a vCPU. */
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** What Kubernetes' own parts take: kubelet, kube-proxy, containerd. */
export const KUBERNETES_MIB = 256;
const GIB = 1024;

/** vCPU in thousandths, and memory in GiB: least, most, step. */
const SIZES: readonly (readonly [number, number, number, number])[] = [
  [250, 0.5, 2, 0.5],
  [500, 1, 4, 1],
  [1_000, 2, 8, 1],
  [2_000, 4, 16, 1],
  [4_000, 8, 30, 1],
  [8_000, 16, 60, 4],
  [16_000, 32, 120, 8],
];
/** A quarter of a vCPU comes with half a GiB, one or two. */
const SMALLEST_MIB = [512, 1_024, 2_048];

/** undefined: larger than the largest pair, so the pod stays Pending. */
export function fargatePodSize(
  containers: readonly FargateSize[],
  initContainers: readonly FargateSize[],
): FargateSize | undefined {
  const sum = (of: (size: FargateSize) => number) =>
    Math.max(
      containers.reduce((total, size) => total + of(size), 0),
      ...initContainers.map(of),
    );
  const milliCpu = sum((size) => size.milliCpu);
  const asked = sum((size) => size.memoryMiB);
  if (milliCpu === 0 && asked === 0) return { milliCpu: 250, memoryMiB: 512 };
  const memoryMiB = asked + KUBERNETES_MIB;
  for (const [cpu, least, most, step] of SIZES) {
    if (cpu < milliCpu || most * GIB < memoryMiB) continue;
    return { milliCpu: cpu, memoryMiB: roundedUp(cpu, memoryMiB, least * GIB, step * GIB) };
  }
  return undefined;
}

function roundedUp(milliCpu: number, memoryMiB: number, least: number, step: number): number {
  if (milliCpu === 250) return SMALLEST_MIB.find((size) => size >= memoryMiB) ?? least;
  return Math.max(least, least + Math.ceil((memoryMiB - least) / step) * step);
}
