/** Every fact of the model, joined from its folders. */
import type { ApiFact } from './api/facts';

export type KubernetesFact = ApiFact;

declare module '../../engine/model' {
  interface FactTypes {
    kubernetes: KubernetesFact;
  }
}
