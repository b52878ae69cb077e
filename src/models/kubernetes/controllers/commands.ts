/** What the controllers of this folder decide, or are asked, each an intent on one object. */
import type { ObjectKind } from '../api/indexes';
import type { Condition, StoredObject } from '../types';

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
  | {
      readonly type: 'evictPod';
      /** Key. */
      readonly pod: string;
      readonly gracePeriodSeconds?: number;
      /** Asked before: a refusal is not worth another fact. */
      readonly again?: boolean;
    }
  | { readonly type: 'finishDrain'; readonly node: string }
  /** A custom resource, written by the controller whose resource it is; null takes it away. */
  | {
      readonly type: 'writeObject';
      /** Of the `kubernetes/Object`. */
      readonly key: string;
      readonly object: StoredObject | null;
    }
  /** An Event that somebody outside records about any object, whether it is kept here or not. */
  | {
      readonly type: 'recordEvent';
      readonly about: {
        readonly kind: string;
        readonly metadata: {
          readonly name: string;
          readonly namespace?: string;
          readonly uid: string;
        };
      };
      readonly event: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
      readonly component: string;
    }
  /** The drain has asked for these pods; a refusal of theirs has been told. */
  | { readonly type: 'rememberAsked'; readonly node: string; readonly pods: readonly string[] }
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
