/** What the API server says of the objects it keeps. */

interface Named {
  /** `Deployment`, `Pod`... */
  readonly apiKind: string;
  readonly name: string;
  readonly namespace: string | null;
}

export type ApiFact =
  | {
      readonly type: 'objectCreated';
      readonly data: Named & {
        readonly verb: 'create' | 'apply';
        /** false: accepted and kept, but nothing in this world acts on it. */
        readonly simulated: boolean;
      };
    }
  | {
      readonly type: 'objectUpdated';
      readonly data: Named & {
        readonly verb: 'apply' | 'update' | 'patch';
        /** Dotted paths of what changed, at most twenty. */
        readonly changed: readonly string[];
        /** Of `spec`; null on kinds that do not count. */
        readonly generation: number | null;
      };
    }
  | {
      readonly type: 'objectScaled';
      readonly data: Named & { readonly from: number; readonly to: number };
    }
  | {
      readonly type: 'objectDeleting';
      readonly data: Named & {
        readonly gracePeriodSeconds: number;
        readonly finalizers: readonly string[];
      };
    }
  | { readonly type: 'objectDeleted'; readonly data: Named };
