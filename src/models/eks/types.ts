/** What EKS's load balancer controller remembers of its own work, between Kubernetes objects and AWS resources. */

/** The load balancer of one Service: of type LoadBalancer, or behind an Ingress. */
export interface ServiceLoadBalancer {
  readonly loadBalancer: string;
  /** Key of the Ingress that asks for it; absent: the Service itself, and it is a network load balancer. */
  readonly ingress?: string;
  readonly ports: readonly ServicePortBinding[];
}

export interface ServicePortBinding {
  /** Of the listener; without an Ingress that of the Service too. */
  readonly port: number;
  /** Name of the Service port; null where the only port has none. */
  readonly portName: string | null;
  /** TargetGroupName. */
  readonly targetGroup: string;
}

/** A pod registered with a target group. */
export interface BoundTarget {
  readonly TargetGroupArn: string;
  /** IP address of the pod. */
  readonly Id: string;
  readonly Port: number;
}

/** What is registered because of one EndpointSlice. */
export interface TargetGroupBinding {
  readonly targets: readonly BoundTarget[];
}

declare module '../../engine/model' {
  interface RecordKinds {
    /** Key: `<namespace>/<service>`. */
    'eks/ServiceLoadBalancer': ServiceLoadBalancer;
    /** Key: that of the EndpointSlice. */
    'eks/TargetGroupBinding': TargetGroupBinding;
  }
}
