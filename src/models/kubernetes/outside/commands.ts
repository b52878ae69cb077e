/** What a cloud's own controllers ask of the API server. */
import type { Taint } from '../types';
import type { PodMutation } from './podMutations';

export type OutsideCommand =
  /** Writes labels (null takes one away) and taints into a Node. Taints are told apart by key and effect. */
  | ({ readonly type: 'configureNode' } & NodeConfiguration)
  /** A scheduler of its own binds a pod: the Binding subresource, and what it says of it. `uid` guards against a namesake. */
  | ({ readonly type: 'assignPod' } & PodAssignment)
  /** An Event about a pod, said by `component`. */
  | ({ readonly type: 'tellPod' } & PodNotice)
  /** What is done to every new pod that one of the selectors finds; null takes it away. */
  | {
      readonly type: 'setPodMutation';
      readonly name: string;
      readonly mutation: PodMutation | null;
    };

export interface NodeConfiguration {
  readonly node: string;
  readonly labels: Readonly<Record<string, string | null>>;
  readonly addTaints: readonly Taint[];
  readonly removeTaints: readonly Pick<Taint, 'key' | 'effect'>[];
  /** true: cordoned. Absent: as it is. */
  readonly unschedulable?: boolean;
}

export interface PodAssignment {
  /** `<namespace>/<name>` */
  readonly pod: string;
  readonly uid: string;
  readonly node: string;
  readonly scheduler: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface PodNotice {
  readonly pod: string;
  readonly uid: string;
  readonly event: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
}

export type OutsideCommandOf<T extends OutsideCommand['type']> = Extract<
  OutsideCommand,
  { type: T }
>;
