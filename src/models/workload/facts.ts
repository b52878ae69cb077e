import type { ImageBehaviour } from './types';

/** Someone said what an image does; `about` is the `workload/Image` record. */
export interface WorkloadFact {
  readonly type: 'imageDescribed';
  readonly data: { readonly behaviour: ImageBehaviour };
}

declare module '../../engine/model' {
  interface FactTypes {
    workload: WorkloadFact;
  }
}
