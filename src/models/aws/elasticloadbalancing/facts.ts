import type { TargetState } from './types';

/** What happened to load balancers, target groups, targets and traffic; `about` is the record of the same name. */
export type ElasticLoadBalancingFact =
  | {
      readonly type: 'loadBalancerCreated';
      readonly data: {
        readonly DNSName: string;
        readonly Type: string;
        readonly readyInMs: number;
      };
    }
  | { readonly type: 'loadBalancerActive'; readonly data: { readonly DNSName: string } }
  | { readonly type: 'loadBalancerDeleted'; readonly data: Readonly<Record<string, never>> }
  | {
      readonly type: 'targetGroupCreated' | 'targetGroupModified';
      readonly data: {
        readonly TargetGroupName: string;
        readonly HealthCheckIntervalSeconds: number;
        readonly HealthyThresholdCount: number;
        readonly UnhealthyThresholdCount: number;
        readonly deregistrationDelaySeconds: number;
      };
    }
  | { readonly type: 'targetGroupDeleted'; readonly data: { readonly TargetGroupName: string } }
  | {
      readonly type: 'listenerCreated' | 'listenerDeleted';
      readonly data: { readonly Port: number; readonly TargetGroupArn: string };
    }
  | {
      readonly type: 'targetRegistered';
      readonly data: {
        readonly Id: string;
        readonly Port: number;
        readonly TargetGroupName: string;
      };
    }
  | {
      readonly type: 'targetHealthChanged';
      readonly data: {
        readonly Id: string;
        readonly Port: number;
        readonly from: TargetState;
        readonly to: TargetState;
        readonly reason: string | null;
        /** How many checks in a row decided it; null where no check did. */
        readonly checks: number | null;
      };
    }
  /** The deregistration delay is over and the target is forgotten. */
  | {
      readonly type: 'targetDeregistered';
      readonly data: { readonly Id: string; readonly Port: number };
    }
  | {
      readonly type: 'trafficSet';
      readonly data: { readonly requestsPerSecond: number; readonly shape?: string };
    }
  /** The share of requests that is lost has changed. Rates in milli-requests per second. */
  | {
      readonly type: 'flowChanged';
      readonly data: {
        readonly offeredRate: number;
        readonly servedRate: number;
        readonly lostRate: number;
        /** Targets that requests go to, and how many of them answer. */
        readonly eligible: number;
        readonly accepting: number;
        /** true: none is healthy, so requests go to the unhealthy ones. */
        readonly failsOpen: boolean;
      };
    };
