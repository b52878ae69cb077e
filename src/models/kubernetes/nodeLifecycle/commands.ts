/** Placeholder joined below. */
export type NodeLifecycleCommand = { readonly type: 'monitorNode'; readonly node: string };
