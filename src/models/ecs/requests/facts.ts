/** What requests leave in the log. What follows from them (tasks started, deployments) is the running half's to tell. */
import type { Effect, Ref } from '../../../engine/model';

export type RequestsFact =
  /** About a Cluster. */
  | { readonly type: 'clusterCreated'; readonly data: { readonly clusterName: string } }
  | { readonly type: 'clusterDeleted'; readonly data: { readonly clusterName: string } }
  /** About a TaskDefinition. Nothing else moves: no controller watches it. */
  | {
      readonly type: 'taskDefinitionRegistered';
      readonly data: {
        readonly family: string;
        readonly revision: number;
        readonly containers: readonly { readonly name: string; readonly image: string }[];
      };
    }
  | {
      readonly type: 'taskDefinitionDeregistered';
      readonly data: { readonly family: string; readonly revision: number };
    }
  | {
      readonly type: 'taskDefinitionDeletionRequested';
      readonly data: { readonly family: string; readonly revision: number };
    }
  /** About a Service. */
  | {
      readonly type: 'serviceCreated';
      readonly data: {
        readonly taskDefinition: string;
        readonly desiredCount: number;
        readonly schedulingStrategy: string;
        readonly launchType: string;
      };
    }
  | {
      readonly type: 'serviceUpdated';
      readonly data: {
        /** Parameters whose value changed. */
        readonly changed: readonly string[];
        readonly desiredCount: { readonly from: number; readonly to: number };
        readonly taskDefinition: { readonly from: string; readonly to: string };
        /** Id of the deployment that this began; null when running tasks stay as they are. */
        readonly deployment: string | null;
      };
    }
  | { readonly type: 'serviceDeleted'; readonly data: { readonly desiredCount: number } };

export const note = (about: Ref, fact: RequestsFact): Effect => ({
  do: 'note',
  fact: { model: 'ecs', about, ...fact },
});
