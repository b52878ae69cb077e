/** Load balancers, target groups and their targets, in the API's names (elbv2 2015-12-01). */

export interface LoadBalancer {
  readonly LoadBalancerArn: string;
  readonly LoadBalancerName: string;
  readonly DNSName: string;
  readonly Type: 'application' | 'network';
  readonly State: { readonly Code: 'provisioning' | 'active' };
  readonly CreatedTime: number;
  /** Simulator's own: the target group that its listener forwards to. */
  readonly forwardsTo: string | null;
}

export interface TargetGroup {
  readonly TargetGroupArn: string;
  readonly TargetGroupName: string;
  readonly Protocol: 'HTTP' | 'TCP';
  readonly Port: number;
  readonly TargetType: 'instance' | 'ip';
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  /** Attribute `deregistration_delay.timeout_seconds`. */
  readonly deregistrationDelaySeconds: number;
}

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';

export interface TargetHealth {
  readonly TargetGroupArn: string;
  readonly Target: {
    /** IP address (`ip`) or instance id (`instance`). */
    readonly Id: string;
    readonly Port: number;
    readonly AvailabilityZone: string;
  };
  readonly TargetHealth: {
    readonly State: TargetState;
    readonly Reason?: string;
    readonly Description?: string;
  };
  /** Virtual ms of the last change of State. */
  readonly since: number;
}

/**
 * What flows through one load balancer. Rates are milli-requests per second and constant since `sinceMs`;
 * counts are milli-requests up to `sinceMs` (DECISIONS.md 1.14). At a later time t the served count is
 * `servedMilli + servedRate * (t - sinceMs) / 1000`.
 */
export interface Flow {
  readonly loadBalancer: string;
  readonly sinceMs: number;
  readonly offeredRate: number;
  readonly servedRate: number;
  readonly lostRate: number;
  readonly servedMilli: number;
  readonly lostMilli: number;
  /** Typical latency now, ms. */
  readonly latencyMs: number;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: LoadBalancerName. */
    'elasticloadbalancing/LoadBalancer': LoadBalancer;
    /** Key: TargetGroupArn. */
    'elasticloadbalancing/TargetGroup': TargetGroup;
    /** Key: `<TargetGroupArn>|<Id>:<Port>`. Indexes: `targetGroup` (arn), `target` (Id), `address` (`<ip>:<port>`). */
    'elasticloadbalancing/TargetHealth': TargetHealth;
    /** Key: LoadBalancerName. */
    'elasticloadbalancing/Flow': Flow;
  }
}
