import type { InstanceStateName } from './types';

/** What happened to instances (`about` an `ec2/Instance`) and zones (`about` an `ec2/AvailabilityZone`). */
export type Ec2Fact =
  | {
      readonly type: 'instanceLaunched';
      readonly data: {
        readonly InstanceType: string;
        readonly AvailabilityZone: string;
        readonly PrivateIpAddress: string;
        /** `ecs-container-instance`, `eks-node` or null, and the cluster it is meant for. */
        readonly as: string | null;
        readonly cluster: string | null;
        /** true: it stood there when the scenario began. */
        readonly ground: boolean;
      };
    }
  | {
      readonly type: 'instanceStateChanged';
      readonly data: {
        readonly from: InstanceStateName;
        readonly to: InstanceStateName;
        readonly reason: string;
      };
    }
  /** The operating system is up and its agent or kubelet starts. */
  | { readonly type: 'instanceBooted'; readonly data: { readonly sinceLaunchMs: number } }
  | { readonly type: 'instanceRebooting'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'instancePowerLost'; readonly data: { readonly AvailabilityZone: string } }
  | { readonly type: 'instancePowerRestored'; readonly data: { readonly AvailabilityZone: string } }
  | { readonly type: 'instanceDisconnected'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'instanceReconnected'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'zoneLost'; readonly data: { readonly instances: number } }
  | { readonly type: 'zoneRestored'; readonly data: { readonly instances: number } }
  /** EC2 has no instance of this type to give in the zone, or has again. */
  | {
      readonly type: 'capacityRefused';
      /** `whileZoneLost`: not now, but as soon as a zone is lost. */
      readonly data: { readonly InstanceType: string; readonly whileZoneLost?: true };
    }
  | { readonly type: 'capacityRestored'; readonly data: { readonly InstanceType: string } }
  /** A spot instance: EC2 will take it back in two minutes; it is likely to be taken back. */
  | {
      readonly type: 'spotInterruptionNotice';
      readonly data: {
        readonly InstanceType: string;
        readonly AvailabilityZone: string;
        readonly leftMs: number;
      };
    }
  | {
      readonly type: 'spotRebalanceRecommendation';
      readonly data: { readonly InstanceType: string; readonly AvailabilityZone: string };
    }
  /** About the launch template. */
  | {
      readonly type: 'launchTemplateVersionCreated';
      readonly data: { readonly VersionNumber: number; readonly InstanceType: string };
    }
  /** About the first zone: the region and its zones as the scenario found them. */
  | {
      readonly type: 'groundCreated';
      readonly data: {
        readonly RegionName: string;
        readonly zones: readonly string[];
        readonly instances: number;
      };
    };
