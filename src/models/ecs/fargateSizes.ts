/**
 * Which pairs of task CPU and memory Fargate offers, and how `cpu` and `memory` may be written.
 * Source: ECS Developer Guide 2026, "Task definition differences for Fargate", table "Task CPU and memory";
 * Windows: 1, 2 and 4 vCPU only. The 32 vCPU row is in the guide but not yet in the API reference.
 */

export interface FargateSize {
  /** 1024 = one vCPU. */
  readonly cpuUnits: number;
  readonly memoryMiB: readonly number[];
  readonly windows: boolean;
  /** Linux platform version from which the size exists; null: every one. */
  readonly minLinuxPlatformVersion: string | null;
}

const GIB = 1024;
const gib = (...sizes: number[]) => sizes.map((size) => size * GIB);
const gibSteps = (from: number, to: number, step: number) =>
  gib(...Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step));

const linux = (cpuUnits: number, memoryMiB: readonly number[]): FargateSize => ({
  cpuUnits,
  memoryMiB,
  windows: false,
  minLinuxPlatformVersion: cpuUnits >= 8192 ? '1.4.0' : null,
});
const linuxAndWindows = (cpuUnits: number, memoryMiB: readonly number[]): FargateSize => ({
  ...linux(cpuUnits, memoryMiB),
  windows: true,
});

export const FARGATE_SIZES: readonly FargateSize[] = [
  linux(256, gib(0.5, 1, 2)),
  linux(512, gibSteps(1, 4, 1)),
  linuxAndWindows(1024, gibSteps(2, 8, 1)),
  linuxAndWindows(2048, gibSteps(4, 16, 1)),
  linuxAndWindows(4096, gibSteps(8, 30, 1)),
  linux(8192, gibSteps(16, 60, 4)),
  linux(16_384, gibSteps(32, 120, 8)),
  linux(32_768, gib(60, 120, 244)),
];

/** The size that offers this pair, or undefined. */
export function fargateSize(
  cpuUnits: number,
  memoryMiB: number,
  operatingSystemFamily = 'LINUX',
): FargateSize | undefined {
  const size = fargateSizeOf(cpuUnits, operatingSystemFamily);
  return size?.memoryMiB.includes(memoryMiB) ? size : undefined;
}

/** The row of the table for an amount of CPU, or undefined when there is none on that operating system. */
export function fargateSizeOf(cpuUnits: number, operatingSystemFamily = 'LINUX') {
  const windows = operatingSystemFamily.startsWith('WINDOWS');
  return FARGATE_SIZES.find((size) => size.cpuUnits === cpuUnits && (!windows || size.windows));
}

/** `256`, `.25 vCPU`, `1 vcpu` -> CPU units; undefined when it is neither. */
export const parseCpu = (text: string): number | undefined => parseAmount(text, 'vcpu');

/** `512`, `0.5GB`, `2 gb` -> MiB; undefined when it is neither. */
export const parseMemory = (text: string): number | undefined => parseAmount(text, 'gb');

function parseAmount(text: string, unit: 'vcpu' | 'gb'): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const match = /^(\d*\.?\d+)\s*(vcpu|gb)$/i.exec(text.trim());
  if (match?.[2]?.toLowerCase() !== unit) return undefined;
  const amount = Number(match[1]) * 1024;
  return Number.isInteger(amount) ? amount : undefined;
}
