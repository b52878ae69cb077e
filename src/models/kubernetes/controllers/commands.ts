/** What the controllers of this folder decide, or are asked, each an intent on one object. */
import type { ObjectKind } from '../api/indexes';
import type { Condition } from '../types';

export type ControllersCommand =
  | {
      readonly type: 'setServiceIngress';
      readonly namespace: string;
      readonly name: string;
      readonly hostname: string | null;
    }
  | {
      readonly type: 'setIngressHostname';
      /** Key of a `kubernetes/Object`. */
      readonly object: string;
      readonly hostname: string | null;
    }
  | {
      readonly type: 'setPodCondition';
      readonly namespace: string;
      readonly name: string;
      readonly condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;
    }
  | {
      readonly type: 'deletePod';
      readonly namespace: string;
      readonly name: string;
      readonly uid?: string;
      readonly gracePeriodSeconds?: number;
    }
  | { readonly type: 'evictPod'; readonly pod: string }
  | { readonly type: 'finishDrain'; readonly node: string }
  | {
      readonly type: 'deleteNamespaceContent';
      readonly namespace: string;
      readonly kind: ObjectKind;
    }
  | { readonly type: 'finalizeNamespace'; readonly namespace: string };

export type ControllersCommandOf<T extends ControllersCommand['type']> = Extract<
  ControllersCommand,
  { type: T }
>;
