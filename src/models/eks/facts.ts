import type { ClusterAutoscalerFact } from './clusterAutoscaler/facts';
import type { FargateFact } from './fargate/facts';
import type { KarpenterFact } from './karpenter/facts';
import type { NodegroupFact } from './nodegroups/facts';
import type { ServicePortBinding } from './types';

export type EksFact =
  LoadBalancingFact | NodegroupFact | FargateFact | ClusterAutoscalerFact | KarpenterFact;

/** What EKS's load balancer controller did. */
type LoadBalancingFact =
  /** About the Service. */
  | {
      readonly type: 'serviceLoadBalancerBound';
      readonly data: {
        readonly loadBalancer: string;
        readonly ports: readonly ServicePortBinding[];
      };
    }
  | {
      readonly type: 'serviceLoadBalancerReleased';
      readonly data: { readonly loadBalancer: string };
    }
  /** About the EndpointSlice. */
  | {
      readonly type: 'targetsBound';
      readonly data: { readonly registered: number; readonly deregistered: number };
    };

declare module '../../engine/model' {
  interface FactTypes {
    eks: EksFact;
  }
}
