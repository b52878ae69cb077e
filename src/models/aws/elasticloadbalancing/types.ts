/** Load balancers, target groups and their targets, in the API's names (elbv2 2015-12-01). */

export interface LoadBalancer {
  readonly LoadBalancerArn: string;
  readonly LoadBalancerName: string;
  readonly DNSName: string;
  readonly Type: 'application' | 'network';
  readonly State: { readonly Code: 'provisioning' | 'active' };
  /** Virtual ms; ISO 8601 on the wire. */
  readonly CreatedTime: number;
  /** Simulator's own: the target group that its first listener forwards to; traffic goes there. */
  readonly forwardsTo: string | null;
}

/** Simplified: one default action, `forward` to one target group; rules are not modelled. */
export interface Listener {
  readonly ListenerArn: string;
  readonly LoadBalancerArn: string;
  readonly Port: number;
  readonly Protocol: string;
  readonly DefaultActions: readonly [{ readonly Type: 'forward'; readonly TargetGroupArn: string }];
}

export interface TargetGroup {
  readonly TargetGroupArn: string;
  readonly TargetGroupName: string;
  readonly Protocol: 'HTTP' | 'TCP';
  readonly Port: number;
  readonly TargetType: 'instance' | 'ip';
  /** `HTTP`: a 2xx is needed. `TCP`: an open port is enough. */
  readonly HealthCheckProtocol: 'HTTP' | 'TCP';
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  /** Attribute `deregistration_delay.timeout_seconds`. */
  readonly deregistrationDelaySeconds: number;
  /** Attributes that are kept and shown but change nothing here. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a new target group is asked to be. */
export type TargetGroupSettings = Omit<TargetGroup, 'TargetGroupArn'>;

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';

/** What a request to a target meets, whatever the health checks have found so far. */
export type TargetAnswer = 'accepting' | 'failing' | 'refusing' | 'unreachable';

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
  /** Simulator's own, below. `<ip>:<port>` of the Listener that stands behind it. */
  readonly address: string;
  readonly answers: TargetAnswer;
  readonly cpuPerRequestMs: number;
  /** Where its process runs, and how many milli-requests a second it serves whatever its neighbours do: its own part of
   *  the CPU. null: nobody measures it, nothing holds it back. */
  readonly island: string | null;
  readonly safeRate: number | null;
  /** The instance that its process was last seen on; null on Fargate and before. */
  readonly instanceId: string | null;
  /** Virtual ms of the first health check; the k-th follows k intervals later. null: none yet. */
  readonly checkedFromMs: number | null;
}

/**
 * What flows through one load balancer. Rates are milli-requests per second and constant since `sinceMs`;
 * counts are milli-requests up to `sinceMs` (DECISIONS.md 1.14). At a later time t the served count is
 * `servedMilli + (servedRemainder + servedRate * (t - sinceMs)) / 1000`, rounded down.
 */
export interface Flow {
  readonly loadBalancer: string;
  readonly sinceMs: number;
  /** What clients would send; `offeredRate` is the same while there is an active load balancer to send it to. */
  readonly wantedRate: number;
  readonly offeredRate: number;
  readonly servedRate: number;
  readonly lostRate: number;
  readonly servedMilli: number;
  readonly lostMilli: number;
  /** Thousandths of a milli-request that the counts do not hold yet: 0 to 999. */
  readonly servedRemainder: number;
  readonly lostRemainder: number;
  /** Mean latency now, and its 95th percentile, ms; 0 while nothing is served. */
  readonly latencyMs: number;
  readonly p95Ms: number;
  /** Simulator's own: where its targets run, so that load is worked out with whatever shares their machines. */
  readonly island: string | null;
  /** As last worked out: milli-requests a second that find no CPU, and the times of those served, microseconds. */
  readonly held: FlowLoad | null;
}

/** What the CPU of the targets makes of the requests that reach them. */
export interface FlowLoad {
  readonly overflowRate: number;
  readonly responseMicros: number;
  readonly p95Micros: number;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: LoadBalancerName. Indexes: `targetGroup` (arn of forwardsTo), `arn`. */
    'elasticloadbalancing/LoadBalancer': LoadBalancer;
    /** Key: ListenerArn. Indexes: `loadBalancer` (arn), `targetGroup` (arn). */
    'elasticloadbalancing/Listener': Listener;
    /** Key: TargetGroupArn. Index: `name`. */
    'elasticloadbalancing/TargetGroup': TargetGroup;
    /** Key: `<TargetGroupArn>|<Id>:<Port>`. Indexes: `targetGroup` (arn), `target` (Id), `address` (`<ip>:<port>`),
     *  `instance` (instanceId). */
    'elasticloadbalancing/TargetHealth': TargetHealth;
    /** Key: LoadBalancerName, also of one that does not exist yet. Index: `island`. */
    'elasticloadbalancing/Flow': Flow;
    /** Key: `loadBalancers`. There while new load balancers are ready at once instead of after minutes. */
    'elasticloadbalancing/Provisioning': { readonly atOnce: true };
  }
}
