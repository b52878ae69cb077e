/** What each half costs at this moment, from the sums that the models keep. */
import type { Read } from '../engine/model';
import { FARGATE_COST, INSTANCE_COST } from '../models/aws/pricing/part';
import { EKS_CLUSTER_PER_HOUR, type MicroUsdPerHour } from '../models/aws/pricing/prices';

export interface HalfCost {
  readonly instances: number;
  readonly instancesPerHour: MicroUsdPerHour;
  readonly fargateTasks: number;
  readonly fargatePerHour: MicroUsdPerHour;
  /** The control plane's own fee. */
  readonly clusterPerHour: MicroUsdPerHour;
  readonly perHour: MicroUsdPerHour;
}
export type Half = 'ecs' | 'kubernetes';

export function costsOf(read: Read): Readonly<Record<Half, HalfCost>> {
  const fargate = read.tally(FARGATE_COST, 'tasks');
  return {
    ecs: halfCost(read.tally(INSTANCE_COST, 'ecs-container-instance'), fargate, 0),
    kubernetes: halfCost(read.tally(INSTANCE_COST, 'eks-node'), {}, clusterFee(read)),
  };
}

/** A cluster is billed from the first node that joined it: before that no scenario has one. */
const clusterFee = (read: Read): MicroUsdPerHour =>
  read.size('kubernetes/Node') > 0 ? EKS_CLUSTER_PER_HOUR : 0;

type Sums = Readonly<Record<string, number>>;

function halfCost(instances: Sums, fargate: Sums, clusterPerHour: MicroUsdPerHour): HalfCost {
  const instancesPerHour = instances['microUsdPerHour'] ?? 0;
  const fargatePerHour = fargate['microUsdPerHour'] ?? 0;
  return {
    instances: instances['instances'] ?? 0,
    instancesPerHour,
    fargateTasks: fargate['tasks'] ?? 0,
    fargatePerHour,
    clusterPerHour,
    perHour: instancesPerHour + fargatePerHour + clusterPerHour,
  };
}
