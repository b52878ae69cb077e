/**
 * What runs costs, by the second (us-east-1, Linux, on demand). Rates: AWS Price List API, published 2026-08-10 (Fargate),
 * eks/pricing (cluster fee, standard support), instance prices of 2026-07-20 in `ec2/instanceTypes.json`. Approximate list
 * prices, for comparing. Left out: load balancers, storage, data transfer, logs, and the first minute that is billed whole.
 */
import { instanceType } from '../ec2/instanceTypes';

/** Millionths of a US dollar an hour. */
export type MicroUsdPerHour = number;

const MICRO = 1_000_000;
const FARGATE_VCPU_HOUR = 40_480;
const FARGATE_GB_HOUR = 4_445;
/** A cluster's control plane; ECS has no such charge. */
export const EKS_CLUSTER_PER_HOUR: MicroUsdPerHour = 100_000;

export const instancePrice = (type: string): MicroUsdPerHour =>
  Math.round((instanceType(type)?.usdPerHour ?? 0) * MICRO);

/** What was asked for is billed, not what is used. `cpu` in CPU units, 1,024 a vCPU; `memory` in MiB. */
export const fargatePrice = (cpu: number, memory: number): MicroUsdPerHour =>
  Math.round((cpu * FARGATE_VCPU_HOUR + memory * FARGATE_GB_HOUR) / 1024);
