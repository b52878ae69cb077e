/** What became of Fargate profiles and of the pods that they take; `about` is the `eks/FargateProfile`, or the Pod. */
export type FargateFact =
  | {
      readonly type: 'fargateProfileCreating';
      readonly data: { readonly selectors: number };
    }
  /** The pods that it runs are deleted with it. */
  | { readonly type: 'fargateProfileDeleting'; readonly data: { readonly pods: number } }
  | { readonly type: 'fargateProfileActive'; readonly data: { readonly tookMs: number } }
  | { readonly type: 'fargateProfileDeleted'; readonly data: Readonly<Record<string, never>> }
  /** What the pod asks for, and the size that it is rounded up to and billed by. */
  | {
      readonly type: 'fargatePodSized';
      readonly data: {
        readonly profile: string;
        readonly askedMilliCpu: number;
        readonly askedMemoryMiB: number;
        /** Kubernetes' own parts. */
        readonly addedMiB: number;
        readonly milliCpu: number;
        readonly memoryMiB: number;
        readonly zone: string;
        readonly readyInMs: number;
      };
    }
  /** It cannot run on Fargate: the message of its event. */
  | { readonly type: 'fargatePodUnsupported'; readonly data: { readonly message: string } }
  | {
      readonly type: 'fargateNodeReady';
      readonly data: {
        readonly node: string;
        readonly tookMs: number;
        readonly nanoUsdPerHour: number;
      };
    }
  /** The pod has ended, and its machine with it. */
  | {
      readonly type: 'fargateNodeReleased';
      readonly data: { readonly node: string; readonly billedMs: number };
    };
