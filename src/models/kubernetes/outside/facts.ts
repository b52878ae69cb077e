/** What a cloud's own controllers did to Kubernetes objects. */
export type OutsideFact =
  /** About the Pod: another scheduler than kube-scheduler gave it its node. */
  | {
      readonly type: 'podAssigned';
      readonly data: { readonly node: string; readonly scheduler: string };
    }
  /** About the Node. */
  | {
      readonly type: 'nodeConfigured';
      readonly data: {
        /** Keys set or removed. */
        readonly labels: readonly string[];
        /** `key=value:Effect`, those that were added or removed. */
        readonly taints: readonly string[];
      };
    };
