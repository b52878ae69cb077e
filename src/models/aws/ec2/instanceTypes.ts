/**
 * EC2 instance types: size, network interfaces, price. The table is generated from published sources (kubernetes/autoscaler
 * ec2_instance_types.go and aws/karpenter-provider-aws zz_generated.vpclimits.go of 2026-08; us-east-1 Linux on-demand
 * prices of 2026-07-20; ECS Developer Guide, ENI trunking).
 */
import table from './instanceTypes.json';

export interface InstanceType {
  readonly InstanceType: string;
  readonly vcpu: number;
  /** Nominal; see `visibleMemoryMiB`. */
  readonly memoryMiB: number;
  readonly gpus: number;
  readonly architecture: 'X86_64' | 'ARM64';
  readonly enis: number;
  readonly ipv4PerEni: number;
  /** awsvpc tasks with ENI trunking; null: not in AWS's list of supported types. */
  readonly trunkingTasks: number | null;
  readonly usdPerHour: number;
}

const byName = new Map((table as readonly InstanceType[]).map((t) => [t.InstanceType, t]));

export const instanceTypes: readonly InstanceType[] = [...byName.values()];

export const instanceType = (name: string): InstanceType | undefined => byName.get(name);

/**
 * Memory that the operating system reports, MiB: firmware and kernel keep a few percent of the nominal figure. 5.7 % is
 * what an m5.large keeps (8192 -> 7725); other types differ by a point or two, which no documentation fixes.
 */
export const visibleMemoryMiB = (nominalMiB: number): number =>
  Math.floor((nominalMiB * 943) / 1000);
