/** EC2 instances and zones, in the API's names (ec2 2016-11-15), and what the ground adds to them. */

export type InstanceStateName =
  'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/** What the instance's user data makes of it once it has booted. */
export type Bootstrap =
  | {
      readonly as: 'ecs-container-instance';
      readonly cluster: string;
      readonly attributes?: Readonly<Record<string, string>>;
      /** ECS_ENABLE_SPOT_INSTANCE_DRAINING. */
      readonly spotDraining?: boolean;
    }
  | {
      readonly as: 'eks-node';
      readonly cluster: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly taints?: readonly {
        readonly key: string;
        readonly value?: string;
        readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
      }[];
    };

export interface Instance {
  /** `i-` and 17 hexadecimal digits. */
  readonly InstanceId: string;
  readonly InstanceType: string;
  readonly ImageId: string;
  readonly State: { readonly Code: number; readonly Name: InstanceStateName };
  readonly Placement: { readonly AvailabilityZone: string };
  readonly PrivateIpAddress: string;
  /** `ip-10-0-1-23.ec2.internal`: also the Kubernetes node name. */
  readonly PrivateDnsName: string;
  /** Virtual ms; ISO 8601 on the wire. */
  readonly LaunchTime: number;
  readonly StateTransitionReason: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  /** Absent: on demand. */
  readonly InstanceLifecycle?: 'spot';
  /** Simulator's own, below. What EC2 has said of a spot instance: it is at risk; it goes at that instant. */
  readonly rebalanceRecommendedAtMs?: number;
  readonly interruptedAtMs?: number;
  readonly bootstrap: Bootstrap | null;
  /** Virtual ms at which the operating system was up and the agent or kubelet started; null before that, during a
   *  reboot, and once it is off. It stays while the instance is `stopping` or `shutting-down`. */
  readonly bootedAtMs: number | null;
  /** false: it is off (zone lost, stopped or terminated) and nothing runs on it. */
  readonly powered: boolean;
  /** false: no packet reaches it or leaves it (network fault or zone lost). */
  readonly reachable: boolean;
}

export interface AvailabilityZone {
  readonly ZoneName: string;
  readonly RegionName: string;
  /** `impaired` while lost. */
  readonly State: 'available' | 'impaired';
  /** Number of its subnet in every network of the world: third octets 32n to 32n + 31 (see addresses.ts). */
  readonly subnet: number;
}

/** How many addresses a pool has given out in a zone. */
export interface AddressPool {
  readonly allocated: number;
}

/** What a launch template says of an instance, as far as it is read. */
export interface LaunchTemplateData {
  readonly InstanceType: string;
  readonly ImageId: string;
  readonly Tags: Instance['Tags'];
  readonly bootstrap: Bootstrap | null;
  readonly InstanceMarketOptions?: { readonly MarketType: 'spot' };
}

export interface LaunchTemplate {
  readonly LaunchTemplateId: string;
  readonly LaunchTemplateName: string;
  /** Virtual ms; ISO 8601 on the wire. */
  readonly CreateTime: number;
  readonly DefaultVersionNumber: number;
  readonly LatestVersionNumber: number;
  /** Version n stands at n - 1. */
  readonly versions: readonly LaunchTemplateData[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: InstanceId. Indexes: `zone`, `cluster` (of its bootstrap), `ip`. */
    'ec2/Instance': Instance;
    /** Key: ZoneName. */
    'ec2/AvailabilityZone': AvailabilityZone;
    /** Key: LaunchTemplateName. */
    'ec2/LaunchTemplate': LaunchTemplate;
    /** Key: `<instance type>/<zone>`. There while EC2 has no such instance to give in that zone. */
    'ec2/CapacityRefusal': {
      readonly InstanceType: string;
      readonly AvailabilityZone: string;
      /** Only as long as some zone is lost. */
      readonly whileZoneLost: boolean;
    };
    /** Key: `<zone>/<pool>`. */
    'ec2/AddressPool': AddressPool;
  }
}
