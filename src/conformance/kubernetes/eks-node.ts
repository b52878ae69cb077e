/** Pods a node, the kubelet's reservations, and the machine that Fargate makes for a pod. */
import { eksMaxPods } from '../../models/aws/ec2/networkInterfaces';
import { fargatePodSize, type FargateSize } from '../../models/eks/fargate/podSize';
import { kubeReservedMemoryMiB, kubeReservedMilliCores } from '../../models/eks/nodes/nodeCapacity';
import { differences, type Suite } from '../suite';

interface Input {
  readonly operation: string;
  readonly enis: number;
  readonly ipv4PerEni: number;
  readonly milliCores: number;
  readonly containers: readonly FargateSize[];
  readonly initContainers: readonly FargateSize[];
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'eks-node',
  check: ({ input, expect }) => differences(expect, answer(input as unknown as Input)),
};

function answer(input: Input): Record<string, unknown> {
  switch (input.operation) {
    case 'maxPods': {
      const maxPods = eksMaxPods(input.enis, input.ipv4PerEni);
      return { maxPods, kubeReservedMemoryMiB: kubeReservedMemoryMiB(maxPods) };
    }
    case 'kubeReservedCpu':
      return { milliCores: kubeReservedMilliCores(input.milliCores) };
    case 'fargateSize':
      return { size: fargatePodSize(input.containers, input.initContainers) ?? null };
    default:
      throw new Error(`unknown operation ${input.operation}`);
  }
}
