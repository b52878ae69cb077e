/** What the agent on an instance, or the one that Fargate runs, does. Emitted by the controllers of this folder. */
export type AgentCommand =
  | { readonly type: 'registerContainerInstance'; readonly instanceId: string };
