/**
 * What an EKS node offers (awslabs/amazon-eks-ami, nodeadm/internal/kubelet): pods by network interfaces, at most 110, or
 * 250 from 30 vCPUs on, as managed node groups cap them; reservations for the kubelet by pods and cores; the hard
 * eviction thresholds. GPUs count at once: the device plugin is taken to be part of the node image.
 */
import { visibleMemoryMiB, type InstanceType } from '../../aws/ec2/instanceTypes';
import { eksMaxPods } from '../../aws/ec2/networkInterfaces';
import type { ResourceList } from '../../kubernetes/types';

export function nodeCapacity(type: InstanceType): {
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
} {
  const milliCores = type.vcpu * 1000;
  const memoryMiB = visibleMemoryMiB(type.memoryMiB);
  const pods = maxPods(type);
  const reservedMiB = kubeReservedMemoryMiB(pods) + MEMORY_EVICTION_MIB;
  const others = {
    pods: String(pods),
    ...(type.gpus > 0 ? { 'nvidia.com/gpu': String(type.gpus) } : {}),
  };
  return {
    capacity: {
      cpu: String(type.vcpu),
      memory: `${memoryMiB * 1024}Ki`,
      'ephemeral-storage': `${ROOT_VOLUME_KIB}Ki`,
      ...others,
    },
    allocatable: {
      cpu: `${milliCores - kubeReservedMilliCores(milliCores)}m`,
      memory: `${(memoryMiB - reservedMiB) * 1024}Ki`,
      'ephemeral-storage': String(ALLOCATABLE_STORAGE),
      ...others,
    },
  };
}

/** evictionHard memory.available. */
const MEMORY_EVICTION_MIB = 100;
/** A 20 GiB gp3 root volume with its file system. */
const ROOT_VOLUME_KIB = 20_959_212;
/** Less evictionHard nodefs.available 10 % and 1 GiB for the kubelet. */
const ALLOCATABLE_STORAGE = Math.floor((ROOT_VOLUME_KIB * 1024 * 9) / 10) - 1_073_741_824;

export const kubeReservedMemoryMiB = (pods: number): number => 255 + 11 * pods;

/** Cores, and the share of them in hundredths of a percent: the first, the second, the next two, all beyond. */
const CPU_SHARES: readonly (readonly [milliCores: number, basisPoints: number])[] = [
  [1_000, 600],
  [1_000, 100],
  [2_000, 50],
  [Infinity, 25],
];

export function kubeReservedMilliCores(milliCores: number): number {
  let left = milliCores;
  let reserved = 0;
  for (const [upTo, basisPoints] of CPU_SHARES) {
    const part = Math.min(left, upTo);
    reserved += part * basisPoints;
    left -= part;
  }
  return Math.floor(reserved / 10_000);
}

const maxPods = ({ enis, ipv4PerEni, vcpu }: InstanceType): number =>
  Math.min(eksMaxPods(enis, ipv4PerEni), vcpu < 30 ? 110 : 250);
