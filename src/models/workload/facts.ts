import type { ImageBehaviour } from './types';

/** `imageDescribed`: someone said what an image does, about the `workload/Image` record. */
export type WorkloadFact =
  | { readonly type: 'imageDescribed'; readonly data: { readonly behaviour: ImageBehaviour } }
  /** About the task or pod: the kernel kills a process that passed its memory limit. */
  | {
      readonly type: 'outOfMemory';
      readonly data: { readonly container: string; readonly memoryLimitMiB: number };
    };

declare module '../../engine/model' {
  interface FactTypes {
    workload: WorkloadFact;
  }
}
